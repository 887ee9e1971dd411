"""residues: known counts and lead changes, a slow pass over all primes, every layout, shards."""

import csv
import itertools
import json
import math
import os
import random
import tempfile
import unittest

import primerank
import slow_primes

REFERENCE = primerank.reference()
LAYOUTS = [(None, 1), (None, 2), *itertools.product(primerank.RANKS, (1, 2))]


def sieve(stop):
    """The primes below stop."""
    flags = bytearray([1]) * stop
    flags[:2] = bytes(min(2, stop))
    for n in range(2, math.isqrt(stop) + 1):
        if flags[n]:
            flags[n * n :: n] = bytes(len(range(n * n, stop, n)))
    return [n for n in range(stop) if flags[n]]


def slow_race(primes, sign, lead=0):
    """The lead changes as (prime, sign of the leader), and difference, min and max."""
    difference = low = high = lead
    leader = (lead > 0) - (lead < 0)
    changes = []
    for p in primes:
        difference += sign(p)
        low, high = min(low, difference), max(high, difference)
        if difference and (difference > 0) != (leader > 0) or difference and not leader:
            leader = 1 if difference > 0 else -1
            changes.append((p, leader))
    return changes, (difference, low, high)


def class_sign(q, a, b):
    return lambda p: (p % q == a) - (p % q == b)


def quadratic_sign(q):
    squares = {n * n % q for n in range(1, q) if math.gcd(n, q) == 1}
    return lambda p: 0 if math.gcd(p, q) > 1 else -1 if p % q in squares else 1


class Residues(unittest.TestCase):
    def answers(self, *arguments, ranks=None):
        """Standard output, the JSON's result and the CSV's text."""
        with tempfile.TemporaryDirectory() as folder:
            files = {kind: os.path.join(folder, kind) for kind in ("json", "csv")}
            done = primerank.run("residues", *arguments, "-q", "--json", files["json"], "--csv",
                                 files["csv"], ranks=ranks)
            self.assertEqual(done.code, 0, done.err)
            with open(files["json"], encoding="utf-8") as file:
                result = json.load(file)["result"]
            with open(files["csv"], encoding="utf-8") as file:
                return done.out, result, file.read()

    def changes(self, *arguments):
        _, result, _ = self.answers(*arguments)
        return [(int(row["prime"]), row["leader"]) for row in result["race"]["lead_changes"]]

    def test_classes_of_the_tables(self):
        known = REFERENCE["residue_counts_10n"]["values"]["9"]
        for name, classes in known.items():
            modulus = int(name[1:])
            done = primerank.run("residues", "0", "10^9+1", "--modulus", modulus, "--race", "none",
                                 "-q")
            reduced = [a for a in range(modulus) if math.gcd(a, modulus) == 1]
            expected = [f"class {a} {n}" for a, n in zip(reduced, classes)]
            self.assertEqual(done.out.splitlines(), expected)

    def test_first_lead_changes(self):
        self.assertEqual(self.changes("0", "30000", "--modulus", "4"),
                         [(3, "3"), (26861, "1"), (26879, "3")])
        races = REFERENCE["prime_races"]
        # The differences of the tables are those of the primes up to and with an even x.
        for modulus, name, first, start, stop in (
            (4, "pi(x;4,3)-pi(x;4,1)", "first_prime_above_1e10_with_pi(x;4,1)>pi(x;4,3)", "1e10",
             "1.85e10"),
            (3, "pi(x;3,2)-pi(x;3,1)", "first_prime_with_pi(x;3,1)>pi(x;3,2)", "5.5e11",
             "6.095e11"),
        ):
            _, result, _ = self.answers(start, stop, "--modulus", modulus, "--lead",
                                        races[name][start])
            race = result["race"]
            self.assertEqual(race["lead_changes"][0], {"prime": races[first], "leader": "1"})
            if stop in races[name]:
                self.assertEqual(race["difference"], races[name][stop])

    def test_against_a_slow_pass(self):
        primes = sieve(3 * 10**6)
        races = [(4, "3,1", class_sign(4, 3, 1)), (4, "1,3", class_sign(4, 1, 3)),
                 (3, "2,1", class_sign(3, 2, 1)), (10, "3,7", class_sign(10, 3, 7)),
                 (1000, "7,13", class_sign(1000, 7, 13)), (7, "quadratic", quadratic_sign(7)),
                 (8, "quadratic", quadratic_sign(8)), (101, "quadratic", quadratic_sign(101))]
        seed = random.randrange(10**9)
        dice = random.Random(seed)
        for modulus, race, sign in races:
            start, stop = sorted(dice.randrange(3 * 10**6) for _ in range(2))
            for start, stop, lead in ((0, 3 * 10**6, 0), (start, stop, dice.randrange(-20, 20))):
                with self.subTest(modulus=modulus, race=race, start=start, stop=stop, lead=lead,
                                  seed=seed):
                    inside = [p for p in primes if start <= p < stop]
                    changes, ends = slow_race(inside, sign, lead)
                    _, result, _ = self.answers(start, stop, "--modulus", modulus, "--race", race,
                                                "--lead", lead)
                    found = result["race"]
                    sides = {1: found["ahead"], -1: found["behind"]}
                    self.assertEqual(
                        [(int(row["prime"]), row["leader"]) for row in found["lead_changes"]],
                        [(p, sides[leader]) for p, leader in changes])
                    self.assertEqual(
                        tuple(int(found[name]) for name in ("difference", "min", "max")), ends)
                    counts = {row["class"]: int(row["primes"]) for row in result["classes"]}
                    self.assertEqual(sum(counts.values()) + int(result["dividing"]), len(inside))
                    for a in dice.sample(sorted(counts), min(len(counts), 5)):
                        self.assertEqual(counts[a], sum(p % modulus == a for p in inside))

    def test_high_windows(self):
        for start, modulus in ((10**12, 4), (10**18, 7), (2**64 - 20_000, 10)):
            primes = slow_primes.primes(start, start + 20_000)
            lead = 3
            changes, ends = slow_race(primes, class_sign(modulus, 3, 1), lead)
            _, result, _ = self.answers(start, start + 20_000, "--modulus", modulus, "--race",
                                        "3,1", "--lead", lead)
            found = result["race"]
            self.assertEqual([int(row["prime"]) for row in found["lead_changes"]],
                             [p for p, _ in changes])
            self.assertEqual(tuple(int(found[name]) for name in ("difference", "min", "max")), ends)

    def test_rows_of_the_csv(self):
        _, result, text = self.answers("0", "3e6", "--modulus", "4")
        rows = list(csv.DictReader(text.splitlines()))
        self.assertEqual(list(rows[0]),
                         ["kind", "class", "n", "difference", "min", "max", "primes"])
        primes = sieve(3 * 10**6)
        course = [row for row in rows if row["kind"] == "race"]
        self.assertEqual(int(course[-1]["n"]), 3 * 10**6)
        before, at, i = 0, 0, 0
        for row in course:
            stretch = []
            while i < len(primes) and primes[i] < int(row["n"]):
                stretch.append(primes[i])
                i += 1
            _, ends = slow_race(stretch, class_sign(4, 3, 1), before)
            self.assertEqual(tuple(int(row[name]) for name in ("difference", "min", "max")), ends)
            before = ends[0]
            self.assertGreater(int(row["n"]), at)
            at = int(row["n"])
        self.assertGreater(sum(int(row["n"]) > 10**6 for row in course), 64)
        changes = [(row["n"], row["class"]) for row in rows if row["kind"] == "change"]
        self.assertEqual(changes, [(row["prime"], row["leader"])
                                   for row in result["race"]["lead_changes"]])
        self.assertEqual([(row["class"], row["primes"]) for row in rows if row["kind"] == "class"],
                         [(str(row["class"]), row["primes"]) for row in result["classes"]])

    def test_same_bits_at_every_layout(self):
        for question in (
            ("0", "1e6", "--modulus", "4"),
            ("1e12", "+3e8", "--modulus", "3", "--race", "2,1", "--lead", "50"),
            ("7", "2e7", "--modulus", "13", "--race", "quadratic"),
            ("2^64-1e7", "2^64", "--modulus", "1000", "--race", "7,13"),
            ("0", "1e6", "--modulus", "10"),
            ("8", "11", "--modulus", "4"),
        ):
            first = self.answers(*question)
            for ranks, threads in LAYOUTS:
                with self.subTest(question=question, ranks=ranks, threads=threads):
                    self.assertEqual(self.answers(*question, "--threads", threads, ranks=ranks),
                                     first)

    def test_shards_merge(self):
        question = ("5", "3e7", "--modulus", "4", "--lead", "1")
        expected = self.answers(*question)
        with tempfile.TemporaryDirectory() as folder:
            journals = [os.path.join(folder, f"{i}.journal") for i in range(3)]
            for i, journal in enumerate(journals):
                done = primerank.run("residues", *question, "--shard", f"{i}/3", "--journal",
                                     journal)
                self.assertEqual(done.code, 0, done.err)
                self.assertIn("found by merge", done.out)
            files = {kind: os.path.join(folder, kind) for kind in ("json", "csv")}
            merged = primerank.run("merge", *reversed(journals), "-q", "--json", files["json"],
                                   "--csv", files["csv"])
            self.assertEqual(merged.code, 0, merged.err)
            with open(files["json"], encoding="utf-8") as file:
                result = json.load(file)["result"]
            with open(files["csv"], encoding="utf-8") as file:
                self.assertEqual((merged.out, result, file.read()), expected)

            whole = os.path.join(folder, "whole.journal")
            self.assertEqual(primerank.run("residues", *question, "--journal", whole).code, 0)
            refused = primerank.run("merge", whole)
            self.assertEqual(refused.code, 3)
            self.assertIn("no result that can be merged", refused.err)

    def test_killed_and_continued(self):
        question = ("0", "2e10", "--modulus", "4")
        expected = self.answers(*question)
        with tempfile.TemporaryDirectory() as folder:
            journal, rows = (os.path.join(folder, name) for name in ("journal", "rows"))
            line = ("residues", *question, "--journal", journal, "--csv", rows, "--threads", "1",
                    "-q")
            for seconds in (0.6, 0.9, 1.3):
                primerank.run_and_kill_after(seconds, *line)
                with open(rows, "a", encoding="utf-8") as file:
                    file.write("a row that was being written\n")
            done = primerank.run(*line)
            self.assertEqual((done.code, done.out), (0, expected[0]), done.err)
            with open(rows, encoding="utf-8") as file:
                self.assertEqual(file.read(), expected[2])
            refused = primerank.run(*line[:7], "-q")
            self.assertEqual((refused.code, refused.out), (3, ""))
            self.assertIn("name it by --csv again", refused.err)

    def test_text_for_people(self):
        done = primerank.run("residues", "0", "1e6", "--modulus", "4")
        for words in ("primes that divide 4: 1\n", "race of 3 against 1: the difference ends at "
                      "147, smallest -8, largest 157", "lead changes: "):
            self.assertIn(words, done.out)
        self.assertIn(["26,861", "1"], [line.split() for line in done.out.splitlines()])

    def test_refusals(self):
        for arguments, words in (
            (("0", "10"), "--modulus is required"),
            (("0", "10", "--modulus", "0"), "--modulus is 0; legal are 1 to 1000000"),
            (("0", "10", "--modulus", "1e7"), "--modulus: '1e7' is larger than 1000000"),
            (("0", "10", "--modulus", "10", "--race", "3"), "--race is '3'"),
            (("0", "10", "--modulus", "10", "--race", "3,5"), "'5' is not a class mod 10"),
            (("0", "10", "--modulus", "10", "--race", "3,3"), "against itself"),
            (("0", "10", "--modulus", "2", "--race", "quadratic"), "no race mod 2"),
            (("0", "10", "--modulus", "10", "--lead", "3"), "--lead is the difference of a race"),
            (("0", "10", "--modulus", "4", "--lead", "x"), "--lead is 'x'"),
        ):
            done = primerank.run("residues", *arguments)
            self.assertEqual((done.code, done.out), (2, ""), arguments)
            self.assertEqual(len(done.err.splitlines()), 1, done.err)
            self.assertIn(words, done.err)


if __name__ == "__main__":
    primerank.main()

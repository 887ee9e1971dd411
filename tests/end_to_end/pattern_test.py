"""count --pattern: known counts, independent slow answers, every layout, inadmissible patterns."""

import itertools
import json
import os
import random
import tempfile
import unittest

import primerank
import slow_primes

REFERENCE = primerank.reference()
LAYOUTS = [(None, 1), (None, 2), *itertools.product(primerank.RANKS, (1, 2))]
WIDE = "0,30,210,420,990"


def slow_count(start, stop, pattern):
    offsets = [int(offset) for offset in pattern.split(",")]
    primes = set(slow_primes.primes(start, stop))
    return sum(all(p + offset in primes for offset in offsets) for p in primes)


def options(patterns):
    return [word for pattern in patterns for word in ("--pattern", pattern)]


class Patterns(unittest.TestCase):
    def quiet(self, *arguments):
        done = primerank.run("count", *arguments, "-q")
        self.assertEqual(done.code, 0, done.err)
        return done.out.split()

    def test_the_tuplets_of_the_tables(self):
        known = REFERENCE["ktuplets_le_10n"]["values"]["1e9"]
        twins, quadruplets, sextuplets, *pooled = map(int, self.quiet(
            "0", "10^9+1",
            *options(["0,2", "0,2,6,8", "0,4,6,10,12,16", "0,2,6", "0,4,6", "0,2,6,8,12",
                      "0,4,6,10,12"]),
        ))
        self.assertEqual(
            [twins, pooled[0] + pooled[1], quadruplets, pooled[2] + pooled[3], sextuplets],
            [int(known[name]) for name in ("c2", "c3", "c4", "c5", "c6")],
        )

    def test_windows_against_slow_answers(self):
        patterns = ["0", "0,4", "0,2,6", "0,30", "0,6,12,18", WIDE, "0,996"]
        seed = random.randrange(10**9)
        windows = [(0, 0), (0, 3), (0, 3000), (3, 1000), (7, 8), (995, 2001), (2**64 - 3000, 2**64)]
        for magnitude in (10**4, 10**7, 10**12, 10**18):
            start = random.Random(seed).randrange(magnitude)
            windows.append((start, start + 4000))
        for start, stop in windows:
            with self.subTest(start=start, stop=stop, seed=seed):
                expected = [str(slow_count(start, stop, pattern)) for pattern in patterns]
                self.assertEqual(self.quiet(start, stop, *options(patterns)), expected)

    def test_beside_tuplets(self):
        both = self.quiet("1e9", "+1e7", "--of", "twins,primes", *options(["0,4", "0,6"]))
        self.assertEqual(both[:2], self.quiet("1e9", "+1e7", "--of", "primes,twins"))
        self.assertEqual(both[2:], self.quiet("1e9", "+1e7", *options(["0,4", "0,6", "0,4"])))

    def test_table(self):
        rows = [line.split(",") for line in self.quiet("0", "10000", "--by", "2500", *options([WIDE]))]
        self.assertEqual([row[:2] for row in rows],
                         [[str(n), str(n + 2500)] for n in range(0, 10_000, 2500)])
        for start, stop, own, cumulative in rows:
            self.assertEqual(int(own), slow_count(int(start), int(stop), WIDE))
            self.assertEqual(int(cumulative), slow_count(0, int(stop), WIDE))

    def test_same_bits_at_every_layout(self):
        for question in (
            ("0", "20000", *options([WIDE, "0,4"])),
            ("1e12", "+2e8", "--of", "twins", *options(["0,2", WIDE])),
            ("2^64-2e7", "2^64", *options(["0,2,6,8"])),
            ("0", "2e7", "--by", "1234567", *options([WIDE])),
        ):
            first = self.answers(question, None, 1)
            for ranks, threads in LAYOUTS:
                with self.subTest(question=question, ranks=ranks, threads=threads):
                    self.assertEqual(self.answers(question, ranks, threads), first)

    def answers(self, question, ranks, threads):
        with tempfile.TemporaryDirectory() as folder:
            files = {kind: os.path.join(folder, kind) for kind in ("json", "csv")}
            done = primerank.run("count", *question, "-q", "--threads", threads, "--json",
                                 files["json"], "--csv", files["csv"], ranks=ranks)
            self.assertEqual(done.code, 0, done.err)
            with open(files["json"], encoding="utf-8") as file:
                result = json.load(file)["result"]
            with open(files["csv"], encoding="utf-8") as file:
                return done.out, json.dumps(result), file.read()

    def test_continues_from_a_journal(self):
        question = ("count", "1e12", "+2e10", *options(["0,4", WIDE]), "--by", "1e8")
        with tempfile.TemporaryDirectory() as folder:
            whole, rows, journal = (os.path.join(folder, name) for name in ("whole", "rows", "j"))
            expected = primerank.run(*question, "-q", "--csv", whole)
            self.assertEqual(expected.code, 0, expected.err)
            arguments = (*question, "-q", "--csv", rows)
            primerank.run_and_kill(*arguments, journal=journal)
            done = primerank.run(*arguments, "--journal", journal)
            self.assertEqual((done.code, done.out), (0, expected.out), done.err)
            with open(whole, encoding="utf-8") as one, open(rows, encoding="utf-8") as other:
                self.assertEqual(other.read(), one.read())

    def test_shards_merge(self):
        for of in ((), ("--of", "twins,primes")):
            question = ("count", "17", "1e7", *options(["0,6", WIDE, "0,4"]), *of)
            expected = primerank.run(*question, "-q")
            with tempfile.TemporaryDirectory() as folder:
                journals = [os.path.join(folder, str(i)) for i in range(3)]
                for i, journal in enumerate(journals):
                    done = primerank.run(*question, "--shard", f"{i}/3", "--journal", journal,
                                         "--audit", "100")
                    self.assertEqual(done.code, 0, done.err)
                merged = primerank.run("merge", *journals, "-q")
                self.assertEqual((merged.code, merged.out), (0, expected.out), merged.err)

    def test_names(self):
        _, result, table = self.answers(("0", "100", *options(["0,4,6"])), None, 1)
        self.assertEqual(result, json.dumps({"pattern_0_4_6": "4"}))
        self.assertEqual(table, "start,stop,pattern_0_4_6\n0,100,4\n")

    def test_refusals(self):
        for pattern, words in (
            ("0,2,4", "hits every residue class mod 3 (0 leaves 0, 4 leaves 1, 2 leaves 2)"),
            ("0,1", "hits every residue class mod 2"),
            ("0,6,12,18,24", "hits every residue class mod 5"),
            ("2,4", "does not begin with 0"),
            ("0,6,2", "does not ascend"),
            ("0,0", "does not ascend"),
            ("0,1002", "ends beyond 1000"),
            ("0;2", "'0;2' is not a pattern"),
            ("", "--pattern"),
            ("twins", "'twins' is not a pattern"),
        ):
            with self.subTest(pattern=pattern):
                done = primerank.run("count", "0", "100", f"--pattern={pattern}")
                self.assertEqual((done.code, done.out), (2, ""), done.err)
                self.assertEqual(len(done.err.splitlines()), 1, done.err)
                self.assertIn(words, done.err)


if __name__ == "__main__":
    primerank.main()

"""Gaps through the real binary: known tables, independent slow answers, every layout."""

import csv
import itertools
import json
import math
import os
import tempfile
import unittest

import primerank
import slow_primes

REFERENCE = primerank.reference()
# Minutes in a full test, else less than a second.
IN_ONE_RUN = 10**12 if int(os.environ.get("PRIMERANK_TEST_SCALE", "1")) > 1 else 4 * 10**9
LAYOUTS = [(None, 1), (None, 2), *itertools.product(primerank.RANKS, (1, 2))]


def slow_gaps(start, stop):
    """(gap, lower prime) for the primes in [start, stop)."""
    primes = slow_primes.primes(start, stop)
    if not primes:
        return []
    return [(q - p, p) for p, q in zip(primes, [*primes[1:], slow_primes.next_prime(primes[-1])])]


def maximal(gaps):
    longest = 0
    for gap, lower in gaps:
        if gap > longest:
            longest = gap
            yield gap, lower


def first_occurrences(gaps):
    first = {}
    for gap, lower in gaps:
        first.setdefault(gap, lower)
    return sorted(first.items())


def histogram(gaps):
    counts = {}
    for gap, _ in gaps:
        counts[gap] = counts.get(gap, 0) + 1
    return sorted(counts.items())


class Gaps(unittest.TestCase):
    def pairs(self, *arguments):
        done = primerank.run("gaps", *arguments, "-q")
        self.assertEqual(done.code, 0, done.err)
        return [tuple(map(int, line.split())) for line in done.out.splitlines()]

    def tables(self, *arguments, ranks=None):
        """The standard output, the JSON's result and the CSV's text."""
        with tempfile.TemporaryDirectory() as folder:
            files = {kind: os.path.join(folder, kind) for kind in ("json", "csv")}
            done = primerank.run("gaps", *arguments, "--json", files["json"], "--csv",
                                 files["csv"], ranks=ranks)
            self.assertEqual(done.code, 0, done.err)
            with open(files["json"], encoding="utf-8") as file:
                result = json.load(file)["result"]
            with open(files["csv"], encoding="utf-8") as file:
                return done.out, result, file.read()

    def test_maximal_gaps_of_the_tables(self):
        tables = [tuple(map(int, pair)) for pair in REFERENCE["maximal_gaps"]["values"]]
        known = [(gap, lower) for gap, lower in tables if lower < 2**64]
        self.assertEqual(len(known), 80)
        self.assertEqual(
            self.pairs("0", IN_ONE_RUN), [(gap, p) for gap, p in known if p < IN_ONE_RUN]
        )
        for gap, lower in known:
            if lower > IN_ONE_RUN:
                with self.subTest(gap=gap):
                    self.assertIn((gap, lower), self.pairs(lower, "+1"))
                    window = self.pairs(lower - 1000, "+2000")
                    self.assertEqual(window[-1], (gap, lower))

    def test_first_occurrences_of_the_tables(self):
        known = REFERENCE["first_occurrence_gaps_start_le_1e10"]["values"]
        _, result, _ = self.tables("0", "1e9")
        found = {str(row["gap"]): row["prime"] for row in result["first_occurrences"]}
        self.assertEqual(found, {gap: p for gap, p in known.items() if int(p) < 10**9})

    def test_windows_against_slow_answers(self):
        windows = [(0, 0), (0, 2), (0, 3), (2, 3), (3, 4), (3, 8), (7, 31), (24, 29), (8, 11)]
        windows += [(0, 100_000), (113, 128), (114, 127), (999_000, 1_234_567)]
        windows += [(10**12, 10**12 + 50_000), (10**18 + 7, 10**18 + 9_000)]
        windows += [(2**32 - 5_000, 2**32 + 5_000), (2**64 - 9_000, 2**64), (2**64 - 1, 2**64)]
        for start, stop in windows:
            with self.subTest(start=start, stop=stop):
                expected = slow_gaps(start, stop)
                self.assertEqual(self.pairs(start, stop), list(maximal(expected)))
                self.assertEqual(self.pairs(start, stop, "--min", "20"),
                                 [pair for pair in expected if pair[0] >= 20])
                self.assertEqual(self.pairs(start, stop, "--histogram"), histogram(expected))
                _, result, _ = self.tables(start, stop)
                self.assertEqual(result["primes"], str(len(expected)))
                self.assertEqual(
                    [(row["gap"], int(row["prime"])) for row in result["first_occurrences"]],
                    first_occurrences(expected),
                )

    def test_gap_behind_the_last_64_bit_prime(self):
        self.assertEqual(self.pairs("2^64-59", "2^64"), [(72, 2**64 - 59)])

    def test_files(self):
        expected = slow_gaps(0, 10_000)
        _, result, text = self.tables("0", "10000", "--histogram", "--min", "30")
        rows = list(csv.DictReader(text.splitlines()))
        self.assertEqual(list(rows[0]), ["kind", "gap", "prime", "merit", "count"])

        def of_kind(kind, column):
            return [(int(row["gap"]), int(row[column])) for row in rows if row["kind"] == kind]

        self.assertEqual(of_kind("maximal", "prime"), list(maximal(expected)))
        self.assertEqual(of_kind("first", "prime"), first_occurrences(expected))
        self.assertEqual(of_kind("histogram", "count"), histogram(expected))
        self.assertEqual(of_kind("listed", "prime"), [pair for pair in expected if pair[0] >= 30])
        for row in rows:
            if row["merit"]:
                merit = int(row["gap"]) / math.log(int(row["prime"]))
                self.assertAlmostEqual(float(row["merit"]), merit, places=4)
        self.assertEqual(
            [(row["gap"], int(row["count"])) for row in result["histogram"]], histogram(expected)
        )
        self.assertEqual(result["maximal"][-1], {"gap": 36, "prime": "9551", "merit": 3.9282})
        self.assertEqual((result["first_prime"], result["last_prime"]), ("2", "9973"))

    def csv_of(self, *arguments, ranks=None, folder):
        path = os.path.join(folder, "streamed")
        done = primerank.run("gaps", *arguments, "--csv", path, ranks=ranks)
        self.assertEqual(done.code, 0, done.err)
        with open(path, encoding="utf-8") as file:
            return done.out, file.read()

    def test_gaps_written_as_found_are_those_kept_to_the_end(self):
        question = ("1e9", "+8e6", "--min", "2", "--histogram")
        _, result, kept = self.tables(*question)
        with tempfile.TemporaryDirectory() as folder:
            for ranks, threads in ((None, 1), (None, 2), (1, 1), (3, 2)):
                out, streamed = self.csv_of(*question, "--threads", threads, ranks=ranks,
                                            folder=folder)
                self.assertEqual(streamed, kept)
                self.assertIn("gaps of 2 or more: 385,991, in the CSV\n", out)
        self.assertEqual(len(result["listed"]), 385991)

    def test_a_list_of_gaps_goes_on(self):
        question = ("1e12", "+2e10", "--min", "250", "--threads", "1")
        with tempfile.TemporaryDirectory() as folder:
            _, whole = self.csv_of(*question, folder=folder)
            pairs = [tuple(line.split(",")[1:3]) for line in whole.splitlines()
                     if line.startswith("listed,")]
            printed = "".join(f"{gap} {prime}\n" for gap, prime in pairs)
            self.assertEqual(primerank.run("gaps", *question, "-q").out, printed)
            journal, path = (os.path.join(folder, name) for name in ("journal", "csv"))
            line = ("gaps", *question, "--csv", path, "--journal", journal)
            primerank.run_and_kill(*line[:-2], journal=journal)
            for files in (("--journal", journal), ("--journal", journal, "--json", path + ".json",
                                                   "--csv", path)):
                refused = primerank.run("gaps", *question, *files)
                self.assertEqual(refused.code, 3, refused.err)
                self.assertIn("in a CSV; name it by --csv again, without --json", refused.err)
            primerank.run_and_kill_after(0.1, *line)
            done = primerank.run(*line, "-q", ranks=2)
            self.assertEqual((done.code, done.out), (0, printed), done.err)
            with open(path, encoding="utf-8") as file:
                self.assertEqual(file.read(), whole)
            merged = primerank.run("merge", journal)
            self.assertEqual(merged.code, 3)
            self.assertIn("holds no result that can be merged", merged.err)

    def test_text_for_people(self):
        out, _, _ = self.tables("0", "10000", "--min", "34")
        lines = [line.split() for line in out.splitlines()]
        self.assertIn(["36", "9551", "3.9282"], lines)
        self.assertIn("gaps of 34 or more: 4\n", out)
        out, _, _ = self.tables("24", "29")
        self.assertIn("no primes", out)

    def test_same_bits_at_every_layout(self):
        questions = [
            ("0", "1e5", "--histogram", "--min", "40"),
            ("1e12", "+2e8"),
            ("2^64-1e7", "2^64", "--histogram"),
            ("24", "29"),
        ]
        for question in questions:
            first = self.tables(*question)[1:]
            for ranks, threads in LAYOUTS:
                with self.subTest(question=question, ranks=ranks, threads=threads):
                    again = self.tables(*question, "--threads", threads, ranks=ranks)[1:]
                    self.assertEqual(again, first)

    def test_refusals(self):
        for arguments, words in (
            (("0", "10", "--min", "0"), "--min is 0"),
            (("0", "10", "--min", "x"), "--min: 'x' is not a number"),
            (("0", "10", "--min", "2", "--histogram", "-q"), "-q prints one table"),
            (("10", "0"), "reversed"),
        ):
            done = primerank.run("gaps", *arguments)
            self.assertEqual((done.code, done.out), (2, ""), arguments)
            self.assertEqual(len(done.err.splitlines()), 1, done.err)
            self.assertIn(words, done.err)


if __name__ == "__main__":
    primerank.main()

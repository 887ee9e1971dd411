"""sum --power -1: published sums, exact fractions, tables, every layout, shards."""

import csv
import itertools
import json
import math
import os
import random
import tempfile
import unittest
from fractions import Fraction

import primerank
import slow_primes

REFERENCE = primerank.reference()
LAYOUTS = [(None, 1), (None, 2), *itertools.product(primerank.RANKS, (1, 2))]
TWINS = ("--of", "twins", "--power", "-1")
PRIMES = ("--power", "-1")


def twin_members(primes):
    return [n for p, q in zip(primes, primes[1:]) if q - p == 2 for n in (p, q)]


class Reciprocals(unittest.TestCase):
    def answers(self, *arguments, ranks=None):
        """Standard output, the JSON's result and the CSV's text."""
        with tempfile.TemporaryDirectory() as folder:
            files = {kind: os.path.join(folder, kind) for kind in ("json", "csv")}
            done = primerank.run("sum", *arguments, "-q", "--json", files["json"], "--csv",
                                 files["csv"], ranks=ranks)
            self.assertEqual(done.code, 0, done.err)
            with open(files["json"], encoding="utf-8") as file:
                result = json.load(file)["result"]
            with open(files["csv"], encoding="utf-8") as file:
                return done.out, result, file.read()

    def test_partial_sums_of_brun(self):
        for n, known in REFERENCE["brun_partial_10n"]["values"].items():
            if int(n) > 9:
                continue
            _, result, _ = self.answers("0", f"10^{n}+1", *TWINS)
            self.assertEqual(result["sum"][:16], known[:16])
            self.assertEqual(result["twins"], REFERENCE["twins_10n"]["values"][n])
        # The constant, of which 1.9021605 is sure (Nicely 2001); from 10^9 some 5 digits come out.
        self.assertAlmostEqual(float(result["brun_extrapolated"]), 1.9021605, delta=1e-5)
        self.assertAlmostEqual(
            float(result["brun_extrapolated"]),
            float(result["sum"]) + 4 * 0.6601618158468696 / math.log(10**9 + 1), places=11)

    def test_theorem_of_mertens(self):
        meissel_mertens = 0.2614972128476428
        for x in (10**6, 10**9):
            _, result, _ = self.answers("0", x, *PRIMES)
            self.assertEqual(result["primes"], {10**6: "78498", 10**9: "50847534"}[x])
            rest = float(result["sum"]) - math.log(math.log(x)) - meissel_mertens
            self.assertLess(abs(rest), 4 / (math.sqrt(x) * math.log(x)))

    def test_error_bounds_hold(self):
        seed = random.randrange(10**9)
        dice = random.Random(seed)
        windows = [(0, 0), (0, 2), (0, 3), (3, 6), (3, 8), (5, 8), (0, 2000), (2**64 - 2000, 2**64)]
        windows += [(start, start + 3000) for start in (dice.randrange(10**k) for k in (3, 9, 18))]
        for start, stop in windows:
            primes = slow_primes.primes(start, stop)
            for options, members in ((PRIMES, primes), (TWINS, twin_members(primes))):
                with self.subTest(start=start, stop=stop, options=options, seed=seed):
                    exact = sum((Fraction(1, n) for n in members), Fraction(0))
                    _, result, _ = self.answers(start, stop, *options)
                    low, error = Fraction(result["sum"]), Fraction(result["error"])
                    self.assertLessEqual(low, exact)
                    self.assertLessEqual(exact, low + error)
                    self.assertLessEqual(error, Fraction(2, 10**30))
                    self.assertEqual("brun_extrapolated" in result,
                                     options is TWINS and start <= 3 and stop >= 6)

    def test_tables(self):
        _, result, text = self.answers("0", "1e6", *TWINS, "--by", "30000")
        rows = list(csv.DictReader(text.splitlines()))
        self.assertEqual(list(rows[0]), ["start", "stop", "sum", "sum_cumulative",
                                         "error_cumulative", "brun"])
        self.assertEqual((len(rows), result["rows"]), (34, "34"))
        for row in (rows[0], rows[7], rows[-1]):
            _, own, _ = self.answers(row["start"], row["stop"], *TWINS)
            _, whole, _ = self.answers("0", row["stop"], *TWINS)
            self.assertEqual(row["sum"], own["sum"])
            self.assertEqual(row["sum_cumulative"], whole["sum"])
            self.assertEqual(row["error_cumulative"], whole["error"])
            self.assertEqual(row["brun"], whole["brun_extrapolated"])
        _, result, text = self.answers("0", "1e5", "--power", "2", "--by", "1e4")
        rows = list(csv.DictReader(text.splitlines()))
        primes = slow_primes.primes(0, 10**5)
        for row in rows:
            self.assertEqual(int(row["sum_cumulative"]),
                             sum(p * p for p in primes if p < int(row["stop"])))
            self.assertEqual(int(row["sum"]), sum(p * p for p in primes
                                                  if int(row["start"]) <= p < int(row["stop"])))

    def test_same_bits_at_every_layout(self):
        for question in (
            ("0", "1e6", *PRIMES),
            ("0", "2e7", *TWINS),
            ("1e12", "+1e8", *TWINS),
            ("0", "2e7", *TWINS, "--by", "1234567"),
            ("3", "6", *TWINS),
        ):
            first = self.answers(*question)
            for ranks, threads in LAYOUTS:
                with self.subTest(question=question, ranks=ranks, threads=threads):
                    self.assertEqual(self.answers(*question, "--threads", threads, ranks=ranks),
                                     first)

    def test_shards_merge(self):
        for options in (PRIMES, TWINS):
            expected = primerank.run("sum", "0", "1e7", *options, "-q").out
            with tempfile.TemporaryDirectory() as folder:
                journals = [os.path.join(folder, f"{i}.journal") for i in range(3)]
                for i, journal in enumerate(journals):
                    done = primerank.run("sum", "0", "1e7", *options, "--shard", f"{i}/3",
                                         "--journal", journal, "-q")
                    self.assertEqual(done.code, 0, done.err)
                merged = primerank.run("merge", *journals, "-q")
                self.assertEqual((merged.code, merged.out), (0, expected), merged.err)

    def test_text_for_people(self):
        done = primerank.run("sum", "0", "100", *TWINS)
        self.assertEqual(done.code, 0, done.err)
        for words in ("1.330990365719086757017", "error", "brun_extrapolated"):
            self.assertIn(words, done.out)

    def test_refusals(self):
        for arguments, words in (
            (("--of", "twins", "--power", "2"), "--of twins goes with --power -1 alone"),
            (("--of", "integers", "--power", "-1"), "--power -1 goes with --of primes"),
            (("--of", "integers", "--by", "5"), "--by goes with --of primes"),
            (("--power", "-2"), "--power is '-2'; legal are -1 and 0 to 8"),
            (("--power", "-1", "--by", "0"), "--by is 0"),
        ):
            done = primerank.run("sum", "0", "100", *arguments)
            self.assertEqual((done.code, done.out), (2, ""), arguments)
            self.assertEqual(len(done.err.splitlines()), 1, done.err)
            self.assertIn(words, done.err)


if __name__ == "__main__":
    primerank.main()

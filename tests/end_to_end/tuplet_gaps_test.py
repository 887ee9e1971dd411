"""Gaps between tuplets: published records, independent slow answers, every layout."""

import csv
import itertools
import json
import os
import random
import tempfile
import unittest

import primerank
import slow_primes

LAYOUTS = [(None, 1), (None, 2), *itertools.product(primerank.RANKS, (1, 2))]
TUPLETS = {
    "twins": ["0,2"],
    "triplets": ["0,2,6", "0,4,6"],
    "quadruplets": ["0,2,6,8"],
    "quintuplets": ["0,2,6,8,12", "0,4,6,10,12"],
    "sextuplets": ["0,4,6,10,12,16"],
}
WIDE = "0,30,210,420,990"
# Records between twins, OEIS A113274 and, after which primes, A113275; between triplets 0,2,6 and
# 0,4,6, A201598 and A201596; between quadruplets, A113404.
TWINS = {
    2: 3, 6: 5, 12: 17, 18: 41, 30: 71, 36: 311, 72: 347, 150: 659, 168: 2381, 210: 5879,
    282: 13397, 372: 18539, 498: 24419, 630: 62297, 924: 187907, 930: 687521, 1008: 688451,
    1452: 850349, 1512: 2868959, 1530: 4869911, 1722: 9923987, 1902: 14656517, 2190: 17382479,
    2256: 30752231, 2832: 32822369, 2868: 96894041, 3012: 136283429, 3102: 234966929,
    3180: 248641037, 3480: 255949949, 3804: 390817727, 4770: 698542487,
}
RECORDS = {
    ("--pattern", "0,2,6"): [
        6, 24, 60, 84, 114, 180, 210, 264, 390, 564, 630, 1050, 1200, 1530, 2016, 2844, 3426, 3756,
        3864, 3936, 4074, 4110, 6090, 8250, 9240, 9270, 10344, 10506, 10734, 10920, 12930, 15204,
        20190, 20286, 21216, 25746, 34920, 38820],
    ("--pattern", "0,4,6"): [
        6, 24, 30, 90, 150, 156, 210, 240, 306, 366, 384, 444, 810, 834, 1086, 1200, 1326, 2316,
        3876, 4230, 4350, 8244, 8880, 9450, 10686, 10950, 11784, 12816, 13554, 15504, 15576, 16254,
        16506, 16596, 19446, 19944, 21516, 38340],
    ("--of", "quadruplets"): [
        6, 90, 630, 660, 1170, 2190, 3780, 6420, 8940, 9030, 13260, 16470, 24150, 28800, 29610,
        39990, 56580, 56910, 71610, 83460, 94530, 114450, 157830, 159060, 171180, 177360, 190500,
        197910, 268050, 315840, 395520],
}


def slow_members(start, stop, patterns):
    primes = slow_primes.primes(start, stop)
    known = set(primes)
    shapes = [[int(offset) for offset in pattern.split(",")] for pattern in patterns]
    return [p for p in primes
            if any(all(p + offset in known for offset in shape) for shape in shapes)]


def slow_gaps(members):
    return [(after - before, before) for before, after in zip(members, members[1:])]


def maximal(gaps):
    longest = 0
    for gap, lower in gaps:
        if gap > longest:
            longest = gap
            yield gap, lower


class TupletGaps(unittest.TestCase):
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

    def test_published_records(self):
        self.assertEqual(self.pairs("0", "1e9", "--of", "twins"), list(TWINS.items()))
        for kind, records in RECORDS.items():
            self.assertEqual([gap for gap, _ in self.pairs("0", "1e9", *kind)], records, kind)

    def test_windows_against_slow_answers(self):
        kinds = {("--of", name): patterns for name, patterns in TUPLETS.items()}
        kinds.update({("--pattern", pattern): [pattern]
                      for pattern in ("0,6", "0,4,10", "0,12", "0,996", WIDE)})
        seed = random.randrange(10**9)
        windows = [(0, 0), (0, 5), (0, 6), (0, 8), (3, 14), (4, 25), (0, 30_000)]
        windows += [(2**64 - 9_000, 2**64)]
        for magnitude in (10**4, 10**7, 10**12, 10**18):
            start = random.Random(seed).randrange(magnitude)
            windows.append((start, start + 9_000))
        for (start, stop), (kind, patterns) in itertools.product(windows, kinds.items()):
            with self.subTest(start=start, stop=stop, kind=kind, seed=seed):
                expected = slow_gaps(slow_members(start, stop, patterns))
                self.assertEqual(self.pairs(start, stop, *kind, "--min", "1"), expected)

    def test_tables(self):
        members = slow_members(0, 60_000, TUPLETS["triplets"])
        expected = slow_gaps(members)
        counts, first = {}, {}
        for gap, lower in expected:
            counts[gap] = counts.get(gap, 0) + 1
            first.setdefault(gap, lower)
        out, result, text = self.tables("0", "60000", "--of", "triplets", "--histogram", "--min",
                                        "900")
        rows = list(csv.DictReader(text.splitlines()))

        def of_kind(kind, column):
            return [(int(row["gap"]), int(row[column])) for row in rows if row["kind"] == kind]

        self.assertEqual(of_kind("maximal", "prime"), list(maximal(expected)))
        self.assertEqual(of_kind("first", "prime"), sorted(first.items()))
        self.assertEqual(of_kind("histogram", "count"), sorted(counts.items()))
        self.assertEqual(of_kind("listed", "prime"), [pair for pair in expected if pair[0] >= 900])
        self.assertEqual(result["triplets"], str(len(members)))
        self.assertEqual((result["first_prime"], result["last_prime"]),
                         (str(members[0]), str(members[-1])))
        self.assertEqual([(row["gap"], int(row["count"])) for row in result["histogram"]],
                         sorted(counts.items()))
        self.assertIn(f"{len(counts)} lengths occur; the longest is {max(counts)}\n", out)

    def test_merit_is_gap_over_mean_gap(self):
        _, result, _ = self.tables("0", "1e8", "--of", "twins", "--histogram")
        mean = sum(row["gap"] * int(row["count"]) for row in result["histogram"]) / (
            int(result["twins"]) - 1)
        longest = result["maximal"][-1]
        self.assertAlmostEqual(longest["gap"] / mean / longest["merit"], 1, delta=0.15)

    def test_too_few(self):
        out, result, _ = self.tables("0", "5", "--of", "twins")
        self.assertIn("no twins, so no gaps", out)
        self.assertEqual((result["twins"], result["first_prime"]), ("0", None))
        out, result, _ = self.tables("3", "10", "--pattern", "0,4")
        self.assertIn("not two constellations, so no gaps", out)
        self.assertEqual((result["constellations"], result["last_prime"]), ("1", "3"))

    def test_of_primes_is_what_gaps_does_anyway(self):
        question = ("100", "1e5", "--histogram")
        self.assertEqual(self.tables(*question, "--of", "primes")[1:], self.tables(*question)[1:])

    def test_same_bits_at_every_layout(self):
        for question in (
            ("0", "1e5", "--of", "twins", "--histogram", "--min", "400"),
            ("1e12", "+2e8", "--of", "quintuplets"),
            ("2^64-1e7", "2^64", "--pattern", WIDE, "--histogram"),
        ):
            first = self.tables(*question)[1:]
            for ranks, threads in LAYOUTS:
                with self.subTest(question=question, ranks=ranks, threads=threads):
                    again = self.tables(*question, "--threads", threads, ranks=ranks)[1:]
                    self.assertEqual(again, first)

    def test_shards_merge(self):
        for kind in (("--of", "triplets"), ("--pattern", WIDE)):
            question = ("gaps", "17", "1e7", *kind, "--min", "30000")
            expected = primerank.run(*question, "-q")
            with tempfile.TemporaryDirectory() as folder:
                journals = [os.path.join(folder, str(i)) for i in range(3)]
                for i, journal in enumerate(journals):
                    done = primerank.run(*question, "--shard", f"{i}/3", "--journal", journal,
                                         "--audit", "100")
                    self.assertEqual(done.code, 0, done.err)
                merged = primerank.run("merge", *journals, "-q")
                self.assertEqual((merged.code, merged.out), (0, expected.out), merged.err)
                status = primerank.run("status", journals[0])
                self.assertIn(f"{kind[0][2:]:<10}{kind[1]}\n", status.out)

    def test_continues_from_a_journal(self):
        question = ("gaps", "1e12", "+2e10", "--of", "twins", "--histogram")
        with tempfile.TemporaryDirectory() as folder:
            expected = primerank.run(*question, "-q")
            journal = os.path.join(folder, "journal")
            primerank.run_and_kill(*question, journal=journal)
            done = primerank.run(*question, "-q", "--journal", journal)
            self.assertEqual((done.code, done.out), (0, expected.out), done.err)
            other = primerank.run(*question[:3], "--histogram", "--journal", journal)
            self.assertEqual(other.code, 3, other.err)

    def test_a_list_is_written_as_it_is_found(self):
        question = ("gaps", "1e12", "+2e8", "--of", "twins", "--min", "500", "--histogram")
        _, _, kept = self.tables(*question[1:])
        with tempfile.TemporaryDirectory() as folder:
            path, journal = (os.path.join(folder, name) for name in ("csv", "journal"))
            line = (*question, "--csv", path, "--journal", journal)
            self.assertEqual(primerank.run(*line, "--deadline", "0.01").code, 75)
            done = primerank.run(*line, ranks=2)
            self.assertEqual(done.code, 0, done.err)
            self.assertIn(", in the CSV\n", done.out)
            with open(path, encoding="utf-8") as file:
                self.assertEqual(file.read(), kept)

    def test_refusals(self):
        for arguments, words in (
            (("--of", "twins,triplets"), "--of is 'twins,triplets'; gaps are between tuplets of"),
            (("--of", "pairs"), "'pairs'"),
            (("--of", "twins", "--pattern", "0,2"), "--of and --pattern exclude each other"),
            (("--pattern", "0"), "--pattern is 0, which is every prime"),
            (("--pattern", "0,2,4"), "not admissible"),
        ):
            done = primerank.run("gaps", "0", "100", *arguments)
            self.assertEqual((done.code, done.out), (2, ""), arguments)
            self.assertEqual(len(done.err.splitlines()), 1, done.err)
            self.assertIn(words, done.err)


if __name__ == "__main__":
    primerank.main()

"""--method pattern: the same bytes as by enumeration, from count, list and gaps; published counts;
every layout, audits, journals that are killed, shards."""

import csv
import itertools
import json
import os
import random
import subprocess
import tempfile
import unittest

import primerank

LAYOUTS = [(None, 1), (None, 2), *itertools.product(primerank.RANKS, (1, 2))]
TUPLETS = ["twins", "triplets", "quadruplets", "quintuplets", "sextuplets", "septuplets",
           "octuplets", "nonuplets", "decuplets"]
TABLE = os.path.join(os.path.dirname(__file__), "..", "data", "constellations.csv")


def table():
    """The table that scripts/tables makes, by what is counted and below what."""
    with open(TABLE, encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("#")]
    return {(row["tuplets"], int(float(row["below"]))): row for row in csv.DictReader(lines)}


def succeed(test, *arguments, ranks=None, **options):
    done = primerank.run(*arguments, ranks=ranks, **options)
    test.assertEqual(done.code, 0, done.err)
    return done.out


class Constellations(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def content(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def same_by_both(self, *arguments):
        by = [succeed(self, *arguments, "-q", "--method", method)
              for method in ("pattern", "enumerate")]
        self.assertEqual(by[0], by[1])
        return by[0]

    def test_the_table(self):
        rows = table()
        for below in (10**8, 10**12):
            patterns = [name for name, bound in rows
                        if bound == below and name.startswith("pattern")]
            tuplets = [name for name in TUPLETS[5:] if name != "sextuplets"]
            options = [word for name in patterns
                       for word in ("--pattern", name.partition("_")[2].replace("_", ","))]
            counted = succeed(self, "count", 0, below, "--of", ",".join(tuplets), *options, "-q")
            self.assertEqual([int(count) for count in counted.split()],
                             [int(rows[name, below]["count"]) for name in tuplets + patterns])
        self.assertEqual(succeed(self, "count", 0, 10**12, "--of", "sextuplets", "-q").strip(),
                         rows["sextuplets", 10**12]["count"])

    def test_the_table_is_made_by_its_script(self):
        script = os.path.join(os.path.dirname(__file__), "..", "..", "scripts", "tables")
        made = subprocess.run([script, self.folder, "--program", primerank.BINARY, "--audit", "50",
                               "octuplets:9"], check=True, capture_output=True, text=True).stdout
        rows = table()
        for row in csv.DictReader(made.splitlines()):
            self.assertEqual(row["count"],
                             rows[row["tuplets"], int(float(row["below"]))]["count"])
        self.assertEqual(len(made.splitlines()), 1 + 4 * 4)

    def test_counts_as_enumeration_does(self):
        seed = random.randrange(10**9)
        generator = random.Random(seed)
        windows = [(0, 0), (0, 12), (5, 8), (3, 10_000), (2**64 - 3_000_000, 2**64)]
        for magnitude in (10**7, 10**11, 2**50, 10**18):
            start = generator.randrange(magnitude)
            windows.append((start, start + generator.randrange(30_000_000)))
        for start, stop in windows:
            with self.subTest(start=start, stop=stop, seed=seed):
                self.same_by_both("count", start, stop, "--of", ",".join(TUPLETS),
                                  "--pattern", "0,30,210,420,990", "--pattern", "0,6")

    def test_rows_as_enumeration_writes_them(self):
        for start, stop, step in ((3, 2000, 7), (1, 10**7, 333_333),
                                  (2**64 - 2_000_000, 2**64, 99_991)):
            with self.subTest(start=start):
                rows = self.same_by_both("count", start, stop, "--by", step, "--of", "triplets",
                                         "--pattern", "0,30,210,420,990")
                self.assertGreater(len(rows.splitlines()), 10)

    def test_lists_as_enumeration_does(self):
        for form in ("text", "u64", "compact", "bfile"):
            for start, width in ((0, 3_000_000), (10**18, 10**7)):
                for method in ("pattern", "enumerate"):
                    succeed(self, "list", start, f"+{width}", "--pattern", "0,2,6", "--format", form,
                            "--method", method, "--output", self.path(method))
                self.assertEqual(self.content("pattern"), self.content("enumerate"))

    def test_gaps_as_enumeration_finds_them(self):
        for arguments in (("0", 10**8, "--of", "triplets"), ("7", 10**8, "--pattern", "0,12,30"),
                          (10**12, "+1e8", "--of", "quadruplets")):
            for further in (("--histogram",), ("--min", 20_000)):
                files = []
                for method in ("pattern", "enumerate"):
                    succeed(self, "gaps", *arguments, *further, "--method", method,
                            "--csv", self.path(method), "-q")
                    files.append(self.content(method))
                self.assertEqual(files[0], files[1])

    def test_every_layout(self):
        results = set()
        for ranks, threads in LAYOUTS:
            out = succeed(self, "count", "1e15", "+3e10", "--of", "quadruplets,quintuplets", "-q",
                          "--threads", threads, "--audit", 50, ranks=ranks)
            results.add(out)
        self.assertEqual(len(results), 1)

    def test_auto_takes_the_cheaper(self):
        def method(*arguments):
            succeed(self, *arguments, "--json", self.path("result"))
            with open(self.path("result"), encoding="utf-8") as file:
                return json.load(file)["question"]["method"]

        self.assertEqual(method("count", 0, 10**10, "--of", "sextuplets"), "pattern")
        self.assertEqual(method("count", 0, 10**10, "--of", "quadruplets", "--by", 10**9),
                         "pattern")
        self.assertEqual(method("count", 0, 10**8, "--of", "primes,sextuplets"), "enumerate")
        self.assertEqual(method("count", 0, 10**9, "--of", "twins"), "enumerate")
        self.assertEqual(method("gaps", 0, 10**9, "--of", "quintuplets"), "pattern")
        self.assertEqual(method("gaps", 0, 10**7), "enumerate")
        forecast = succeed(self, "count", 0, 10**15, "--of", "octuplets", "--dry-run")
        self.assertRegex(forecast, r"(?m)^method +pattern$")

    def test_what_cannot_be_sieved_for_is_refused(self):
        for arguments in (("count", 0, 100), ("count", 0, 100, "--of", "primes,twins"),
                          ("count", 0, 100, "--pattern", "0"), ("gaps", 0, 100),
                          ("list", 0, 100, "--output", "-"), ("sum", 0, 100),
                          ("residues", 0, 100, "--modulus", 4)):
            done = primerank.run(*arguments, "--method", "pattern")
            self.assertEqual(done.code, 2, arguments)
            self.assertEqual(len(done.err.splitlines()), 1, done.err)
            self.assertIn("--method pattern", done.err)

    def test_shards_are_merged(self):
        question = ("count", "1e9", "+2e9", "--of", "quadruplets", "--pattern", "0,990")
        whole = succeed(self, *question, "-q", "--method", "pattern")
        for shard in range(3):
            succeed(self, *question, "--method", "pattern", "--shard", f"{shard}/3",
                    "--journal", self.path(f"part{shard}"))
        parts = [self.path(f"part{shard}") for shard in range(3)]
        self.assertEqual(succeed(self, "merge", *parts, "-q"), whole)

    def test_shards_of_gaps_are_merged(self):
        question = ("gaps", "1e9", "+1e9", "--of", "triplets", "--method", "pattern")
        whole = succeed(self, *question, "-q")
        for shard in range(3):
            succeed(self, *question, "--shard", f"{shard}/3",
                    "--journal", self.path(f"part{shard}"))
        parts = [self.path(f"part{shard}") for shard in range(3)]
        self.assertEqual(succeed(self, "merge", *parts, "-q"), whole)

    def test_a_killed_count_continues(self):
        question = ("count", "1e12", "+2e12", "--of", "quadruplets", "--method", "pattern",
                    "--journal", self.path("journal"), "--threads", "1", "-q")
        for _ in range(5):
            primerank.run_and_kill_after(0.7, *question)
        whole = succeed(self, *question)
        self.assertEqual(whole, succeed(self, *question))  # from the journal alone
        again = succeed(self, "count", "1e12", "+2e12", "--of", "quadruplets", "-q",
                        "--threads", 2)
        self.assertEqual(whole, again)


if __name__ == "__main__":
    primerank.main()

"""gaps --method jump: the gaps of enumeration, at every layout, in shards, killed, audited."""

import csv
import json
import os
import tempfile
import unittest

import primerank

WINDOWS = [("0", "3e7", 200), ("1e12", "+3e7", 250), ("1e18", "+2e8", 400), ("1e20", "+3e6", 250),
           ("18446744073708551616", "18446744073710551616", 250)]


def pairs(out):
    return [tuple(map(int, line.split())) for line in out.splitlines()]


class Jump(unittest.TestCase):
    def ask(self, *arguments, ranks=None):
        done = primerank.run("gaps", *arguments, ranks=ranks)
        self.assertEqual(done.code, 0, (arguments, done.err))
        return done.out

    def test_finds_what_enumeration_finds(self):
        for start, stop, least in WINDOWS:
            with self.subTest(start=start):
                asked = (start, stop, "--min", least, "-q")
                expected = self.ask(*asked, "--method", "enumerate")
                self.assertGreater(len(pairs(expected)), 0)
                for ranks, threads in ((None, 1), (None, 2), (3, 1), (2, 2)):
                    out = self.ask(*asked, "--method", "jump", "--threads", threads, ranks=ranks)
                    self.assertEqual(out, expected)

    def test_files(self):
        asked = ("1e18", "+2e8", "--min", "400", "--method")
        with tempfile.TemporaryDirectory() as folder:
            rows, answers = {}, {}
            for method in ("enumerate", "jump"):
                table, document = (os.path.join(folder, f"{method}.{kind}")
                                   for kind in ("csv", "json"))
                self.ask(*asked, method, "--csv", table, ranks=2)
                self.ask(*asked, method, "-q", "--json", document)
                with open(table, encoding="utf-8") as file:
                    rows[method] = list(csv.DictReader(file))
                with open(document, encoding="utf-8") as file:
                    answers[method] = json.load(file)
        listed = [row for row in rows["enumerate"] if row["kind"] == "listed"]
        first = [row for row in rows["enumerate"]
                 if row["kind"] == "first" and int(row["gap"]) >= 400]
        self.assertEqual([r for r in rows["jump"] if r["kind"] == "listed"], listed)
        self.assertEqual([r for r in rows["jump"] if r["kind"] == "first"], first)
        jump, enumerated = (answers[method]["result"] for method in ("jump", "enumerate"))
        self.assertEqual(jump["listed"], enumerated["listed"])
        self.assertEqual(jump["gaps"], str(len(listed)))
        self.assertEqual(answers["jump"]["question"]["method"], "jump")
        self.assertEqual(jump["maximal"], [gap for gap in enumerated["maximal"]
                                           if gap["gap"] >= 400])

    def test_shards(self):
        asked = ("1e20", "+5e6", "--min", "250", "--method", "jump", "-q")
        whole = self.ask(*asked)
        with tempfile.TemporaryDirectory() as folder:
            journals = [os.path.join(folder, str(i)) for i in range(3)]
            for i, journal in enumerate(journals):
                self.ask(*asked, "--shard", f"{i}/3", "--journal", journal,
                         ranks=2 if i == 1 else None)
            done = primerank.run("merge", *journals, "-q")
            self.assertEqual((done.code, done.out), (0, whole), done.err)

    def test_killed_continued_and_audited(self):
        asked = ("1e18", "+8e9", "--min", "500", "--method", "jump", "-q")
        whole = self.ask(*asked)
        with tempfile.TemporaryDirectory() as folder:
            journal = os.path.join(folder, "gaps.journal")
            files = ("--csv", os.path.join(folder, "gaps.csv"))
            primerank.run_and_kill("gaps", *asked, *files, journal=journal)
            out = self.ask(*asked, *files, "--journal", journal, "--audit", "30", ranks=2)
            self.assertEqual(out, whole)

    def test_chosen_where_no_other_gaps_are_asked_for(self):
        for arguments, method in ((("1e18", "+1e10", "--min", "1000", "-q"), "jump"),
                                  (("1e18", "+1e10", "--min", "1000"), "enumerate"),
                                  (("1e18", "+1e10", "--min", "300", "-q"), "enumerate"),
                                  (("1e20", "+1000", "--min", "300"), "jump"),
                                  (("1e20", "+1e7", "--min", "1000"), "jump"),
                                  (("1e20", "+1e10", "--min", "1000"), "enumerate"),
                                  (("1e22", "+1e11", "--min", "1400"), "jump"),
                                  (("1e20", "+1e10"), "enumerate"),
                                  (("1e20", "+1e10", "--min", "100"), "enumerate")):
            out = self.ask(*arguments, "--dry-run")
            self.assertRegex(out, rf'"?method"?.*{method}', arguments)

    def test_refusals(self):
        for arguments, words in ((("--min", "100"), "takes --min 200 and more"), ((), "--min"),
                                 (("--min", "300", "--histogram"), "--histogram enumerates"),
                                 (("--min", "300", "--of", "twins"), "between primes alone")):
            done = primerank.run("gaps", "0", "1e6", "--method", "jump", *arguments)
            self.assertEqual(done.code, 2)
            self.assertIn(words, done.err)
            self.assertEqual(done.err.count("\n"), 1)


if __name__ == "__main__":
    primerank.main()

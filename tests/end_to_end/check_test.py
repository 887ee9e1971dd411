"""The check by pi: who meets all primes of an interval compares their number with two values of pi,
and a wrong one is an error whatever was asked."""

import json
import os
import tempfile
import unittest

import primerank

INTERVAL = ("1e9", "+3e7")
PRIMES = 1446784  # what primesieve counts
LINE = f"check: pi(stop - 1) - pi(start - 1) = {PRIMES:,}, as many primes as were met"
ENUMERATE = ("--method", "enumerate")
QUESTIONS = (
    ("count", *INTERVAL, *ENUMERATE),
    ("count", *INTERVAL, "--of", "twins,quadruplets", *ENUMERATE),
    ("count", *INTERVAL, "--of", "septuplets", "--pattern", "0,4", *ENUMERATE),
    ("count", *INTERVAL, "--by", "1e6", *ENUMERATE),
    ("count", *INTERVAL, "--by", "1e6", "--of", "twins", *ENUMERATE),
    ("gaps", *INTERVAL, "--histogram"),
    ("gaps", *INTERVAL, "--min", "100"),
    ("residues", *INTERVAL, "--modulus", "4"),
    ("residues", *INTERVAL, "--modulus", "10", "--race", "3,1"),
    ("sum", *INTERVAL, "--power", "2"),
    ("sum", *INTERVAL, "--by", "1e7"),
    ("sum", *INTERVAL, "--power", "-1"),
    ("sum", *INTERVAL, "--power", "-1", "--of", "twins"),
)


class Checks(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, name):
        return os.path.join(self.folder.name, name)

    def test_every_command(self):
        path = self.file("result.json")
        for question in (*QUESTIONS, ("list", *INTERVAL, "--output", self.file("list"))):
            for ranks in (None, 3):
                with self.subTest(question=question, ranks=ranks):
                    done = primerank.run(*question, "--check", "pi", "--json", path, ranks=ranks)
                    self.assertEqual(done.code, 0, done.err)
                    self.assertIn(LINE, done.out.splitlines())
                    with open(path, encoding="utf-8") as file:
                        self.assertEqual(json.load(file)["check"],
                                         {"by": "pi", "primes": str(PRIMES)})

    def test_small_and_empty_intervals(self):
        for interval, primes in ((("0", "100"), 25), (("2", "3"), 1), (("0", "6"), 3),
                                 (("24", "29"), 0)):
            done = primerank.run("count", *interval, *ENUMERATE, "--check", "pi")
            self.assertEqual(done.code, 0, done.err)
            self.assertIn(f"= {primes}, as many primes", done.out)
        done = primerank.run("count", "7", "7", "--check", "pi")
        self.assertEqual(done.code, 0, done.err)

    def test_where_it_costs_nothing_it_is_not_asked_for(self):
        cheap = ("count", "0", "2e9", "--of", "twins", *ENUMERATE)
        self.assertIn("check: pi(stop", primerank.run(*cheap).out)
        self.assertNotIn("check: pi(stop", primerank.run(*cheap, "--check", "none").out)
        self.assertNotIn("check: pi(stop", primerank.run("count", "1e15", "+1e7").out)
        self.assertIn("check     all primes", primerank.run(*cheap, "--dry-run").out)

    def test_who_does_not_meet_all_primes(self):
        for question in (
            ("count", *INTERVAL, "--of", "sextuplets", "--method", "pattern"),
            ("gaps", *INTERVAL, "--of", "sextuplets", "--method", "pattern"),
            ("gaps", "1e12", "+1e9", "--min", "200", "--method", "jump"),
            ("sum", *INTERVAL, "--of", "integers"),
            ("list", *INTERVAL, "--pattern", "0,2", "--output", self.file("twins")),
            ("count", *INTERVAL, "--method", "combinatorial"),
        ):
            with self.subTest(question=question):
                done = primerank.run(*question, "--check", "pi")
                self.assertEqual((done.code, done.out), (2, ""), done.err)
                self.assertEqual(len(done.err.splitlines()), 1, done.err)
                self.assertIn("--check pi", done.err)

    def test_a_wrong_number_is_an_error(self):
        for question in (("count", *INTERVAL, *ENUMERATE), ("gaps", *INTERVAL),
                         ("count", *INTERVAL, "--of", "twins", *ENUMERATE)):
            path = self.file("wrong.journal")
            for ranks in (None, 2):
                found = primerank.run_faulty(*question, "--check", "pi", "--journal", path,
                                             fault="count", rank=0, ranks=ranks)
                self.assertEqual((found.code, found.out), (5, ""), found.err)
                self.assertRegex(found.err, "check by pi: 1,446,78[35] primes were met .* and there "
                                            "are 1,446,784")
                self.assertEqual(len(found.err.splitlines()), 1, found.err)
                again = primerank.run(*question, "--check", "pi", "--journal", path)
                self.assertEqual(again.code, 5, again.err)  # what is recorded is wrong
                os.remove(path)

    def test_a_journal_knows_that_it_was_checked(self):
        parts = [self.file(f"{i}.journal") for i in range(3)]
        for i, path in enumerate(parts):
            shard = ("gaps", *INTERVAL, "--shard", f"{i}/3", "--journal", path)
            self.assertEqual(primerank.run(*shard, "--check", "none").code, 0)
            self.assertNotIn("checked", primerank.run("status", path).out)
            self.assertEqual(primerank.run(*shard, "--check", "pi").code, 0)
            self.assertIn("checked   its number of primes", primerank.run("status", path).out)
            self.assertIn("check: pi", primerank.run(*shard, "--check", "pi", ranks=2).out)
        self.assertIn(LINE, primerank.run("merge", *parts).out)

    def test_bad_word(self):
        done = primerank.run("count", *INTERVAL, "--check", "twice")
        self.assertEqual((done.code, done.out), (2, ""))
        self.assertIn("--check is 'twice'", done.err)


if __name__ == "__main__":
    primerank.main()

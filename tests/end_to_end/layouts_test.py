"""The law from outside: -q output, CSV and the JSON's result are the same at every layout."""

import itertools
import json
import os
import tempfile
import unittest

import primerank

LAYOUTS = [(None, 1), (None, 2), *itertools.product(primerank.RANKS, (1, 2))]

QUESTIONS = [
    ("count", "0", "100000"),
    ("count", "1e12", "+3e8", "--of", "primes,twins,triplets,quadruplets,quintuplets,sextuplets"),
    ("count", "2^64-1e8", "2^64", "--of", "primes,twins"),
    ("count", "7", "2e7", "--by", "1234567", "--of", "primes,twins"),
    ("count", "3", "9"),
    ("count", "5", "5"),
    ("sum", "0", "3e8"),
    ("sum", "1e18", "+1e6", "--power", "8"),
    ("sum", "1", "1001", "--of", "integers", "--power", "2"),
]


class Layouts(unittest.TestCase):
    def answers(self, question, ranks, threads):
        with tempfile.TemporaryDirectory() as folder:
            files = {kind: os.path.join(folder, kind) for kind in ("json", "csv")}
            done = primerank.run(
                *question, "-q", "--threads", threads, "--json", files["json"],
                "--csv", files["csv"], ranks=ranks,
            )
            self.assertEqual(done.code, 0, done.err)
            with open(files["json"], encoding="utf-8") as file:
                result = json.load(file)["result"]
            with open(files["csv"], encoding="utf-8") as file:
                csv = file.read()
            return done.out, json.dumps(result), csv

    def test_same_bits(self):
        for question in QUESTIONS:
            first = self.answers(question, *LAYOUTS[0])
            for ranks, threads in LAYOUTS[1:]:
                with self.subTest(question=question, ranks=ranks, threads=threads):
                    self.assertEqual(self.answers(question, ranks, threads), first)

    def test_course_lines(self):
        done = primerank.run("count", "0", "100000", ranks=4)
        self.assertEqual(done.code, 0, done.err)
        lines = [line.split() for line in done.out.splitlines()]
        for rank, interval, primes in (
            ("0", "[0, 25000)", "2762"),
            ("1", "[25000, 50000)", "2371"),
            ("2", "[50000, 75000)", "2260"),
            ("3", "[75000, 100000)", "2199"),
            ("total", "[0, 100000)", "9592"),
        ):
            self.assertIn([rank, *interval.split(), primes], lines)


if __name__ == "__main__":
    primerank.main()

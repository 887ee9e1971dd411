"""scripts/layouts and scripts/scaling on small work: the tables are whole, the advice is one of the
layouts, and what is wrong is told in one line."""

import os
import re
import subprocess
import tempfile
import unittest

import primerank

SCRIPTS = os.path.join(os.path.dirname(__file__), "..", "..", "scripts")


def run(name, *arguments):
    return subprocess.run(
        [os.path.join(SCRIPTS, name), "--program", primerank.BINARY, *arguments],
        capture_output=True, text=True, check=False, timeout=300)


def rows(table):
    """The lines that begin with two numbers, as words."""
    return [line.split() for line in table.splitlines() if re.match(r" *\d+ +[\d.]+ ", line)]


class Measuring(unittest.TestCase):
    def test_layouts(self):
        with tempfile.TemporaryDirectory() as folder:
            picture = os.path.join(folder, "layouts.svg")
            done = run("layouts", "--processors", "4", "--repeat", "1", "--plot", picture,
                       "count", "0", "1e8", "--of", "primes,twins")
            self.assertEqual(done.returncode, 0, done.stderr)
            table = rows(done.stdout)
            self.assertEqual([row[:2] for row in table],
                             [["1", "1"], ["1", "4"], ["2", "2"], ["4", "1"]])
            self.assertEqual(table[0][4], "100.0%")
            for row in table:
                self.assertGreater(int(row[5]), 0, "memory")
            self.assertRegex(done.stdout,
                             r"(?m)^Take (1 rank x 4|2 ranks x 2|4 ranks x 1) thread.*\.$")
            with open(picture, encoding="utf-8") as file:
                svg = file.read()
            for words in ("primerank count 0 1e8", "ranks x threads", "memory of all ranks, MB"):
                self.assertIn(words, svg)

    def test_a_long_result(self):
        """Longer than what a pipe holds."""
        with tempfile.TemporaryDirectory() as folder:
            done = run("layouts", "--processors", "1", "--repeat", "1", "--plot",
                       os.path.join(folder, "layouts.svg"), "residues", "0", "1e7", "--modulus",
                       "100000")
            self.assertEqual((done.returncode, len(rows(done.stdout))), (0, 1), done.stderr)

    def test_scaling(self):
        with tempfile.TemporaryDirectory() as folder:
            picture = os.path.join(folder, "scaling.svg")
            done = run("scaling", "--ranks", "3", "--plot", picture, "1e9", "+3e7", "--of", "twins")
            self.assertEqual(done.returncode, 0, done.stderr)
            table = rows(done.stdout)
            self.assertEqual([row[0] for row in table], ["1", "2", "3"])
            self.assertEqual((table[0][2], table[0][3], table[0][6]), ("1.00", "100.0%", "100.0%"))
            self.assertEqual({row[5] for row in table}, {"1.0e+07"})
            with open(picture, encoding="utf-8") as file:
                self.assertIn("weak: as many integers a rank", file.read())

    def test_a_launcher_of_ones_own(self):
        with tempfile.TemporaryDirectory() as folder:
            launcher = os.path.join(folder, "launch")
            with open(launcher, "w", encoding="utf-8") as file:
                file.write('#!/bin/sh\n[ "$1 $2" = "-n 1" ] || exit 9\nshift 2\nexec "$@"\n')
            os.chmod(launcher, 0o755)
            done = run("scaling", "--launcher", launcher, "--ranks", "1", "0", "1e6")
            self.assertEqual((done.returncode, len(rows(done.stdout))), (0, 1), done.stderr)
            self.assertEqual(run("scaling", "--launcher", launcher, "--ranks", "2", "0",
                                 "1e6").returncode, 9)

    def test_refusals(self):
        for line, words in (
            (("layouts",), "a command is missing"),
            (("layouts", "count", "0", "10", "--threads", "2"), "--threads is not for you"),
            (("layouts", "--repeat", "0", "count", "0", "10"), "'0' is not a whole number above 0"),
            (("layouts", "--plot", "x.pdf", "count", "0", "10"), "does not end in .png or .svg"),
            (("layouts", "count", "10", "5"), "reversed"),
            (("scaling", "0"), "STOP"),
            (("scaling", "7", "7"), "[7, 7) is an empty interval"),
            (("scaling", "0", "1e6", "--json=x"), "--json is not for you"),
        ):
            with self.subTest(line=line):
                done = run(*line)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(words, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1, done.stderr)


if __name__ == "__main__":
    primerank.main()

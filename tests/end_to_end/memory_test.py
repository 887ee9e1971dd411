"""Memory: what --dry-run foresees of a rank is what it comes to take."""

import os
import re
import sys
import tempfile
import unittest

import primerank

PEAK = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peak.py")
FULL = int(os.environ.get("PRIMERANK_TEST_SCALE", "1")) > 1

# Questions by three sizes each; FILE is one that is written.
QUESTIONS = [
    [("count", "1e18", size) for size in ("+1e6", "+1e8", "+5e8")],
    [("count", "0", size, "--by", "1000", "--csv", "FILE") for size in ("1e7", "1e8", "1e9")],
    [("count", "0", size, "--by", "100", "--of", "primes,twins", "--csv", "FILE")
     for size in ("1e6", "1e7", "1e8")],
    [("gaps", "0", size, "--min", "2", "--csv", "FILE") for size in ("1e6", "1e7", "1e8")],
    [("gaps", "0", size, "--min", "60") for size in ("1e7", "1e8", "5e8")],
    [("gaps", "0", size, "--of", "quadruplets", "--json", "FILE") for size in ("1e7", "1e8", "1e9")],
    [("residues", "0", "1e8", "--modulus", modulus) for modulus in ("10", "30030", "300000")],
    [("sum", "0", size, "--by", "1e4", "--csv", "FILE") for size in ("1e7", "1e8", "5e8")],
    [("pi", x) for x in ("1e12", "1e15", "1e17")],
]
# How much of a round waits depends on the processor: these may take less than foreseen.
LISTS = [("list", "0", size, "--output", "FILE") for size in ("1e7", "1e8", "5e8")]


class Memory(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        # What MPI takes in each rank, which no forecast is about.
        self.of_mpi = {ranks: self.peak(("count", "0", "1e6"), ranks, 1)
                       - self.peak(("count", "0", "1e6"), None, 1) for ranks in (2, 4)}
        self.of_mpi[None] = 0

    def line(self, question, threads):
        path = os.path.join(self.folder.name, "file")
        if os.path.exists(path):
            os.remove(path)
        return [path if word == "FILE" else word for word in question] + ["--threads", threads]

    def forecast(self, question, ranks, threads):
        done = primerank.run(*self.line(question, threads), "--dry-run", ranks=ranks)
        self.assertEqual(done.code, 0, done.err)
        return int(re.search(r"memory +([\d,]+) MB the largest rank", done.out)[1].replace(",", ""))

    def peak(self, question, ranks, threads):
        """The largest rank's, in MB."""
        path = os.path.join(self.folder.name, "peaks")
        program = primerank.BINARY
        primerank.BINARY = sys.executable
        try:
            done = primerank.run(PEAK, path, program, *self.line(question, threads), ranks=ranks)
        finally:
            primerank.BINARY = program
        self.assertEqual(done.code, 0, done.err)
        with open(path, encoding="utf-8") as file:
            peaks = [int(line) * 1024 / 1e6 for line in file]
        os.remove(path)
        self.assertEqual(len(peaks), ranks or 1)
        return max(peaks)

    def check(self, question, ranks, threads, may_be_less):
        with self.subTest(question=question, ranks=ranks, threads=threads):
            foreseen = self.forecast(question, ranks, threads)
            taken = self.peak(question, ranks, threads) - self.of_mpi[ranks]
            tolerance = 16 + 0.2 * taken
            self.assertLessEqual(taken - foreseen, tolerance)
            if not may_be_less:
                self.assertLessEqual(foreseen - taken, tolerance)

    def test_what_is_foreseen_is_taken(self):
        for sizes in [*QUESTIONS, LISTS]:
            for question in sizes:
                self.check(question, None, 1, sizes is LISTS)
            for ranks, threads in ((None, 2), (2, 1), *([(4, 1)] if FULL else [])):
                self.check(sizes[-1], ranks, threads, sizes is LISTS)


if __name__ == "__main__":
    primerank.main()

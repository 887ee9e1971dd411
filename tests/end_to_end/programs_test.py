"""The two programs: primerank becomes primerank-mpi where a launcher starts it, wherever both lie."""

import os
import shutil
import tempfile
import unittest

import primerank

BIN, LIBEXEC = "bin/primerank", "libexec/primerank/primerank-mpi"


class Programs(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="primerank-test-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.addCleanup(setattr, primerank, "BINARY", primerank.BINARY)

    def copy(self, source, target):
        path = os.path.join(self.folder, target)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return shutil.copy(source, path)

    def test_installed_in_two_folders(self):
        self.copy(primerank.BINARY + "-mpi", LIBEXEC)
        primerank.BINARY = self.copy(primerank.BINARY, BIN)
        for ranks in (None, 2):
            done = primerank.run("count", "0", "100", "-q", ranks=ranks)
            self.assertEqual((done.code, done.out), (0, "25\n"), done.err)
        self.assertIn("ranks", primerank.run("count", "0", "100", ranks=2).out)

    def test_without_the_other_half(self):
        primerank.BINARY = self.copy(primerank.BINARY, BIN)
        self.assertEqual(primerank.run("count", "0", "100", "-q").out, "25\n")
        done = primerank.run("count", "0", "100", ranks=3)
        self.assertEqual((done.code, done.out), (4, ""))
        self.assertEqual(len(done.err.splitlines()), 1, done.err)
        self.assertIn(os.path.join(self.folder, "bin/primerank-mpi"), done.err)

    def test_alone_it_needs_no_mpi(self):
        self.assertIn("not started", primerank.run("info").out)
        self.assertRegex(primerank.run("info", ranks=1).out, "MPI +(Open MPI|MPICH) ")


if __name__ == "__main__":
    primerank.main()

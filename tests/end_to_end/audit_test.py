"""Audits through the real binary: agreement changes nothing, and a rank whose memory loses a bit is
found and named. FAULTY_PRIMERANK is the program with such a rank (see fault.cpp)."""

import os
import re
import socket
import tempfile
import unittest

import primerank

FAULTY = os.environ.get("FAULTY_PRIMERANK", "build-ci/tests/end_to_end/faulty_primerank")
QUESTION = ("count", "1e12", "+3e9", "--of", "primes,twins")
RANKS = 3


class Audits(unittest.TestCase):
    def run_faulty(self, *arguments, rank):
        sound, primerank.BINARY = primerank.BINARY, FAULTY
        try:
            return primerank.run(*QUESTION, *arguments, ranks=RANKS,
                                 env={"PRIMERANK_TEST_FAULTY_RANK": str(rank)})
        finally:
            primerank.BINARY = sound

    def test_agreement(self):
        plain = primerank.run(*QUESTION, "-q")
        for ranks in (None, RANKS):
            done = primerank.run(*QUESTION, "-q", "--audit", "100", ranks=ranks)
            self.assertEqual((done.code, done.out), (0, plain.out), done.err)

    def test_a_faulty_rank_is_named(self):
        right = primerank.run(*QUESTION, "-q").out
        with tempfile.TemporaryDirectory() as folder:
            journal = os.path.join(folder, "run.journal")
            for rank in range(RANKS):
                unseen = self.run_faulty("-q", rank=rank)
                self.assertEqual(unseen.code, 0, unseen.err)
                self.assertNotEqual(unseen.out, right)
                seen = self.run_faulty("-q", "--audit", "100", "--journal", journal, rank=rank)
                self.assertEqual((seen.code, seen.out), (5, ""), seen.err)
                self.assertEqual(len(seen.err.splitlines()), 1, seen.err)
                told = re.search(r"chunk \[(\d+), (\d+)\) came out differently "
                                 r"on rank (\d) \((.*)\) and on rank (\d) \((.*)\);", seen.err)
                self.assertTrue(told, seen.err)
                start, stop, first, host, second, other_host = told.groups()
                self.assertTrue(10**12 <= int(start) < int(stop) <= 10**12 + 3 * 10**9)
                self.assertEqual((int(first), int(second)), (rank, (rank + 1) % RANKS))
                self.assertEqual({host, other_host}, {socket.gethostname().split(".")[0]})
                # What is in the journal is right: a sound machine goes on from there.
                done = primerank.run(*QUESTION, "-q", "--journal", journal)
                self.assertEqual((done.code, done.out), (0, right), done.err)
                os.remove(journal)


if __name__ == "__main__":
    primerank.main()

"""Audits through the real binary: agreement changes nothing, and a rank whose memory loses a bit is
found and named."""

import os
import re
import socket
import tempfile
import unittest

import primerank

QUESTION = ("count", "1e12", "+3e9", "--of", "primes,twins")
RANKS = 3


class Audits(unittest.TestCase):
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
                unseen = primerank.run_faulty(*QUESTION, "-q", "--check", "none", fault="count",
                                              ranks=RANKS, rank=rank)
                self.assertEqual(unseen.code, 0, unseen.err)
                self.assertNotEqual(unseen.out, right)
                seen = primerank.run_faulty(*QUESTION, "-q", "--audit", "100", "--journal", journal,
                                            fault="count", ranks=RANKS, rank=rank)
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

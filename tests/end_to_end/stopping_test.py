"""Signals: a campaign without a journal stops in order, says where, and returns 1."""

import signal
import subprocess
import time
import unittest

import primerank

LONG = ("count", "1e15", "+1e13", "--method", "sieve")


class Stopping(unittest.TestCase):
    def stopped_by(self, sent, ranks):
        process = subprocess.Popen(
            primerank.command(LONG, ranks),
            env=primerank.ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(3)
        process.send_signal(sent)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def test_alone(self):
        for sent in (signal.SIGUSR1, signal.SIGTERM, signal.SIGINT):
            code, out, err = self.stopped_by(sent, None)
            self.assertEqual((code, out), (1, ""), err)
            self.assertIn("stopped at", err)

    def test_under_mpirun(self):
        code, out, err = self.stopped_by(signal.SIGUSR1, 3)
        # MPICH's mpirun loses the ranks' exit code now and then when it has had a signal.
        codes = (0, 1) if primerank.launcher_is_mpich() else (1,)
        self.assertIn(code, codes, err)
        self.assertEqual(out, "")
        self.assertEqual(err.count("stopped at"), 1, err)


if __name__ == "__main__":
    primerank.main()

"""Time and memory: deadlines that suffice, tables that stop being built, rows that do not pile up."""

import filecmp
import os
import re
import signal
import subprocess
import tempfile
import time
import unittest

import primerank


def peak_bytes(*arguments):
    """Runs a command alone: its code, its output, and the most memory that it, or this process when
    it made it, had at once."""
    process = subprocess.Popen(primerank.command(arguments), stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, text=True)
    out = process.stdout.read()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, out, 1024 * usage.ru_maxrss


class Deadlines(unittest.TestCase):
    def test_what_is_left_is_compared_with_the_time_that_is_left(self):
        for arguments in (("count", 0, 1000), ("pi", "1e12"), ("list", 0, 1000, "--output", "-")):
            done = primerank.run(*arguments, "-q", "--deadline", 5)
            self.assertEqual(done.code, 0, done.err)

    def test_tables_stop_being_built_and_the_journal_is_held_before(self):
        with tempfile.TemporaryDirectory() as folder:
            journal = os.path.join(folder, "journal")
            line = ("pi", "1e23", "--threads", 2, "--journal", journal)
            process = subprocess.Popen(primerank.command(line), env=primerank.ENVIRONMENT,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, text=True)
            while not os.path.exists(journal):
                self.assertIsNone(process.poll())
                time.sleep(0.02)
            second = primerank.run(*line)
            self.assertEqual(second.code, 3, second.err)
            self.assertIn("in use", second.err)
            process.send_signal(signal.SIGUSR1)
            out, err = process.communicate(timeout=60)
            self.assertEqual((process.returncode, out), (75, ""), err)
            self.assertIn("while tables were built", err)
            late = primerank.run(*line, "--deadline", 2)
            self.assertEqual(late.code, 75, late.err)
            self.assertIn("while tables were built", late.err)


class Threads(unittest.TestCase):
    def test_more_threads_than_processors_are_told_once(self):
        for arguments in (("count", 0, "1e6"), ("pi", "1e10")):
            done = primerank.run(*arguments, "--threads", 99, "-q")
            self.assertEqual((done.code, done.err.count("more threads than")), (0, 1), done.err)


class Memory(unittest.TestCase):
    def test_rows_are_written_and_dropped(self):
        with tempfile.TemporaryDirectory() as folder:
            csv = os.path.join(folder, "rows.csv")
            line = ("count", 0, "3e8", "--by", 1000, "--csv", csv, "-q", "--threads", 1)
            forecast = primerank.run(*line, "--dry-run").out
            megabytes = int(re.search(r"memory +([\d,]+) MB the largest rank", forecast)[1])
            code, out, peak = peak_bytes(*line)
            self.assertEqual((code, out), (0, "16252325\n"))
            self.assertLess(peak, (1.15 * megabytes + 10) * 1e6)
            with open(csv, encoding="utf-8") as file:
                self.assertEqual(sum(1 for _ in file), 300_001)

    def test_a_table_that_is_cut_off_goes_on_with_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            whole, cut = (os.path.join(folder, name) for name in ("whole.csv", "cut.csv"))
            line = ("count", "1e9", "+4e9", "--by", 1000, "-q", "--csv")
            self.assertEqual(primerank.run(*line, whole).code, 0)
            for seconds in (3, 4, 5):
                primerank.run_and_kill_after(seconds, *line, cut, "--journal", folder + "/journal")
            self.assertEqual(primerank.run(*line, cut, "--journal", folder + "/journal").code, 0)
            self.assertTrue(filecmp.cmp(whole, cut, shallow=False))


class Methods(unittest.TestCase):
    def test_auto_stays_what_it_came_to(self):
        """Whatever another version's cost model would choose."""
        with tempfile.TemporaryDirectory() as folder:
            journal = os.path.join(folder, "journal")
            primerank.run("count", 0, "1e8", "--method", "combinatorial", "--journal", journal)
            again = primerank.run("count", 0, "1e8", "-q", "--journal", journal)
            self.assertEqual((again.code, again.out), (0, "5761455\n"), again.err)


if __name__ == "__main__":
    primerank.main()

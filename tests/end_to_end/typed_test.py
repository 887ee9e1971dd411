"""Numbers and options as people type them, in every command; progress as they see it."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import tempfile
import termios
import unittest

import primerank

PI_1E6 = "78498"


class Typed(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def quiet(self, *arguments):
        done = primerank.run(*arguments, "-q")
        self.assertEqual((done.code, done.err), (0, ""), arguments)
        return done.out

    def refused(self, *arguments, words):
        done = primerank.run(*arguments)
        self.assertEqual((done.code, done.out, done.err.count("\n")), (2, "", 1), done.err)
        self.assertIn(words, done.err)

    def test_bounds(self):
        for million in ("1e+6", "1E+06", "1.0e+06", "1000000.0", "1,000,000", "1_000_000", "10**6",
                        " 1e6 ", "1000e+3", "1'000'000", "1\u202f000\u202f000", "1e6+0", ".1e7",
                        "1.e6"):
            self.assertEqual(self.quiet("pi", million).strip(), PI_1E6, million)
            self.assertEqual(self.quiet("count", "0", million).strip(), PI_1E6, million)
        for stop in ("+1e+6", "+1,000,000", " +1e6 ", "1e+0+1e+6", "1e0 + 1e6"):
            self.assertEqual(self.quiet("count", "1e+00", stop).strip(), PI_1E6, stop)
        self.assertEqual(self.quiet("next", "1,000").strip(), "1009")
        self.assertEqual(self.quiet("prev", "2**10").strip(), "1021")
        self.assertEqual(self.quiet("nth", "7.8498e+04").strip(), "999983")
        self.assertEqual(self.quiet("test", "97.0", "1e+00"), "1\n0\n")

    def test_what_is_no_bound(self):
        for text in ("1,00", "1,0000", "1.000.000", "1,234e3", "0,125", "1 000", "0x10", "1e", "1k",
                     "1,000_000", "\n1\n2\n"):
            self.refused("pi", text, words="is not a number")
        self.refused("pi", "1e-3", words="is not a whole number")
        self.refused("pi", "x" * 100_000, words="xxx...' is not a number")

    def test_rows(self):
        rows = self.quiet("count", "0", "1e4", "--by", "1,000")
        self.assertEqual(rows, self.quiet("count", "0", "1e4", "--by", "1000"))
        self.assertEqual(rows.count("\n"), 10)

    def test_gaps_and_residues(self):
        self.assertEqual(self.quiet("gaps", "0", "1e6", "--min", "1e+2"),
                         self.quiet("gaps", "0", "1e6", "--min", "100"))
        race = ("residues", "0", "1e5", "--modulus", "1.0e1", "--race", "3,7")
        for lead in ("-1,000", "-1e3", "\u22121000", "-1e+3"):
            self.assertEqual(self.quiet(*race, "--lead", lead),
                             self.quiet(*race, "--lead", "-1000"), lead)
        self.refused(*race, "--lead", "0.5", words="--lead is '0.5'")
        self.refused(*race[:-1], "1,2,003", words="--race is '1,2,003'")

    def test_numbers_of_options(self):
        few = ("sum", "0", "1000")
        self.assertEqual(self.quiet(*few, "--power", "2.0"), self.quiet(*few, "--power", "2"))
        self.assertEqual(self.quiet(*few, "--power", "\u22121"), self.quiet(*few, "--power", "-1"))
        self.refused(*few, "--power", "0.5", words="--power is '0.5'; legal are -1 and 0 to 8")
        for option, legal, illegal in (
            ("--threads", ("1", "01", "1e0"), ("0", "-1", "1.5", "4097", "two", "")),
            ("--deadline", ("1e3", "3,600", "90.5"), ("0", "-5", "1e-9", "inf", "nan", "1h", "1:30")),
            ("--audit", ("1e0", ".5", "100.0"), ("101", "-1", "nan", "5%", "1e3")),
            ("--memory", ("8 GB", "8GiB", "8g", "1.5G", "1,000M", "8Gi", "2^33", "1e9", "9e9B"),
             ("lots", "GB", "8X", "8i", "8iB", "-1G", "1 2G", "1e30", "8GG")),
        ):
            for text in legal:
                self.assertEqual(self.quiet("count", "0", "1e6", option, text).strip(), PI_1E6,
                                 (option, text))
            for text in illegal:
                self.refused("count", "0", "1e6", f"{option}={text}", words=f"{option} is '{text}'"
                             if text else option)
        self.refused("count", "0", "1e10", "--memory", "1.5K", words="more than --memory allows")
        levels = ("list", "0", "100", "--output", self.path("l"), "--format", "compact")
        self.assertEqual(self.quiet(*levels, "--level", "1e+0", "--hold", "1.5 MB"),
                         self.quiet(*levels, "--level", "1"))
        self.refused(*levels, "--level", "-1", words="--level is '-1'; legal are 0 to 19")
        self.refused(*levels, "--hold", "much", words="--hold is 'much'")

    def test_shards(self):
        def run(shard, journal):
            return self.quiet("count", "0", "1e6", "--shard", shard, "--journal",
                              self.path(journal))
        odd = [run(shard, f"{i}.journal") for i, shard in
               enumerate(("0e0/1e1", "1.0/10.0", " 2 / 10 ", "3/1_0"))]
        self.assertEqual(odd, [run(f"{i}/10", f"plain{i}.journal") for i in range(4)])
        self.assertEqual(run("3/10", "3.journal"), odd[3], "the same question continues")
        self.assertEqual(run("07/10", "7.journal"), run("7/10", "plain7.journal"))
        with open(self.path("0.journal"), encoding="utf-8") as file:
            self.assertIn('"shard":"0/10"', file.readline())
        with open(self.path("7.journal"), encoding="utf-8") as file:
            self.assertIn('"shard":"07/10"', file.readline())
        done = primerank.run("merge", *(self.path(f"{i}.journal") for i in range(4)))
        self.assertEqual(done.code, 3)
        self.assertIn("where shard 4/10 begins", done.err)
        for text in ("10/10", "1", "1/2/3", "-1/10", "a/b", "0/1e9"):
            self.refused("count", "0", "1e6", f"--shard={text}", "--journal", self.path("x"),
                         words=f"--shard is '{text}'")

    def test_other_conventions(self):
        """The commands that the help names for the conventions of other tables."""
        primes = [int(n) for n in
                  self.quiet("list", "0", "1100", "--output", "-").split()]
        for x in (2, 3, 10, 11, 12, 13, 1000, 1019):
            pairs = sum(p <= x and p + 2 in primes for p in primes)
            self.assertEqual(self.quiet("count", "0", f"{x}+3", "--of", "twins").strip(),
                             str(pairs), x)
        below = [p for p in primes if p < 1000]
        gaps = [b - a for a, b in zip(below, below[1:])]
        listed = self.quiet("gaps", "0", self.quiet("prev", "1000").strip(), "--min", "1")
        self.assertEqual([int(line.split()[0]) for line in listed.splitlines()], gaps)


class Progress(unittest.TestCase):
    # Many short rounds, and few long ones.
    LIST = ("list", "0", "4e10", "--hold", "100K", "--format", "compact", "--output")
    TABLE = ("count", "0", "4e12", "--by", "1e9", "--csv")

    def test_a_narrow_terminal(self):
        """Lines are cut to the width that the terminal has, also when that changes."""
        def resize(columns):
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

        def read_lines(count):
            text = b""
            while text.count(b"left") < count:
                text += os.read(control, 4096)
            return [line.rstrip(b"\n") for line in text.split(b"\r")]

        control, terminal = pty.openpty()
        resize(60)
        process = subprocess.Popen(
            primerank.command(("list", "0", "4e12", "--hold", "100K", "--output", "-",
                               "--progress", "always")),
            env=primerank.ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=terminal)
        try:
            lines = read_lines(3)
            self.assertLessEqual(max(map(len, lines)), 59)
            self.assertRegex(lines[1].decode(), r"^ *[0-9.]+ %  [0-9.e+]+ [A-Z]?/s  .* left *$")
            resize(200)
            lines = read_lines(3)
            self.assertRegex(lines[-2].decode(), r"% +[0-9,]+ primes below [0-9]+ .* left *$")
            resize(12)
            control_text = b""
            while control_text.count(b"\r") < 5:
                control_text += os.read(control, 4096)
            self.assertLessEqual(max(map(len, control_text.split(b"\r")[3:])), 11)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
            os.close(terminal)
            os.close(control)

    def shown(self, *arguments):
        """The places and headlines that a run shows first; then it is killed."""
        environment = {**primerank.ENVIRONMENT, "COLUMNS": "200"}
        found = {}
        process = subprocess.Popen(
            primerank.command((*arguments, "--progress", "always")), env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            text = ""
            while not found:
                more = os.read(process.stderr.fileno(), 4096).decode()
                self.assertTrue(more, text)
                text += more
                found = dict(re.findall(r"([0-9,]+) primes below ([0-9]+) .*?left", text))
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stderr.close()
        return {int(place): int(primes.replace(",", "")) for primes, place in found.items()}

    def test_a_campaign_that_goes_on(self):
        """The headline is of the whole campaign, not of this run; rows that are out count too."""
        for campaign in (self.LIST, self.TABLE):
            with tempfile.TemporaryDirectory() as folder:
                output, journal = os.path.join(folder, "output"), os.path.join(folder, "journal")
                frontier = 0
                for _ in range(2):
                    shown = self.shown(*campaign, output, "--journal", journal)
                    self.assertGreater(min(shown), frontier)
                    for place, primes in shown.items():
                        expected = primerank.run("pi", place - 1, "-q").out
                        self.assertEqual(f"{primes}\n", expected)
                    frontier = int(primerank.run("status", journal, "-q").out)


if __name__ == "__main__":
    primerank.main()

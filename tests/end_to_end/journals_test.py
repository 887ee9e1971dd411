"""Journals through the real binary: kills, stops, shards, refusals. PRIMERANK_TEST_KILLS says how
many kills (default 30)."""

import json
import math
import os
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import primerank

KILLS = int(os.environ.get("PRIMERANK_TEST_KILLS", "30"))
SIZES = "primes,twins,triplets,quadruplets,quintuplets,sextuplets"
# A few seconds each, however many processors there are.
ONE_THREAD = ("--threads", "1")
CAMPAIGN = ("count", "1e15", "+1e10", "--of", SIZES, *ONE_THREAD)
CAMPAIGNS = (
    CAMPAIGN,
    ("gaps", "1e15", "+1e10", "--histogram", *ONE_THREAD),
    ("pi", "5e16", *ONE_THREAD),
)


class Journals(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="primerank-test-")
        self.journal = os.path.join(self.folder, "run.journal")

    def tearDown(self):
        shutil.rmtree(self.folder)

    def start(self, *arguments, ranks):
        return subprocess.Popen(
            primerank.command(arguments, ranks),
            env=primerank.ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def frontier(self):
        return int(primerank.run("status", self.journal, "-q").out)

    def test_kills(self):
        seed = random.randrange(2**32)
        dice = random.Random(seed)
        for campaign in CAMPAIGNS:
            with self.subTest(campaign=campaign, seed=seed):
                expected = primerank.run(*campaign, "-q").out
                kills = 0
                while kills < KILLS / len(CAMPAIGNS):
                    left = math.ceil(KILLS / len(CAMPAIGNS)) - kills
                    kills += self.run_with_kills(campaign, expected, dice, most=left)

    def run_with_kills(self, campaign, expected, dice, most):
        """Runs a campaign to its end, killed at random moments; returns how often it was."""
        kills = 0
        frontier = 0
        while True:
            ranks = dice.choice([None, 1, 2, 3, 4])
            process = self.start(*campaign, "--journal", self.journal, "-q", ranks=ranks)
            try:
                patience = dice.uniform(0.3, 2) if kills < most else 300
                out, err = process.communicate(timeout=patience)
            except subprocess.TimeoutExpired:
                victims = [process.pid, *primerank.descendants(process.pid)]
                try:
                    os.kill(dice.choice(victims), signal.SIGKILL)
                    kills += 1
                except ProcessLookupError:
                    pass  # it ended just before; the next run prints the result
                process.communicate(timeout=300)
                self.wait_for_ranks(victims + self.campaigners())
                if os.path.exists(self.journal) and os.path.getsize(self.journal):
                    reached = self.frontier()
                    self.assertGreaterEqual(reached, frontier)
                    frontier = reached
                continue
            self.assertEqual((process.returncode, out), (0, expected), err)
            os.remove(self.journal)
            return kills

    def campaigners(self):
        """Processes of the campaign, those included that mpirun began after it was looked at."""
        found = subprocess.run(["pgrep", "-f", self.journal], capture_output=True, text=True,
                               check=False)
        return [int(pid) for pid in found.stdout.split()]

    def wait_for_ranks(self, pids):
        """Ranks that lost their mpirun end by themselves; until then they hold the journal."""
        end = time.time() + 60
        for pid in pids:
            while self.lives(pid) and time.time() < end:
                time.sleep(0.05)
            self.assertLess(time.time(), end, "a rank outlived its mpirun")

    @staticmethod
    def lives(pid):
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
                return stat.read().rpartition(")")[2].split()[0] != "Z"
        except (FileNotFoundError, ProcessLookupError):
            return False

    def test_stop_and_continue(self):
        campaign = ("count", "1e15", "+3e10", "--of", SIZES, *ONE_THREAD)
        expected = primerank.run(*campaign, "-q").out
        for ranks in (None, 3):
            process = self.start(*campaign, "--journal", self.journal, "-q", ranks=ranks)
            time.sleep(1)
            process.send_signal(signal.SIGUSR1)
            sent = time.time()
            out, err = process.communicate(timeout=60)
            self.assertLess(time.time() - sent, 30)
            self.assertEqual((process.returncode, out), (75, ""), err)
            self.assertEqual(err.count("the same command continues"), 1, err)
            done = primerank.run(*campaign, "--journal", self.journal, "-q", ranks=2)
            self.assertEqual((done.code, done.out), (0, expected), done.err)
            again = primerank.run(*campaign, "--journal", self.journal, "-q")
            self.assertEqual((again.code, again.out), (0, expected), again.err)
            os.remove(self.journal)

    def test_deadline(self):
        path = os.path.join(self.folder, "result.json")
        done = primerank.run(
            "count", "1e15", "+1e13", "--method", "enumerate", "--journal", self.journal,
            "--deadline", "15", "--json", path, ranks=2,
        )
        self.assertEqual(done.code, 75, done.err)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(json.load(file)["status"], "stopped")
        self.assertGreater(self.frontier(), 10**15)

    def test_status_goes_by_cost(self):
        done = primerank.run("pi", "1e20", "--journal", self.journal, "--deadline", "10",
                             "--threads", "2")
        self.assertEqual(done.code, 75, done.err)
        status = primerank.run("status", self.journal).out
        percent, left = re.search(r"reached +\d+, ([\d.]+) % of the work\n"
                                  r"left +about (.+) at the newest job's pace", status).groups()
        self.assertTrue(0 < float(percent) < 90, status)
        self.assertNotEqual(left, "0.00 s", status)

    def test_table_continues(self):
        question = ("count", "0", "5e10", "--by", "1e9", "--of", "primes,twins", *ONE_THREAD)
        whole = os.path.join(self.folder, "whole.csv")
        rows = os.path.join(self.folder, "rows.csv")
        self.assertEqual(primerank.run(*question, "--csv", whole).code, 0)
        for _ in range(20):
            process = self.start(*question, "--csv", rows, "--journal", self.journal, ranks=2)
            try:
                process.communicate(timeout=1.5)
                break
            except subprocess.TimeoutExpired:
                ranks = primerank.descendants(process.pid)
                process.kill()
                process.communicate(timeout=60)
                self.wait_for_ranks(ranks)
        done = primerank.run(*question, "--csv", rows, "--journal", self.journal)
        self.assertEqual(done.code, 0, done.err)
        with open(whole, encoding="utf-8") as expected, open(rows, encoding="utf-8") as got:
            self.assertEqual(got.read(), expected.read())

    def test_shards_merge(self):
        for question in (
            ("count", "17", "3e8", "--of", SIZES),
            ("sum", "0", "1e8", "--power", "3"),
            ("gaps", "0", "1e8"),
        ):
            expected = primerank.run(*question, "-q").out
            paths = []
            for i in range(5):
                paths.append(os.path.join(self.folder, f"{question[0]}-{i}.journal"))
                done = primerank.run(*question, "--shard", f"{i}/5", "--journal", paths[-1], "-q")
                self.assertEqual(done.code, 0, done.err)
            merged = primerank.run("merge", *reversed(paths), "-q")
            self.assertEqual((merged.code, merged.out), (0, expected), merged.err)
            for wrong, words in (
                (paths[:2] + paths[3:], "a part is missing"),
                (paths + paths[:1], "overlaps"),
                (paths[1:], "a part is missing"),
            ):
                refused = primerank.run("merge", *wrong)
                self.assertEqual(refused.code, 3, refused.err)
                self.assertIn(words, refused.err)
            self.assertIn("where shard 2/5 begins",
                          primerank.run("merge", *paths[:2], *paths[3:]).err)

    def test_merge_refuses(self):
        def record(name, *question, code=0):
            path = os.path.join(self.folder, name)
            done = primerank.run(*question, "--journal", path)
            self.assertEqual(done.code, code, done.err)
            return path

        half = record("half", "count", "0", "1e6", "--shard", "0/2")
        other = record("other", "count", "0", "1e6", "--shard", "1/2", "--of", "twins")
        begun = record("begun", "count", "0", "1e15", "--method", "enumerate", "--deadline", "1", code=75)
        for paths, words in (
            ([half, other], 'answer different questions: of is "primes" and "twins"'),
            ([half], "a part is missing: [500000, 1000000), where shard 1/2 begins"),
            ([begun], "is not complete"),
        ):
            done = primerank.run("merge", *paths)
            self.assertEqual((done.code, done.out), (3, ""), done.err)
            self.assertEqual(len(done.err.splitlines()), 1, done.err)
            self.assertIn(words, done.err)

    def test_refusals(self):
        self.assertEqual(
            primerank.run("count", "0", "1e6", "--journal", self.journal).code, 0
        )
        for arguments, code, words in (
            (("count", "0", "2e6", "--journal", self.journal), 3, "another question"),
            (("count", "0", "1e6", "--journal", "/nonexistent/j"), 4, "/nonexistent/j"),
            (("count", "0", "1e6", "--shard", "0/2"), 2, "--journal"),
            (("count", "0", "1e6", "--journal", self.journal, "--shard", "2/2"), 2, "--shard"),
            (("count", "0", "1e6", "--journal", self.journal, "--by", "10"), 2, "--csv"),
            (("count", "0", "1e6", "--audit", "101"), 2, "--audit"),
            (("count", "0", "1e6", "--deadline", "soon"), 2, "--deadline"),
            (("status", "/nonexistent/j"), 4, "/nonexistent/j"),
        ):
            for ranks in (None, 2):
                done = primerank.run(*arguments, ranks=ranks)
                self.assertEqual(done.code, code, done.err)
                self.assertIn(words, done.err)
                self.assertEqual(len(done.err.splitlines()), 1, done.err)

    def test_two_jobs(self):
        campaign = ("count", "1e15", "+1e14", "--of", SIZES)
        first = self.start(*campaign, "--journal", self.journal, ranks=2)
        while not os.path.exists(self.journal) or os.path.getsize(self.journal) == 0:
            time.sleep(0.05)
        second = primerank.run(*campaign, "--journal", self.journal)
        self.assertEqual(second.code, 3, second.err)
        self.assertIn("in use", second.err)
        first.kill()
        first.communicate(timeout=60)

    def test_vanished_folder(self):
        for ranks in (None, 2):
            folder = os.path.join(self.folder, "vanishes")
            os.mkdir(folder)
            journal = os.path.join(folder, "run.journal")
            process = self.start("count", "1e15", "+1e14", "--method", "enumerate", "--journal",
                                 journal, ranks=ranks)
            # A new journal is made beside an empty file of its name, and put in its place.
            while not os.path.exists(journal) or os.path.getsize(journal) == 0:
                time.sleep(0.05)
            shutil.rmtree(folder)
            _, err = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 4, err)
            self.assertIn("run.journal' is not where it was", err)

    def test_full_disk(self):
        if os.geteuid() != 0 or not shutil.which("mount"):
            self.skipTest("mounting a small tmpfs needs root")
        disk = os.path.join(self.folder, "disk")
        os.mkdir(disk)
        if subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk], check=False
        ).returncode:
            self.skipTest("a tmpfs cannot be mounted here")
        try:
            journal = os.path.join(disk, "run.journal")
            # One page is left: the journal fits, and a second one beside it does not.
            with open(os.path.join(disk, "ballast"), "wb") as ballast:
                ballast.write(b"x" * 3 * 4096)
            done = primerank.run("count", "0", "3e10", "--journal", journal, ranks=2)
            self.assertEqual(done.code, 4, done.err)
            self.assertRegex(done.err, re.escape(journal) + ".*No space")
            os.remove(os.path.join(disk, "ballast"))
            self.assertEqual(primerank.run("status", journal).code, 0)
        finally:
            subprocess.run(["umount", "-l", disk], check=False)


if __name__ == "__main__":
    primerank.main()

"""list: published digests, independent answers, every layout, kills, shards, full disks, damage."""

import fcntl
import hashlib
import json
import os
import random
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import unittest

import primerank
import slow_primes

FORMATS = ("text", "u64", "bfile", "compact")
CELL = 30 * 2**17
# Some thirty rounds, which a thread ends after one cell or two.
CAMPAIGN = ("list", "1e12", "+3e8", "--hold", "200K", "--format")


def sieved(stop):
    """The primes below stop, by Eratosthenes."""
    prime = bytearray([1]) * stop
    prime[:2] = b"\0\0"
    for p in range(2, int(stop**0.5) + 1):
        if prime[p]:
            prime[p * p::p] = bytes(len(range(p * p, stop, p)))
    return [n for n in range(stop) if prime[n]]


def text_of(numbers):
    return "".join(f"{n}\n" for n in numbers).encode()


def bfile_of(numbers):
    return "".join(f"{index} {n}\n" for index, n in enumerate(numbers, 1)).encode()


def leb128(gaps):
    value = shift = 0
    for byte in gaps:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield value
            value = shift = 0


def compact_numbers(data):
    """A reader of its own, of a compact list that is not compressed."""
    magic, length = struct.unpack_from("<II", data)
    assert (magic, length) == (0x184D2A50, 2040)
    header = json.loads(data[8:2048])
    numbers = []
    at = 2048
    while at < len(data):
        magic, length, first, last, total, count, rest = struct.unpack_from("<IIQQQII", data, at)
        assert (magic, length) == (0x184D2A51, 32)
        at += 40
        magic, length = struct.unpack_from("<II", data, at)
        assert (magic, length) == (0x184D2A52, rest - 8)
        cell = [first]
        for half in leb128(data[at + 8:at + rest]):
            cell.append(cell[-1] + (2 * half or 1))
        assert (cell[-1], sum(cell) % 2**64, len(cell)) == (last, total, count)
        assert first // CELL == last // CELL
        numbers += cell
        at += rest
    assert int(header["count"]) == len(numbers)
    assert int(header["sum"]) == sum(numbers) % 2**64
    assert int(header["bytes"]) == len(data) - 2048
    return header, numbers


class Lists(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="primerank-test-")

    def tearDown(self):
        shutil.rmtree(self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def written(self, *arguments, name="list", ranks=None):
        """The bytes that `list ARGUMENTS` writes to a file."""
        path = self.path(name)
        done = primerank.run("list", *arguments, "--output", path, "-q", ranks=ranks)
        self.assertEqual(done.code, 0, done.err)
        with open(path, "rb") as file:
            data = file.read()
        self.assertEqual(done.out.split()[1], str(len(data)))
        return data

    def read_back(self, data):
        path = self.path("compact")
        with open(path, "wb") as file:
            file.write(data)
        done = primerank.run("list", "--input", path)
        self.assertEqual(done.code, 0, done.err)
        return done.out.encode()

    def test_published_digest(self):
        expected = primerank.reference()["md5_of_prime_lists"]["values"]["1e8 -p"]
        data = self.written("0", "1e8+1", ranks=2)
        self.assertEqual(hashlib.md5(data).hexdigest(), expected)

    def test_windows_against_slow_answers(self):
        seed = random.randrange(10**9)
        windows = [(0, 0), (0, 3), (0, 30), (2, 3), (3, 1000), (24, 29), (CELL - 1000, CELL + 1000),
                   (2**64 - 2000, 2**64)]
        for power in range(3, 19, 3):
            windows.append((10**power - 700, 10**power + 700))
            start = random.Random(seed + power).randrange(10**power)
            windows.append((start, start + 2000))
        for start, stop in windows:
            with self.subTest(start=start, stop=stop, seed=seed):
                expected = slow_primes.primes(start, stop)
                self.assertEqual(self.written(start, stop), text_of(expected))
                self.assertEqual(self.written(start, stop, "--format", "bfile"), bfile_of(expected))
                self.assertEqual(self.written(start, stop, "--format", "u64"),
                                 struct.pack(f"<{len(expected)}Q", *expected))
                header, numbers = compact_numbers(
                    self.written(start, stop, "--format", "compact", "--level", 0))
                self.assertEqual(numbers, expected)
                self.assertEqual((header["start"], header["stop"]), (str(start), str(stop)))

    def test_patterns_against_a_sieve(self):
        stop = 3 * CELL
        primes = sieved(stop)
        known = set(primes)
        for pattern in ("0", "0,2", "0,2,6", "0,4,6,10", "0,30,210,420,990"):
            offsets = [int(offset) for offset in pattern.split(",")]
            expected = text_of(p for p in primes if all(p + o in known for o in offsets))
            for ranks in (None, 3):
                with self.subTest(pattern=pattern, ranks=ranks):
                    self.assertEqual(
                        self.written("0", stop, "--pattern", pattern, ranks=ranks), expected)

    def test_same_bytes_at_every_layout(self):
        layouts = [(None, 1), (None, 2), (2, 2), *((ranks, 1) for ranks in primerank.RANKS)]
        for form, question in (
            *((form, ("0", "3e7")) for form in FORMATS),
            ("compact", ("1e9", "+1e9")),
            ("compact", ("1e18", "+3e7")),
            ("compact", ("7", "20")),
            ("text", ("2^64-1e7", "2^64")),
            ("text", ("0", "3e7", "--pattern", "0,2,6")),
        ):
            digests = {
                hashlib.md5(self.written(*question, "--format", form, "--threads", threads,
                                         ranks=ranks)).hexdigest()
                for ranks, threads in layouts
            }
            self.assertEqual(len(digests), 1, (question, form))

    def test_methods_and_audits_agree(self):
        window = ("1e15", "+1e7")
        expected = self.written(*window, "--method", "sieve")
        for options in (("--method", "test"), ("--method", "enumerate"), ("--audit", "100")):
            for ranks in (None, 2):
                self.assertEqual(self.written(*window, *options, ranks=ranks), expected)

    def test_compact_round_trips(self):
        for question in (("0", "1e7"), ("1e18", "+1e7"), ("2^64-5e6", "2^64"), ("24", "29"),
                         ("0", "1e7", "--pattern", "0,2")):
            expected = self.written(*question)
            for level in ("0", "1", "19"):
                compact = self.written(*question, "--format", "compact", "--level", level)
                self.assertEqual(self.read_back(compact), expected)
        for ranks in (None, 3):
            for form in FORMATS:
                back = self.written("--input", self.path("compact"), "--format", form, ranks=ranks)
                self.assertEqual(back, self.written(*question, "--format", form, name="other"))

    def test_b_files(self):
        for question, numbers in (
            (("0", "2e7"), sieved(20_000_000)),
            (("1e6", "3e6"), [n for n in sieved(3_000_000) if n >= 1_000_000]),
        ):
            expected = bfile_of(numbers)
            for ranks, threads in ((None, 1), (None, 2), (2, 1), (4, 2)):
                self.assertTrue(expected == self.written(
                    *question, "--format", "bfile", "--threads", threads, ranks=ranks))
        question = ("list", "1e6", "3e6", "--format", "bfile")
        journal = self.path("journal")
        done = primerank.run(*question, "--journal", journal, "--output", self.path("list"))
        self.assertEqual(done.code, 0, done.err)
        self.assertEqual(primerank.run("merge", journal, "--output", self.path("m")).code, 0)
        with open(self.path("m"), "rb") as file:
            self.assertTrue(file.read() == expected)
        done = primerank.run("test", "--input", self.path("m"), "--column", "2", "-q")
        self.assertEqual((done.code, done.out), (0, "1\n" * len(numbers)), done.err)
        done = primerank.run(*question, "--shard", "0/2", "--journal", self.path("shard"),
                             "--output", self.path("list"))
        self.assertEqual((done.code, done.err.count("\n")), (2, 1), done.err)
        self.assertIn("--format bfile and --shard do not go together", done.err)

    def test_stdout(self):
        for form, render in (("text", text_of), ("bfile", bfile_of)):
            expected = render(sieved(20_000_000))
            for ranks in (None, 2, 3):
                done = primerank.run("list", "0", "2e7", "--format", form, "--output", "-",
                                     ranks=ranks)
                self.assertEqual(done.code, 0, done.err)
                self.assertTrue(done.out.encode() == expected, (form, ranks))

    def test_kills(self):
        dice = random.Random(seed := random.randrange(2**32))
        for form in ("text", "bfile", "compact"):
            expected = self.written(*CAMPAIGN[1:], form, name="whole")
            list_path, journal = self.path("list"), self.path("journal")
            arguments = (*CAMPAIGN, form, "--output", list_path, "--journal", journal, "-q")
            for _ in range(4):
                ranks = dice.choice([None, 1, 2, 3])
                process = subprocess.Popen(
                    primerank.command(arguments, ranks), env=primerank.ENVIRONMENT,
                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                    start_new_session=True)
                try:
                    process.communicate(timeout=dice.uniform(0.2, 1.5))
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.communicate(timeout=60)
                    self.wait_for_journal(journal)
            done = primerank.run(*arguments, ranks=dice.choice([None, 2]))
            self.assertEqual(done.code, 0, f"seed {seed}: {done.err}")
            with open(list_path, "rb") as file:
                self.assertTrue(file.read() == expected, f"seed {seed}, {form}")
            again = primerank.run(*arguments)
            self.assertEqual((again.code, again.out), (0, done.out), again.err)
            os.remove(journal)

    def wait_for_journal(self, journal):
        """Ranks that lost their mpirun end by themselves; until then they hold the journal."""
        end = time.time() + 60
        while os.path.exists(journal):
            self.assertLess(time.time(), end, "a rank outlived its mpirun")
            with open(journal, "r+b") as file:
                try:
                    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return
                except OSError:
                    time.sleep(0.05)

    def test_a_wrong_file_is_not_continued(self):
        path, journal = self.path("list"), self.path("journal")
        for form in FORMATS:
            arguments = (*CAMPAIGN, form, "--output", path, "--journal", journal)
            self.assertEqual(primerank.run(*arguments).code, 0)
            with open(path, "rb") as file:
                data = file.read()
            for wrong, words in ((data[:-1], "shorter"), (b"\x32" * len(data), "is not the list")):
                with open(path, "wb") as file:
                    file.write(wrong)
                done = primerank.run(*arguments)
                self.assertEqual(done.code, 4, done.err)
                self.assertIn(words, done.err)
            os.remove(journal)

    def shards(self, question, form, count):
        """Runs the shards of a list; their journals."""
        journals = []
        for i in range(count):
            journals.append(self.path(f"{i}.journal"))
            if os.path.exists(journals[-1]):
                os.remove(journals[-1])
            done = primerank.run("list", *question, "--format", form, "--shard", f"{i}/{count}",
                                 "--journal", journals[-1], "--output", self.path(f"{i}.part"),
                                 ranks=2 if i == 1 else None)
            self.assertEqual(done.code, 0, done.err)
        return journals

    def test_shards_merge(self):
        # The last interval is all in the first shard, because shards end where cells do.
        for question in (("17", "3e7"), ("17", "3e7", "--pattern", "0,2,6"), ("0", "100")):
            for form in set(FORMATS) - {"bfile"}:
                expected = self.written(*question, "--format", form, name="whole")
                journals = self.shards(question, form, 4)
                joined = self.path("joined")
                merged = primerank.run("merge", *reversed(journals), "--output", joined, "-q")
                self.assertEqual(merged.code, 0, merged.err)
                with open(joined, "rb") as file:
                    self.assertTrue(file.read() == expected, (question, form))

    def test_refused_merges(self):
        journals = self.shards(("17", "3e7"), "compact", 4)
        joined = self.path("joined")
        with open(self.path("3.part"), "ab") as file:
            file.write(b"x")
        for wrong, code, words in (
            (journals, 3, "--output is required"),
            ((*journals[1:], "--output", joined), 3, "a part is missing"),
            ((*journals, "--output", self.path("2.part")), 2, "are the same file"),
            ((*journals, "--output", joined), 3, "3.part"),
        ):
            refused = primerank.run("merge", *wrong)
            self.assertEqual(refused.code, code, refused.err)
            self.assertIn(words, refused.err)

    def test_damaged_lists(self):
        whole = self.written("1e9", "+1e7", "--format", "compact")
        path = self.path("damaged")
        dice = random.Random(seed := random.randrange(2**32))
        cases = [b"", b"2\n3\n5\n", whole[:1000], whole[:-1], whole + b"\0",
                 whole[:2048] + whole[2049:]]
        for _ in range(12):
            at = dice.randrange(2048, len(whole))
            cases.append(whole[:at] + bytes([whole[at] ^ 1 << dice.randrange(8)]) + whole[at + 1:])
        expected = self.read_back(whole)
        for i, data in enumerate(cases):
            with open(path, "wb") as file:
                file.write(data)
            done = primerank.run("list", "--input", path, "--output", self.path("back"),
                                 ranks=2 if i % 6 == 5 else None)
            if done.code == 0:  # a bit that zstd does not look at
                with open(self.path("back"), "rb") as file:
                    self.assertEqual(file.read(), expected, f"case {i}, seed {seed}")
                continue
            self.assertEqual(done.code, 4, f"case {i}, seed {seed}: {done.err}")
            self.assertEqual(len(done.err.splitlines()), 1, done.err)
            self.assertIn(path, done.err)

    def test_full_disk(self):
        if os.geteuid() != 0 or not shutil.which("mount"):
            self.skipTest("mounting a small tmpfs needs root")
        disk = self.path("disk")
        os.mkdir(disk)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", disk],
                          check=False).returncode:
            self.skipTest("a tmpfs cannot be mounted here")
        try:
            path, journal = os.path.join(disk, "list"), self.path("journal")
            dry = primerank.run("list", "0", "1e10", "--output", path, "--dry-run")
            self.assertEqual(dry.code, 4, dry.err)
            self.assertRegex(dry.err, re.escape(path) + ".*room for")
            question = ("1e12", "+1e8", "--hold", "200K")  # 50 MB, ten rounds
            expected = self.written(*question, name="whole")
            for ranks in (None, 2):
                ballast = os.path.join(disk, "ballast")
                arguments = ("list", *question, "--output", path, "--journal", journal)
                # The disk fills after the look at its room: the list is 'there' but has holes.
                with open(path, "wb") as file:
                    file.truncate(len(expected))
                with open(ballast, "wb") as file:
                    file.write(b"x" * 70 * 2**20)
                done = primerank.run(*arguments, ranks=ranks)
                self.assertEqual(done.code, 4, done.err)
                self.assertRegex(done.err, re.escape(path))
                # Ranks may fail at once; each says so in one line, and Open MPI in one of its own.
                said = [line for line in done.err.splitlines() if not line.startswith("mca_")]
                self.assertIn(len(said), range(1, (ranks or 1) + 1), done.err)
                self.assertEqual(primerank.run("status", journal).code, 0)
                os.remove(ballast)
                done = primerank.run(*arguments, ranks=3)
                self.assertEqual(done.code, 0, done.err)
                with open(path, "rb") as file:
                    self.assertTrue(file.read() == expected)
                os.remove(journal)
                os.remove(path)
        finally:
            subprocess.run(["umount", "-l", disk], check=False)

    def test_dry_run(self):
        path = self.path("list")
        done = primerank.run("list", "0", "1e9", "--output", path, "--dry-run", ranks=2)
        self.assertEqual(done.code, 0, done.err)
        self.assertFalse(os.path.exists(path))
        expected = re.search(r"about ([\d,]+) primes, ([\d,]+) bytes", done.out)
        count, size = (int(group.replace(",", "")) for group in expected.groups())
        self.assertLess(abs(count / 50_847_534 - 1), 0.01)
        self.assertLess(abs(size / 501_959_790 - 1), 0.01)
        refused = primerank.run("list", "0", "1e9", "--output", path, "--memory", "1M")
        self.assertEqual(refused.code, 2, refused.err)

    def test_refusals(self):
        path = self.path("list")
        compact = self.path("compact")
        self.written("0", "100", "--format", "compact", name="compact")
        for arguments, code, words in (
            (("0", "100"), 2, "--output is required"),
            ((), 2, "START and STOP are required"),
            (("0", "100", "--output", path, "--format", "hex"), 2, "--format is 'hex'"),
            (("0", "100", "--output", path, "--format", "compact", "--level", "20"), 2, "0 to 19"),
            (("0", "100", "--output", path, "--level", "3"), 2, "--format compact"),
            (("0", "100", "--output", path, "--pattern", "0,2,4"), 2, "not admissible"),
            (("0", "100", "--output", "-", "--journal", path), 2, "stdout"),
            (("0", "100", "--output", "-", "--format", "compact"), 2, "--output FILE"),
            (("0", "100", "--output", path, "--journal", path), 2, "are the same file"),
            (("0", "100", "--output", "/nonexistent/list"), 4, "/nonexistent/list"),
            (("0", "100", "--output", "/dev/null"), 4, "not a regular file"),
            (("0", "100", "--output", path, "--input", compact), 2, "--input"),
            (("--input", compact, "--journal", path), 2, "--input"),
            (("--input", "/nonexistent/list"), 4, "/nonexistent/list"),
        ):
            for ranks in (None, 2) if code == 4 else (None,):
                with self.subTest(arguments=arguments, ranks=ranks):
                    done = primerank.run("list", *arguments, ranks=ranks)
                    self.assertEqual((done.code, done.out), (code, ""), done.err)
                    self.assertEqual(len(done.err.splitlines()), 1, done.err)
                    self.assertIn(words, done.err)
        self.assertFalse(os.path.exists(path))

    def test_names_with_a_colon(self):
        for ranks in (None, 2):
            self.assertEqual(self.written("0", "10", name="a:b", ranks=ranks), b"2\n3\n5\n7\n")


if __name__ == "__main__":
    primerank.main()

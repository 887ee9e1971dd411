"""Files and standard output through the real binary: nothing is lost in silence, nothing that a
command line names twice is destroyed, and any name and kind of file is used rightly or refused."""

import gzip
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
import time
import unittest

import primerank

FULL = "primerank: standard output cannot be written: No space left on device\n"
CLOSED = "primerank: standard output cannot be written: Bad file descriptor\n"

# Every command that prints something, each in one of its forms.
PRINTING = (
    ("count", "0", "1e5", "-q"),
    ("count", "0", "1e5"),
    ("count", "0", "1e6", "--by", "1e4", "-q"),
    ("count", "0", "1e5", "--dry-run"),
    ("sum", "0", "1e5"),
    ("gaps", "0", "1e5", "-q"),
    ("residues", "0", "1e5", "--modulus", "4"),
    ("list", "0", "1e6", "--output", "-"),
    ("pi", "1e9", "-q"),
    ("nth", "1e6"),
    ("next", "100"),
    ("prev", "100"),
    ("test", "97"),
    ("info",),
    ("help",),
    ("help", "count"),
    ("help", "--format", "man"),
    ("count", "--help"),
    ("--version",),
)


def shell(script, *arguments, timeout=60, ranks=None):
    """Runs a script in which "$@" is the program and its arguments."""
    line = primerank.command(arguments)
    inner = ["bash", "-c", script, "bash", *line]
    if ranks is not None:
        launcher = primerank.command((), ranks)[:-1]
        inner = [*launcher, *inner]
    done = subprocess.run(inner, env=primerank.ENVIRONMENT, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=timeout)
    return primerank.Finished(done.returncode, done.stdout.decode(errors="surrogateescape"),
                              done.stderr.decode(errors="surrogateescape"))


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="primerank-test-")

    def tearDown(self):
        shutil.rmtree(self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def refused(self, *arguments, code=2, words="are the same file"):
        """One line, a code, and no file in the folder is touched."""
        def everything():
            return {entry.name: (entry.stat(follow_symlinks=False).st_mtime_ns,
                                 entry.stat(follow_symlinks=False).st_size)
                    for entry in os.scandir(self.folder)}
        before = everything()
        done = primerank.run(*arguments)
        self.assertEqual((done.code, done.out), (code, ""), done.err)
        self.assertEqual(len(done.err.splitlines()), 1, done.err)
        self.assertIn(words, done.err)
        self.assertEqual(everything(), before)


class StandardOutput(Case):
    def test_full_or_closed(self):
        journal = self.path("journal")
        primerank.run("count", "0", "1e5", "--journal", journal)
        for arguments in (*PRINTING, ("status", journal), ("merge", journal),
                          ("count", "0", "1e5", "--csv", "-"), ("count", "0", "1e5", "--json", "-")):
            for script, words in (('exec "$@" >/dev/full', FULL), ('exec "$@" >&-', CLOSED)):
                with self.subTest(arguments=arguments, script=script):
                    done = shell(script, *arguments)
                    self.assertEqual((done.code, done.err), (4, words))

    def test_full_under_mpirun(self):
        for arguments in (("count", "0", "1e5", "-q"), ("count", "0", "1e7", "--by", "1e2"),
                          ("list", "0", "1e6", "--output", "-"), ("info",), ("next", "100")):
            for script, words in (('exec "$@" >/dev/full', "No space left on device"),
                                  ('exec "$@" >&-', "Bad file descriptor")):
                with self.subTest(arguments=arguments, script=script):
                    done = shell(script, *arguments, ranks=2)
                    self.assertEqual(done.code, 4, done.err)
                    self.assertEqual(done.err.count("standard output cannot be written"), 1,
                                     done.err)
                    self.assertIn(words, done.err)

    def test_disk_fills_in_the_middle_of_rows(self):
        done = shell(f'ulimit -f 20; exec "$@" >{self.path("rows")}', "count", "0", "1e9", "--by",
                     "1e5", "-q")
        self.assertEqual((done.code, done.err),
                         (4, "primerank: standard output cannot be written: File too large\n"))

    def test_reader_gone(self):
        for arguments in (("list", "0", "1e8", "--output", "-"),
                          ("count", "0", "1e11", "--by", "1e6", "-q")):
            done = shell('"$@" | head -1; echo "${PIPESTATUS[0]}"', *arguments)
            self.assertEqual(done.out.splitlines()[1:], ["4"])
            self.assertEqual(done.err, "")

    def test_nothing_to_say_needs_no_output(self):
        done = shell('exec "$@" >&-', "list", "0", "1e5", "--output", self.path("list"), "--json",
                     self.path("json"), "--csv", "-")
        self.assertEqual((done.code, done.err), (4, CLOSED))
        done = shell('exec "$@" >&-', "count", "10", "5")
        self.assertEqual(done.code, 2)

    def test_no_data_on_standard_descriptors(self):
        question = ("residues", "0", "1e8", "--modulus", "1000", "-q", "--journal",
                    self.path("journal"))
        expected = primerank.run(*question[:6]).out
        shell('exec "$@" >/dev/null', *question)
        for script in ('exec "$@" >&-', 'exec "$@" <&- >&- 2>&-'):
            self.assertEqual(shell(script, *question).code, 4)
            self.assertEqual(primerank.run("status", self.path("journal")).code, 0)
        self.assertEqual(primerank.run(*question).out, expected)

    def test_dash(self):
        for arguments in (("count", "0", "1e6"), ("count", "0", "1e6", "-q"),
                          ("count", "0", "1e6", "--by", "1e5"), ("gaps", "0", "1e4"),
                          ("residues", "0", "1e5", "--modulus", "4", "--race", "3,1"),
                          ("sum", "0", "1e5"), ("pi", "1e9")):
            for option in ("--csv", "--json"):
                for ranks in (None, 2) if arguments[0] == "gaps" else (None,):
                    with self.subTest(arguments=arguments, option=option, ranks=ranks):
                        file = self.path("expected")
                        self.assertEqual(primerank.run(*arguments, option, file).code, 0)
                        dash = primerank.run(*arguments, option, "-", ranks=ranks)
                        self.assertEqual((dash.code, dash.err), (0, ""))
                        expected = self.read("expected").decode()
                        if option == "--json":
                            self.assertEqual(json.loads(dash.out)["result"],
                                             json.loads(expected)["result"])
                        else:
                            self.assertEqual(dash.out.replace("\r\n", "\n"), expected)
        self.assertFalse(os.path.exists("-"))
        both = primerank.run("count", "0", "1e5", "--csv", "-", "--json", "-")
        self.assertEqual((both.code, both.out), (2, ""))
        self.assertIn("--json and --csv are the same file", both.err)
        journal = primerank.run("count", "0", "1e5", "--journal", "-")
        self.assertEqual((journal.code, journal.out), (2, ""))


class SameFile(Case):
    def spellings(self, name):
        """A file that is there, by other paths."""
        os.link(self.path(name), self.path("hard"))
        os.symlink(name, self.path("soft"))
        os.symlink(".", self.path("here"))
        return [self.path(other) for other in (name, "hard", "soft", f"./{name}", f"here/{name}")]

    def test_input_is_not_output(self):
        primerank.run("list", "0", "1e6", "--format", "compact", "--output", self.path("p"))
        for output in self.spellings("p"):
            self.refused("list", "--input", self.path("p"), "--format", "compact", "--level", "19",
                         "--output", output)
        done = shell(f'exec "$@" >>{self.path("p")}', "list", "--input", self.path("p"))
        self.assertEqual(done.code, 2, done.err)

    def test_merge_leaves_parts_alone(self):
        for i in range(3):
            primerank.run("list", "0", "3e7", "--output", self.path(f"{i}.part"), "--journal",
                          self.path(f"{i}.journal"), "--shard", f"{i}/3")
        journals = [self.path(f"{i}.journal") for i in range(3)]
        os.symlink("1.part", self.path("soft"))
        os.link(self.path("2.part"), self.path("hard"))
        for output in ("0.part", "./1.part", "soft", "hard"):
            self.refused("merge", *journals, "--output", self.path(output))
        self.refused("merge", *journals, "--output", self.path("2.journal"))
        self.refused("merge", *journals, "--output", self.path("all"), "--json",
                     self.path("1.part"))
        moved = self.folder
        self.folder = moved + "-moved"
        os.rename(moved, self.folder)
        journals = [self.path(f"{i}.journal") for i in range(3)]
        self.refused("merge", *journals, "--output", self.path("1.part"))
        done = primerank.run("merge", *journals, "--output", self.path("all"), "-q")
        self.assertEqual(done.code, 0, done.err)
        self.assertEqual(self.read("all"), b"".join(self.read(f"{i}.part") for i in range(3)))

    def test_every_file_is_another(self):
        x = self.path("x")
        question = ("count", "0", "1e6", "-q")
        self.refused(*question, "--journal", x, "--json", x)
        self.refused(*question, "--csv", x, "--json", self.path("./x"))
        self.refused("pi", "1e9", "--csv", x, "--json", x)
        self.refused("list", "0", "1e5", "--output", x, "--csv", x)
        self.refused("list", "0", "1e5", "--output", x, "--journal", x)
        self.refused("list", "0", "1e5", "--output", "-", "--csv", "-")
        primerank.run(*question, "--journal", x)
        for path in self.spellings("x"):
            self.refused(*question, "--journal", x, "--json", path)
            self.refused("merge", x, "--json", path)
        self.assertEqual(primerank.run(*question, "--csv", "/dev/null", "--json", "/dev/null").code, 0)
        onto = shell(f'exec "$@" >{self.path("out")}', *question, "--csv", self.path("out"))
        self.assertEqual(onto.code, 2)
        self.assertIn("standard output", onto.err)

    def test_refused_once_under_mpirun(self):
        done = primerank.run("count", "0", "1e6", "--csv", self.path("x"), "--json", self.path("x"),
                             ranks=2)
        self.assertEqual((done.code, done.out), (2, ""))
        self.assertEqual(done.err.count("are the same file"), 1, done.err)


class Kinds(Case):
    def test_journal_is_a_regular_file(self):
        os.mkfifo(self.path("pipe"))
        os.mkdir(self.path("folder"))
        for name in ("pipe", "folder"):
            self.refused("count", "0", "1e6", "--journal", self.path(name),
                         words="is not a regular file, as a journal must be")
            self.refused("status", self.path(name), words="is not a regular file")
            self.refused("merge", self.path(name), words="is not a regular file")
        try:
            os.mknod(self.path("null"), stat.S_IFCHR | 0o666, os.makedev(1, 3))
        except PermissionError:
            self.skipTest("devices cannot be made here")
        self.refused("count", "0", "1e6", "--journal", self.path("null"),
                     words="is not a regular file, as a journal must be")
        self.assertTrue(stat.S_ISCHR(os.stat(self.path("null")).st_mode))

    def test_list_is_a_regular_file(self):
        os.mkfifo(self.path("pipe"))
        self.refused("list", "0", "1e5", "--output", self.path("pipe"), code=4,
                     words="not a regular file")
        self.refused("list", "--input", self.path("pipe"), words="not a regular file")
        onto = shell(f'exec "$@" >{self.path("out")}', "list", "0", "1e5", "--output",
                     "/dev/stdout")
        self.assertEqual(onto.code, 4, onto.err)

    def test_waiting_for_a_pipe_ends_by_signal(self):
        os.mkfifo(self.path("pipe"))
        for arguments in (("count", "0", "1e6", "--by", "1e5", "--csv", self.path("pipe")),
                          ("test", "--input", self.path("pipe"))):
            process = subprocess.Popen(primerank.command(arguments), env=primerank.ENVIRONMENT,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            time.sleep(0.5)
            self.assertIsNone(process.poll())
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
            self.assertNotEqual(process.returncode, 0)

    def test_tables_go_anywhere(self):
        question = ("count", "0", "1e6", "--by", "1e5")
        primerank.run(*question, "--csv", self.path("table"))
        expected = self.read("table").decode()
        done = shell('"$@" --csv /dev/stdout -q | cat', *question)
        self.assertEqual(done.out[:len(expected)], expected)
        self.assertEqual(done.err, "")
        done = shell(f'"$@" --csv >(gzip >{self.path("t.gz")}) -q; code=$?; wait; exit $code',
                     *question)
        self.assertEqual((done.code, done.err), (0, ""))
        self.assertEqual(gzip.decompress(self.read("t.gz")).decode(), expected)
        done = primerank.run("residues", "0", "1e6", "--modulus", "4", "--race", "3,1", "--csv",
                             "/dev/null", "-q")
        self.assertEqual((done.code, done.err), (0, ""))
        os.mkfifo(self.path("pipe"))
        read = []
        reader = threading.Thread(target=lambda: read.append(self.read("pipe").decode()))
        reader.start()
        done = primerank.run(*question, "--csv", self.path("pipe"), "-q")
        reader.join(timeout=30)
        self.assertEqual((done.code, done.err, read), (0, "", [expected]))

    def test_a_table_with_a_journal_can_be_continued(self):
        os.mkfifo(self.path("pipe"))
        for csv in (self.path("pipe"), "/dev/stdout"):
            done = primerank.run("count", "0", "1e6", "--by", "1e5", "--csv", csv, "--journal",
                                 self.path("journal"))
            self.assertEqual((done.code, done.out), (2, ""), done.err)

    def test_any_bytes_in_a_name(self):
        folder = os.fsencode(self.path("caf")) + b"\xe9"
        os.mkdir(folder)
        listed = folder + b"/p.txt"
        question = ("list", "0", "1e7", "--journal", self.path("journal"), "-q")
        for _ in range(2):
            done = subprocess.run([*map(os.fsencode, primerank.command(question)), b"--output",
                                   listed, b"--json", folder + b"/json"], capture_output=True)
            self.assertEqual((done.returncode, done.stderr), (0, b""))
        with open(folder + b"/json", "rb") as file:
            json.loads(file.read().decode("utf-8"))
        self.assertEqual(primerank.run("status", self.path("journal")).code, 0)
        done = primerank.run("merge", self.path("journal"), "--output", self.path("merged"), "-q")
        self.assertEqual(done.code, 0, done.err)
        with open(listed, "rb") as file:
            self.assertEqual(file.read(), self.read("merged"))

    def test_journal_behind_a_link(self):
        os.mkdir(self.path("scratch"))
        os.symlink("scratch/run.journal", self.path("journal"))
        for _ in range(2):
            done = primerank.run("count", "0", "1e6", "-q", "--journal", self.path("journal"))
            self.assertEqual((done.code, done.out), (0, "78498\n"), done.err)
            self.assertTrue(os.path.islink(self.path("journal")))
            self.assertEqual(os.listdir(self.path("scratch")), ["run.journal"])
            self.assertGreater(os.path.getsize(self.path("scratch/run.journal")), 100)


class Sources(unittest.TestCase):
    """Files are opened, and standard output is written, in src/files alone."""

    SOURCES = os.path.join(os.path.dirname(__file__), "..", "..", "src")
    CALLS = re.compile(
        r"::open\(|\bfopen\(|\bfstream\b|\bofstream\b|\bifstream\b|\brename\(|\bunlink\(|"
        r"\bftruncate\(|\bfsync\(|\bfdatasync\(|\bpwrite\(|\bpread\(|\bfwrite\(|\bputs\(|"
        r"\bprintf\(|std::cout|fmt::print\((?!\s*stderr)|STDOUT_FILENO|\(stdout\)")
    # MPI-IO, and what reads /proc and /sys.
    EXCEPTIONS = ("cluster/mpi_file.cpp", "cluster/node.cpp", "cluster/ancestors.cpp",
                  "cluster/control_groups.cpp")

    def test_one_place(self):
        found = []
        for folder, _, names in os.walk(self.SOURCES):
            for name in names:
                path = os.path.join(folder, name)
                within = os.path.relpath(path, self.SOURCES)
                if within.startswith("files" + os.sep) or within in self.EXCEPTIONS:
                    continue
                if not name.endswith((".hpp", ".cpp", ".inl")):
                    continue
                with open(path, encoding="utf-8") as file:
                    found += [f"{within}: {call}" for call in self.CALLS.findall(file.read())]
        self.assertEqual(found, [])


class Crashes(Case):
    QUESTION = ("list", "0", "3e9", "--format", "compact", "-q")

    def test_cut_and_continued_many_times(self):
        """What a crash of the node leaves is a journal cut anywhere in its last line."""
        journal = self.path("journal")
        whole = primerank.run(*self.QUESTION, "--output", self.path("whole"))
        again = (*self.QUESTION, "--output", self.path("list"), "--journal", journal)
        for cut in (5, 1, 40, 7, 300):
            rounds = self.rounds(journal)
            process = subprocess.Popen(
                primerank.command((*again, "--hold", "256K")), env=primerank.ENVIRONMENT,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            end = time.time() + 60
            while self.rounds(journal) < rounds + 2:
                self.assertLess(time.time(), end)
                self.assertIsNone(process.poll())
                time.sleep(0.01)
            process.kill()
            process.wait()
            last = self.read("journal").splitlines(keepends=True)[-1]
            os.truncate(journal, os.path.getsize(journal) - min(cut, len(last)))
            self.assertEqual(primerank.run("status", journal).code, 0)
        done = primerank.run(*again)
        self.assertEqual((done.code, done.out), (0, whole.out), done.err)
        self.assertEqual(self.read("list"), self.read("whole"))

    def rounds(self, journal):
        if not os.path.exists(journal):
            return 0
        with open(journal, "rb") as file:
            return len(re.findall(rb'\{"round":', file.read()))


if __name__ == "__main__":
    primerank.main()

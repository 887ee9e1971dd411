"""Every write of a run can be the one that fails: the run ends with code 4 and one line that names
the file, leaves nothing half done that is taken for whole, and can be continued."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest

import primerank

DISK_FAULT = os.environ.get("DISK_FAULT_PRIMERANK",
                            "build-ci/tests/end_to_end/disk_fault_primerank")

# Each with the files it names, of which a journal and a JSON file tell times too.
COMMANDS = {
    "count": (("count", "0", "3e8", "--method", "sieve", "--by", "1e7"),
              {"--journal": "J", "--csv": "C"}),
    "list": (("list", "1e9", "+1e5"), {"--journal": "J", "--output": "L"}),
    "compact": (("list", "1e9", "+1e7", "--format", "compact"),
                {"--journal": "J", "--output": "L", "--csv": "C"}),
    "gaps": (("gaps", "0", "1e8"), {"--journal": "J", "--json": "F"}),
    "race": (("residues", "0", "1e6", "--modulus", "4", "--race", "3,1"),
             {"--journal": "J", "--csv": "C", "--json": "F"}),
    "pi": (("pi", "1e12"), {"--journal": "J"}),
    "without a journal": (("count", "0", "1e6", "--by", "1e5"), {"--csv": "C", "--json": "F"}),
}
CUT_OFF = r"^(primerank: journal 'J': a truncated last record \(\d+ bytes, .*\n)?$"
MORE_CALLS_THAN_ANY_RUN_MAKES = 100


class Case(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="primerank-test-")
        self.folder = os.path.join(self.top, "disk")
        self.mark = os.path.join(self.top, "mark")

    def tearDown(self):
        shutil.rmtree(self.top)

    def run_on(self, fault, question, files):
        """On a disk with this fault, or a sound one; whether the fault came up is told too."""
        if os.path.exists(self.mark):
            os.remove(self.mark)
        options = [word for option, name in files.items() for word in (option, name)]
        done = subprocess.run(
            [os.path.abspath(DISK_FAULT), *question, "-q", *options], cwd=self.folder,
            env={**primerank.ENVIRONMENT, "PRIMERANK_TEST_DISK": fault,
                 "PRIMERANK_TEST_DISK_MARK": self.mark},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        return (primerank.Finished(done.returncode, done.stdout, done.stderr),
                os.path.exists(self.mark))

    def written(self, files):
        """What stands in the files, without what differs from run to run."""
        found = {}
        for option, name in files.items():
            with open(os.path.join(self.folder, name), "rb") as file:
                found[option] = file.read()
            if option == "--json":
                found[option] = json.loads(found[option])["result"]
            elif option == "--journal":
                found[option] = primerank.run("merge", file.name, "-q").out
        return found

    def afresh(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.mkdir(self.folder)

    def undisturbed(self, question, files):
        self.afresh()
        done, _ = self.run_on("", question, files)
        self.assertEqual((done.code, done.err), (0, ""))
        return done, self.written(files)

    def fail_each_call(self, command, mode, part, check):
        """check(done, files) for every call that can fail; the same command on a sound disk then
        makes what an undisturbed one does. How many failures there were."""
        question, files = COMMANDS[command]
        whole, expected = self.undisturbed(question, files)
        for calls in range(MORE_CALLS_THAN_ANY_RUN_MAKES):
            with self.subTest(command=command, mode=mode, calls=calls, part=part):
                self.afresh()
                done, failed = self.run_on(f"{mode},{calls},{part}", question, files)
                if done.code == 0:
                    self.assertEqual((done.out, done.err), (whole.out, ""))
                    self.assertEqual(self.written(files), expected)
                if not failed:
                    self.assertEqual(done.code, 0, done.err)
                    return calls
                check(done, files)
                again, _ = self.run_on("", question, files)
                self.assertEqual((again.code, again.out), (0, whole.out), again.err)
                self.assertRegex(again.err, CUT_OFF if mode == "broken" else "^$")
                self.assertEqual(self.written(files), expected)
                self.assertEqual(sorted(os.listdir(self.folder)), sorted(files.values()))
        self.fail("the run never came to its end")

    def says_which_file(self, done, files):
        self.assertEqual((done.code, done.out), (4, ""), done.err)
        self.assertRegex(done.err, f"^primerank: '({'|'.join(files.values())})' cannot be "
                                   r"written: .*\n$")


class Failing(Case):
    def test_disk_fills_at_every_write(self):
        def check(done, files):
            self.says_which_file(done, files)
            self.assertLessEqual(set(os.listdir(self.folder)), set(files.values()))
        for command in COMMANDS:
            for part in (0, -1):
                self.assertGreaterEqual(self.fail_each_call(command, "full", part, check), 2)

    def test_disk_breaks_at_every_call(self):
        """Or at one alone. What has reached the disk needs no close that works."""
        def check(done, files):
            if done.code != 0:
                self.says_which_file(done, files)
        for command in COMMANDS:
            for mode, part in (("broken", 1), ("once", -1)):
                self.assertGreaterEqual(self.fail_each_call(command, mode, part, check), 8)

    def test_any_write_is_short(self):
        def check(done, _):
            self.assertEqual(done.code, 0, done.err)
        for command in COMMANDS:
            self.assertGreaterEqual(self.fail_each_call(command, "short", -1, check), 2)


if __name__ == "__main__":
    primerank.main()

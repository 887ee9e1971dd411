"""jobs/common.sh where Slurm is slow to answer, or does not: what stands for Slurm's programs here
says what the test wants. tests/slurm has the job scripts on a real cluster."""

import os
import subprocess
import tempfile
import unittest

import primerank

COMMON = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", "..", "jobs", "common.sh"))

RUNNING = "JobId=7 JobName=count Restarts=0 JobState=RUNNING Reason=None"


class Jobs(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="primerank-test-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        os.mkdir(self.path("bin"))
        self.fake("sleep", "")
        self.fake("srun", "echo none")
        self.fake("launch", 'exec "$@"')
        self.fake("squeue", "echo N/A")
        self.fake("scontrol", f"echo '{RUNNING}'")

    def path(self, name):
        return os.path.join(self.folder, name)

    def fake(self, name, script):
        """Each call leaves a line in calls."""
        path = self.path(f"bin/{name}")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/bash\necho "{name} $*" >>"{self.path("calls")}"\n{script}\n')
        os.chmod(path, 0o755)
        return path

    def calls(self, words):
        with open(self.path("calls"), encoding="utf-8") as file:
            return sum(words in line for line in file)

    def bash(self, script, **environment):
        return subprocess.run(
            ["bash", "-uc", f"jobs={os.path.dirname(COMMON)}; source {COMMON}; {script}"],
            env={**os.environ, "PATH": f"{self.path('bin')}:{os.environ['PATH']}",
                 "SLURM_JOB_ID": "7", "SLURM_JOB_NAME": "count", "SLURM_JOB_NODELIST": "n1",
                 "SLURM_SUBMIT_DIR": self.folder, "SLURM_NNODES": "1", "TMPDIR": self.folder,
                 "PRIMERANK_LAUNCHER": "launch", "TZ": "UTC", **environment},
            cwd=self.folder, capture_output=True, text=True, check=False, timeout=60,
            start_new_session=True)

    def end_time(self):
        done = self.bash("export_end_time; echo ${SLURM_JOB_END_TIME-unset}")
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def test_end_time(self):
        self.fake("squeue", "echo 2100-01-01T00:00:00")
        self.assertEqual(self.end_time(), "4102444800")
        for answer in ("", "exit 1", "echo", "echo N/A", "echo NONE", "echo slurm_load_jobs error",
                       "sleep 1; exit 1"):
            with self.subTest(answer=answer):
                self.fake("squeue", answer)
                self.assertEqual(self.end_time(), "unset")

    def test_end_time_at_the_second_try(self):
        self.fake("squeue", f"[[ -e {self.path('once')} ]] || {{ : >{self.path('once')}; exit 1; }}"
                            "\necho 2100-01-01T00:00:00")
        self.assertEqual(self.end_time(), "4102444800")

    def test_what_is_wanted(self):
        for answer, wanted in (
            (f"echo '{RUNNING}'", True),
            ("echo 'JobId=7 JobState=COMPLETING Reason=TimeLimit Dependency=(null)'", True),
            ("echo 'JobId=7 JobState=CANCELLED Reason=None Dependency=(null)'", False),
            ("echo 'JobId=7 JobState=NODE_FAIL Reason=None Dependency=(null)'", False),
            ("echo 'slurm_load_jobs error: Socket timed out' >&2; exit 1", True),
            ("", True),
        ):
            with self.subTest(answer=answer):
                self.fake("scontrol", answer.replace("RUNNING Reason", "RUNNING  Reason"))
                done = self.bash("wanted")
                self.assertEqual(done.returncode == 0, wanted, done.stderr)

    def run_campaign(self, program, **environment):
        self.fake("program", program)
        return self.bash("campaign count 0 1e9 --journal j", PRIMERANK=self.path("bin/program"),
                         **environment)

    def test_a_requeue_that_slurm_answers_late(self):
        self.fake("scontrol", f"[[ $1 == requeue ]] || exit 1\n"
                              f"[[ -e {self.path('once')} ]] || {{ : >{self.path('once')}; exit 1; }}")
        done = self.run_campaign("echo round >>j; exit 75")
        self.assertEqual(done.returncode, 75, done.stderr)
        self.assertEqual(self.calls("scontrol requeue 7"), 2)
        self.assertEqual(self.calls("scontrol --oneliner show job 7"), 3)

    def test_a_journal_in_use(self):
        refuses = "echo \"primerank: journal 'j' is in use by another job\" >&2; exit 3"
        for turn in (1, 2):
            done = self.run_campaign(refuses)
            self.assertEqual(done.returncode, 75, done.stderr)
            self.assertEqual(done.stderr.count("is in use by another job"), 1, done.stderr)
            self.assertEqual(self.calls("scontrol requeue 7"), turn)
        self.assertEqual(self.run_campaign("echo other >>j; " + refuses).returncode, 3)
        self.assertEqual(self.calls("scontrol requeue 7"), 2)
        self.assertFalse([name for name in os.listdir(self.folder) if name.startswith("tmp.")])

    def test_what_ends_a_job(self):
        for code in (0, 2, 3, 4, 5):
            with self.subTest(code=code):
                done = self.run_campaign(f"echo answer; echo words >&2; exit {code}")
                self.assertEqual((done.returncode, done.stdout), (code, "answer\n"), done.stderr)
                self.assertEqual(done.stderr.splitlines()[-1], "words")
                self.assertEqual(self.calls("requeue"), 0)

    def test_signals_reach_the_program_and_not_its_reader(self):
        done = self.run_campaign("trap 'echo stopped >&2; exit 75' USR1\n"
                                 "kill -TERM 0\n"
                                 "while :; do /bin/sleep 0.1; done\n".replace(
                                     "kill -TERM 0", "trap '' TERM; kill -TERM 0"),
                                 PRIMERANK_ATTEMPTS="1")
        self.assertEqual(done.returncode, 75, done.stderr)
        self.assertIn("stopped\n", done.stderr)


if __name__ == "__main__":
    primerank.main()

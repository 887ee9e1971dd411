"""Whatever started it, primerank answers, or refuses in one line: once for all tasks of a launcher
that it knows, and never with silence and code 0 where no other task speaks."""

import os
import subprocess
import sys
import tempfile
import unittest

import primerank

# A task that is an MPI program, as far as one can see from outside, and runs a helper.
MPI_PROGRAM = """
import ctypes, os, subprocess, sys
ctypes.CDLL("libmpi.so.40" if "OMPI_COMM_WORLD_RANK" in os.environ else "libmpich.so.12")
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
sys.stdout.write(f"{done.returncode} {done.stdout.strip()}{done.stderr.strip()}\\n")
"""

LAUNCHER_VARIABLES = ("OMPI_COMM_WORLD_", "PMIX_", "PMI_", "SLURM_")


def start(line, env=None, **more):
    clean = {name: value for name, value in primerank.ENVIRONMENT.items()
             if not name.startswith(LAUNCHER_VARIABLES)}
    return subprocess.Popen(list(map(str, line)), env={**clean, **(env or {})},
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, **more)


def finish(process):
    out, err = process.communicate(timeout=120)
    return primerank.Finished(process.returncode, out, err)


def run(*line, env=None):
    return finish(start(line, env))


def mpirun(ranks, *line, env=None):
    return run(primerank.MPIRUN, ranks, 1, *line, env=env)


class Launchers(unittest.TestCase):
    def refused(self, done, *words):
        self.assertEqual((done.code, done.out), (2, ""), done.err)
        self.assertEqual(done.err.count("\n"), 1, done.err)
        self.assertTrue(done.err.startswith("primerank: "), done.err)
        for word in words:
            self.assertIn(word, done.err)

    def test_what_is_left_over_in_the_environment(self):
        """A variable alone, without a launcher."""
        for variable in ("OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"):
            env = {variable: "3"}
            with self.subTest(variable=variable):
                done = run(primerank.BINARY, "next", 100, env=env)
                self.assertEqual((done.code, done.out), (0, "101\n"), done.err)
                self.refused(run(primerank.BINARY, "count", 10, 5, env=env), "reversed")
                self.refused(run(primerank.BINARY, "count", 0, "1e6", env=env),
                             f"{variable}=3 says that this is one of 4 tasks of",
                             f"unset {variable}")
                self.assertIn("count", run(primerank.BINARY, "help", env=env).out)
                self.refused(run(primerank.BINARY, "merge", "a", "b", env=env), f"{variable}=3")

    def test_a_helper_of_an_mpi_program(self):
        """Answers where it is called, and leaves that program's MPI alone."""
        for question, answer in ((("next", 100), "101"), (("count", 0, "1e6", "-q"), "78498"),
                                 (("prev", 2), "primerank: there is no prime below 2")):
            done = mpirun(2, sys.executable, "-c", MPI_PROGRAM, primerank.BINARY, *question)
            self.assertEqual(done.code, 0, done.err)
            lines = done.out.splitlines()
            self.assertEqual(len(lines), 2, done.out)
            for line in lines:
                self.assertIn(answer, line)

    def test_once_under_mpirun(self):
        for question in (("next", 100), ("prev", 100), ("test", 101), ("help", "count"),
                         ("help",), ("--help",), ("count", "-h"), ("--version",)):
            with self.subTest(question=question):
                alone = run(primerank.BINARY, *question)
                done = mpirun(3, primerank.BINARY, *question)
                self.assertEqual((done.code, done.out), (alone.code, alone.out), done.err)

    def test_below_a_script(self):
        """A script's ranks may go different ways, so that each answers for itself; what runs on
        ranks finds the others."""
        script = 'primerank=$1; shift; "$primerank" "$@"; exit $?'
        done = mpirun(2, "bash", "-c", script, "bash", primerank.BINARY, "next", 100)
        self.assertEqual((done.code, done.out), (0, "101\n101\n"), done.err)
        done = mpirun(2, "bash", "-c", script, "bash", primerank.BINARY, "count", 0, "1e6")
        self.assertEqual(done.code, 0, done.err)
        self.assertIn("2 ranks", done.out)
        self.assertEqual(done.out.count("78,498") + done.out.count("78498"), 1, done.out)
        done = mpirun(2, "bash", "-c", script, "bash", primerank.BINARY, "count", 0, "1e10",
                      "--memory", "1K")
        self.assertEqual(done.code, 2)
        self.assertEqual(done.err.count("primerank: "), 1, done.err)
        only_one = f'(( {primerank.RANK} == 1 )) || exit 0; {script}'
        done = mpirun(2, "bash", "-c", only_one, "bash", primerank.BINARY, "next", 100)
        self.assertEqual((done.code, done.out), (0, "101\n"), done.err)

    def test_again_and_again_below_the_only_task(self):
        """As in the shell of `srun --pty bash`: MPI can be started only once there."""
        script = f'for i in 1 2 3; do "{primerank.BINARY}" count 0 1e6 -q || exit; done'
        done = mpirun(1, "bash", "-c", script)
        self.assertEqual((done.code, done.out), (0, "78498\n" * 3), done.err)

    def test_other_programs_in_the_same_job(self):
        if mpirun(1, "true", ":", "-np", 1, "true").code != 0:
            self.skipTest("this mpirun fails to start two programs, as that of Open MPI 5.0.7 does")
        if "PMI_RANK" in mpirun(1, "env").out:
            self.skipTest("this mpirun, as MPICH's, tells no task that there are other programs")
        line = [primerank.BINARY, "next", 100]
        done = mpirun(1, "true", ":", "-np", 1, *line)
        self.assertEqual((done.code, done.out), (0, "101\n"), done.err)

    def test_tasks_of_which_mpi_knows_nothing(self):
        line = (primerank.BINARY, "count", 0, "1e6", "-q")
        tasks = [start(line, {"PMI_RANK": str(rank), "PMI_SIZE": "4"}) for rank in range(4)]
        for rank, done in enumerate(map(finish, tasks)):
            self.refused(done, f"PMI_RANK={rank}", "one of 4 tasks", "srun --mpi=pmix",
                         "knows of no other")

    def test_tasks_of_srun_without_mpi(self):
        """slurmstepd stands for Slurm's, which has this name."""
        step = {"SLURM_JOB_ID": "7", "SLURM_STEP_ID": "0", "SLURM_STEP_NUM_TASKS": "4"}
        with tempfile.TemporaryDirectory() as folder:
            launcher = os.path.join(folder, "slurmstepd")
            with open(launcher, "w", encoding="utf-8") as file:
                file.write('#!/bin/bash\n"$@"\nexit $?\n')
            os.chmod(launcher, 0o755)
            line = (launcher, primerank.BINARY, "count", 0, "1e6")
            self.refused(run(*line, env={**step, "SLURM_PROCID": "0"}), "SLURM_PROCID=0",
                         "tasks of srun")
            done = run(*line, env={**step, "SLURM_PROCID": "1"})
            self.assertEqual((done.code, done.out, done.err), (0, "", ""))
        alone = {"SLURM_PROCID": "0", "SLURM_NTASKS": "4", "SLURM_JOB_ID": "7"}  # a batch script
        self.assertEqual(run(primerank.BINARY, "count", 0, "1e6", "-q", env=alone).out, "78498\n")

    def test_one_rank_asks_slurm_and_once(self):
        with tempfile.TemporaryDirectory() as folder:
            squeue = os.path.join(folder, "squeue")
            calls = os.path.join(folder, "calls")
            with open(squeue, "w", encoding="utf-8") as file:
                file.write(f'#!/bin/sh\necho "$*" >>{calls}\necho 2100-01-01T00:00:00\n')
            os.chmod(squeue, 0o755)
            env = {"PATH": f"{folder}:{os.environ['PATH']}", "SLURM_JOB_ID": "7"}
            for ranks in (1, 3):
                done = mpirun(ranks, primerank.BINARY, "count", 0, "1e6", "-q", "--deadline", "auto",
                              env=env)
                self.assertEqual((done.code, done.out), (0, "78498\n"), done.err)
                with open(calls, encoding="utf-8") as file:
                    self.assertEqual(file.read(), "-h -j 7 -o %e\n")
                os.remove(calls)

    def test_an_older_processor_among_others(self):
        env = {"PRIMERANK_INSTRUCTION_SET": "portable", "PRIMERANK_TEST_FAULT": "old",
               "PRIMERANK_TEST_FAULTY_RANK": "2"}
        done = mpirun(3, primerank.FAULTY, "count", 0, "1e6", env=env)
        self.refused(done, "PRIMERANK_INSTRUCTION_SET is 'portable', which the processor of rank 2 "
                           "on ")

    def test_limits_of_a_process(self):
        line = ["prlimit", f"--as={1 << 30}", primerank.BINARY]
        self.refused(run(*line, "pi", "1e24", "--threads", 1), "the limits of this process", "ulimit")

    def test_threads_that_cannot_be_started(self):
        """Stacks of which no two have room."""
        done = run("prlimit", f"--stack={1 << 46}", primerank.BINARY, "pi", "1e13", "--threads", 4)
        self.assertEqual((done.code, done.out), (1, ""), done.err)
        self.assertEqual(done.err, "primerank: thread 1 of 4 cannot be started: Resource "
                                   "temporarily unavailable\n")


if __name__ == "__main__":
    primerank.main()

"""`cmake --install` into an empty folder, and everything run from there."""

import os
import subprocess
import tempfile
import unittest

import primerank


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.prefix = folder.name
        build = os.path.dirname(os.path.abspath(primerank.BINARY))
        subprocess.run(["cmake", "--install", build, "--prefix", cls.prefix],
                       stdout=subprocess.DEVNULL, check=True)
        cls.program = os.path.join(cls.prefix, "bin", "primerank")

    def run_here(self, *line, **more):
        done = subprocess.run(line, env={**primerank.ENVIRONMENT, "PATH":
                                         f"{self.prefix}/bin:{os.environ['PATH']}"},
                              cwd=self.prefix, capture_output=True, text=True, check=False, **more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_program(self):
        self.assertEqual(self.run_here("primerank", "count", "-q", "0", "1e6"), "78498\n")

    def test_under_mpirun(self):
        out = self.run_here(primerank.MPIRUN, "3", "1", "primerank", "count", "0", "1e6")
        self.assertIn("3 ranks", out)

    def test_documents(self):
        for path in ("share/man/man1/primerank.1", "share/bash-completion/completions/primerank",
                     "share/doc/primerank/README.md", "share/doc/primerank/LICENSE",
                     "share/doc/primerank/library.md", "share/primerank/jobs/count.sbatch",
                     "include/primerank/sieve.hpp"):
            with self.subTest(path=path):
                self.assertGreater(os.path.getsize(os.path.join(self.prefix, path)), 0)
        self.assertIn("primerank", self.run_here("man", "-w", "-M", "share/man", "primerank"))

    def test_bash_finds_the_completion(self):
        loader = "/usr/share/bash-completion/bash_completion"
        if not os.path.exists(loader):
            self.skipTest("no bash-completion")
        line = (f"source {loader}; XDG_DATA_HOME=$PWD/share _completion_loader primerank; "
                "COMP_WORDS=(primerank stat); COMP_CWORD=1; _primerank; echo \"${COMPREPLY[@]}\"")
        self.assertEqual(self.run_here("bash", "-c", line), "status\n")

    def test_scripts(self):
        out = self.run_here("share/primerank/scripts/scaling", "--ranks", "1", "0", "1e6")
        self.assertIn("strong scaling", out)


if __name__ == "__main__":
    primerank.main()

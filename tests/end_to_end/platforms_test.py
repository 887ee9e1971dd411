"""scripts/install and scripts/mpirun on systems that this one is not, played by a PATH of their own."""

import os
import shutil
import subprocess
import tempfile
import unittest

import primerank

SCRIPTS = os.path.dirname(primerank.MPIRUN)
BANNER = """--------------------------------------------------------------------------
prterun detected that one or more processes exited with non-zero status,
thus causing the job to be terminated. The first process to do so was:

   Process name: [prterun-node-19@1,1]
   Exit code:    75
--------------------------------------------------------------------------
"""
OTHER_BANNER = """--------------------------------------------------------------------------
prterun was unable to find the specified executable file
--------------------------------------------------------------------------
"""


class System(unittest.TestCase):
    """A folder of programs, which is all that there is."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = folder.name
        for name in ("bash", "env", "nproc", "perl", "cat", "dirname", "sh"):
            os.symlink(shutil.which(name), os.path.join(self.path, name))

    def add(self, name, script="exit 0"):
        path = os.path.join(self.path, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!{self.path}/bash\n{script}\n")
        os.chmod(path, 0o755)

    def run_script(self, name, *arguments, **env):
        line = [os.path.join(self.path, "bash"), os.path.join(SCRIPTS, name), *arguments]
        done = subprocess.run(line, env={"PATH": self.path, **env}, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False, timeout=60)
        return primerank.Finished(done.returncode, done.stdout, done.stderr)


class Install(System):
    def test_no_packages_but_all_programs(self):
        for name in ("clang++", "cmake", "make", "mpicxx", "mpirun"):
            self.add(name)
        self.assertEqual(self.run_script("install"), primerank.Finished(0, "", ""))

    def test_what_is_missing_is_named(self):
        self.add("g++")
        self.add("ninja")
        done = self.run_script("install", "test")
        lines = done.err.splitlines()
        self.assertEqual((done.code, len(lines)), (1, 4), done.err)
        for line, word in zip(lines, ("cmake", "mpicxx", "mpirun", "module")):
            self.assertIn(word, line)

    @unittest.skipIf(os.geteuid() != 0, "plays a user by leaving root")
    def test_nobody_may_install(self):
        self.add("dpkg-query", "exit 1")
        self.add("sudo", "exit 1")
        os.chmod(self.path, 0o755)
        install = os.path.join(self.path, "install")
        shutil.copy(os.path.join(SCRIPTS, "install"), install)
        done = subprocess.run([shutil.which("setpriv"), "--reuid=65534", "--clear-groups",
                               os.path.join(self.path, "bash"), install],
                              env={"PATH": self.path}, cwd=self.path, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("neither root nor sudo to install g++", done.stderr)
        self.assertIn("missing: cmake", done.stderr)


class Mpirun(System):
    def mpirun(self, version, ranks, threads, *, says="", **env):
        """What mpirun of this version is called with, and everything on standard error."""
        self.add("mpirun", f'[[ $1 != --version ]] || {{ echo "{version}"; exit; }}\n'
                           f'printf %s "{says}" >&2\n'
                           'echo "$*; btl=$OMPI_MCA_btl root=$OMPI_ALLOW_RUN_AS_ROOT"; exit 75')
        done = self.run_script("mpirun", str(ranks), str(threads), "program", "x y", **env)
        self.assertEqual(done.code, 75, done.err)
        return done.out, done.err

    def test_open_mpi_4(self):
        for name in ("mpirun (Open MPI) 4.1.4", "mpiexec (OpenRTE) 4.1.4"):
            out, err = self.mpirun(name, 5000, 1)
            self.assertTrue(out.startswith("-np 5000 -q --oversubscribe --bind-to none program x y;"))
            self.assertIn("btl=self,vader", out)
            self.assertEqual(err, "")

    def test_open_mpi_5(self):
        for name in ("mpirun (Open MPI) 5.0.7", "prterun (PRRTE) 3.0.8"):
            out, _ = self.mpirun(name, 5000, 1)
            self.assertTrue(out.startswith("-np 5000 --oversubscribe --bind-to none program x y;"))
            self.assertIn("btl=self,sm", out)

    def test_a_setting_of_the_user_stays(self):
        out, _ = self.mpirun("mpirun (Open MPI) 5.0.7", 1, 1, OMPI_MCA_btl="self,tcp")
        self.assertIn("btl=self,tcp", out)

    def test_other_mpis_get_no_options(self):
        for name in ("HYDRA build details:", "Intel(R) MPI Library for Linux* OS, Version 2021.9"):
            out, _ = self.mpirun(name, 5000, 2)
            self.assertEqual(out, "-np 5000 program x y; btl= root=\n")

    def test_the_banner_of_open_mpi_5(self):
        """It alone is taken out, and what has no end of line comes through."""
        rule = 74 * "-"
        for said, heard in ((BANNER, ""), ("stopped\n" + BANNER, "stopped\n"), ("99 %", "99 %"),
                            (OTHER_BANNER + BANNER, OTHER_BANNER), (BANNER + "----", "----"),
                            (rule, rule), (f"{rule}\na\n", f"{rule}\na\n")):
            with self.subTest(said=said):
                _, err = self.mpirun("mpirun (Open MPI) 5.0.7", 1, 1, says=said)
                self.assertEqual(err, heard)

    def test_no_mpirun(self):
        done = self.run_script("mpirun", "2", "1", "program")
        self.assertEqual((done.code, done.err.count("\n")), (1, 1), done.err)
        self.assertIn("no mpirun", done.err)


if __name__ == "__main__":
    primerank.main()

"""The library as a stranger has it: installed, found by CMake and by pkg-config, and used."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest

import primerank

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PROGRAM = os.path.join(ROOT, "tests", "primerank", "program")
README = os.path.join(ROOT, "src", "primerank", "README.md")
WARNINGS = ("-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror")

# OEIS A006880, A007508, A050258, A022006, A006988.
OUTPUT = """primes 5761455
last 99999989
listed 78498
bits 5761452
count 5761455
twins 440312
quadruplets 4768
quintuplet 101
pi 37607912018
nth 22801763489
verdicts 1
is_prime 1
next 18446744073709551629
previous 18446744073709551557
[10, 5) is no interval: it stops before it starts
"""


class Library(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        cls.prefix = os.path.join(folder.name, "prefix")
        build = os.path.dirname(os.path.abspath(primerank.BINARY))
        subprocess.run(["cmake", "--install", build, "--prefix", cls.prefix,
                        "--component", "library"], stdout=subprocess.DEVNULL, check=True)

    def run_here(self, *line, **more):
        done = subprocess.run(line, cwd=self.folder, capture_output=True, text=True, check=False,
                              **more)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def flags(self):
        if not shutil.which("pkg-config"):
            self.skipTest("no pkg-config")
        found = [path for path, _, names in os.walk(self.prefix) if "primerank.pc" in names]
        return self.run_here("pkg-config", "--cflags", "--libs", "primerank",
                             env={**os.environ, "PKG_CONFIG_PATH": ":".join(found)}).split()

    def output_of(self, source):
        compiler = os.environ.get("CXX", "c++")
        self.run_here(compiler, "-std=c++20", *WARNINGS, source, *self.flags(), "-o", "program")
        return self.run_here("./program")

    def test_found_by_cmake(self):
        self.run_here("cmake", "-S", PROGRAM, "-B", "build", f"-DCMAKE_PREFIX_PATH={self.prefix}")
        self.run_here("cmake", "--build", "build")
        self.assertEqual(self.run_here("build/stranger"), OUTPUT)

    def test_found_by_pkg_config(self):
        self.assertEqual(self.output_of(os.path.join(PROGRAM, "stranger.cpp")), OUTPUT)

    def test_examples_of_the_readme(self):
        with open(README, encoding="utf-8") as file:
            examples = re.findall(r"```cpp\n(.*?)```\n\n```\n(.*?)```", file.read(), re.DOTALL)
        self.assertGreater(len(examples), 3)
        for source, output in examples:
            with self.subTest(source=source):
                with open(os.path.join(self.folder, "example.cpp"), "w",
                          encoding="utf-8") as file:
                    file.write(source)
                self.assertEqual(self.output_of("example.cpp"), output)

    def test_installs_nothing_internal(self):
        headers = set(os.listdir(os.path.join(self.prefix, "include", "primerank")))
        with open(README, encoding="utf-8") as file:
            promised = set(re.findall(r"^\| `<primerank/(\w+\.hpp)>`", file.read(), re.MULTILINE))
        self.assertEqual(headers, promised)
        self.assertFalse(os.path.exists(os.path.join(self.prefix, "bin")))


if __name__ == "__main__":
    primerank.main()

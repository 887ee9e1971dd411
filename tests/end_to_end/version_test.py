"""What a build says of its source: found by every build, from git or from an archive's file."""

import os
import re
import subprocess
import tempfile
import unittest

import primerank

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
REPORT = os.path.join(ROOT, "src", "report")


class Version(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.source = os.path.join(folder.name, "source")
        os.mkdir(self.source)
        self.output = os.path.join(folder.name, "version.cpp")

    def write(self, name, text):
        with open(os.path.join(self.source, name), "w", encoding="utf-8") as file:
            file.write(text)

    def git(self, *arguments):
        done = subprocess.run(
            ["git", "-c", "user.name=n", "-c", "user.email=e", *arguments], cwd=self.source,
            env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"},
            check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def described(self):
        """What the step of the build that asks git puts into version.cpp."""
        subprocess.run(
            ["cmake", f"-DSOURCE_DIR={self.source}", f"-DINPUT={REPORT}/version.cpp.in",
             f"-DOUTPUT={self.output}", "-DGIT=git", "-DPROJECT_VERSION=1.2.3",
             "-DCOMPILER=C 1 Release", "-P", f"{REPORT}/version.cmake"], check=True)
        with open(self.output, encoding="utf-8") as file:
            text = file.read()
        self.assertIn('version() { return "1.2.3"; }', text)
        self.assertIn('compiler() { return "C 1 Release"; }', text)
        return text.split('source_version() { return "')[1].split('"')[0]

    def test_git(self):
        self.git("init", "-q")
        self.write("file", "one")
        self.write(".tarball-version", "of-an-archive")
        self.git("add", ".")
        self.git("commit", "-qm", "one")
        first = self.git("rev-parse", "--short", "HEAD")
        self.assertEqual(self.described(), first)
        written = os.stat(self.output).st_mtime_ns
        self.assertEqual(self.described(), first)
        self.assertEqual(os.stat(self.output).st_mtime_ns, written, "nothing changed")
        self.write("file", "two")
        self.assertEqual(self.described(), f"{first}-dirty")
        self.git("commit", "-qam", "two")
        second = self.git("rev-parse", "--short", "HEAD")
        self.assertNotEqual(first, second)
        self.assertEqual(self.described(), second)
        self.git("tag", "-am", "v1", "v1")
        self.assertEqual(self.described(), "v1")

    def test_archives(self):
        self.assertEqual(self.described(), "unknown")
        self.write(".tarball-version", "v1-2-gabc\n")
        self.assertEqual(self.described(), "v1-2-gabc")
        for nonsense in ("", "\n", 'v1"; }\n', "$Format:%h$\n"):
            self.write(".tarball-version", nonsense)
            self.assertEqual(self.described(), "unknown")

    def test_all_files_name_one_version(self):
        named = []
        for name, pattern in (("CMakeLists.txt", r"project\(primerank VERSION (\S+)"),
                              ("CITATION.cff", r"^version: (\S+)$"),
                              ("CHANGELOG.md", r"^## (\S+)$")):
            with open(os.path.join(ROOT, name), encoding="utf-8") as file:
                named.append(re.search(pattern, file.read(), re.MULTILINE)[1])
        self.assertEqual(len(set(named)), 1, named)

    def test_an_archive_in_a_repository(self):
        outer = self.source
        self.git("init", "-q")
        self.write("file", "one")
        self.git("add", ".")
        self.git("commit", "-qm", "one")
        self.source = os.path.join(outer, "primerank")
        os.mkdir(self.source)
        self.assertEqual(self.described(), "unknown")


if __name__ == "__main__":
    primerank.main()

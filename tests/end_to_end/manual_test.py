"""The manual page and the bash completion that the program writes from its own help texts."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest

import primerank


def written(kind):
    done = primerank.run("help", "--format", kind)
    assert done.code == 0, done.err
    return done.out


def commands():
    listed = primerank.run("help").out.split("Subcommands:\n")[1].split("\n\n")[0]
    return re.findall(r"^  (\w+)", listed, flags=re.MULTILINE)


def options(command):
    return re.findall(r"^  (?:-\w,)?(--[\w-]+)", primerank.run("help", command).out,
                      flags=re.MULTILINE)


class Manual(unittest.TestCase):
    def test_page_is_clean(self):
        page = written("man")
        for tool in (["mandoc", "-T", "lint", "-W", "warning"],
                     ["groff", "-ww", "-man", "-Tutf8", "-z"]):
            done = subprocess.run(tool, input=page, capture_output=True, text=True, check=False)
            said = [line for line in (done.stdout + done.stderr).splitlines()
                    if "missing date" not in line]
            self.assertEqual(said, [])

    def test_page_has_every_option(self):
        shown = subprocess.run(["groff", "-man", "-Tascii", "-P-c", "-P-b", "-P-u"],
                               input=written("man"), capture_output=True, text=True,
                               check=True).stdout
        for command in commands():
            self.assertRegex(shown, rf"(?m)^   {command}\b")
            for option in options(command):
                self.assertRegex(shown, rf"(?m)^ {{7}}(-\w, )?{option}\b")
        self.assertIn("2^64-1", shown)

    def test_refusals(self):
        for arguments in (("--format", "html"), ("count", "--format", "man")):
            done = primerank.run("help", *arguments)
            self.assertEqual((done.code, done.out, done.err.count("\n")), (2, "", 1))


class Completion(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.script = os.path.join(self.folder, "completion")
        with open(self.script, "w", encoding="utf-8") as file:
            file.write(written("bash-completion"))

    def complete(self, line):
        """What bash offers behind this line; as in bash, = is a word of its own."""
        words = re.findall(r"=|[^\s=]+", line) + [""] * line.endswith((" ", "="))
        done = subprocess.run(
            ["bash", "-c", 'source ../completion; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
             '_primerank; printf "%s\n" "${COMPREPLY[@]}"', "bash", *words],
            cwd=os.path.join(self.folder, "files"), capture_output=True, text=True, check=True)
        self.assertEqual(done.stderr, "")
        return sorted(done.stdout.split())

    def test_completes(self):
        os.mkdir(os.path.join(self.folder, "files"))
        for name in ("one.journal", "two.json"):
            with open(os.path.join(self.folder, "files", name), "w", encoding="utf-8"):
                pass
        files = ["one.journal", "two.json"]
        program = self.complete("primerank ")
        self.assertEqual([word for word in program if word[0] != "-"], sorted(commands()))
        self.assertEqual(self.complete("primerank cou"), ["count"])
        for command in commands():
            offered = self.complete(f"primerank {command} --")
            self.assertEqual(offered, sorted(options(command)), command)
        self.assertEqual(self.complete("primerank help ga"), ["gaps"])
        self.assertEqual(self.complete("primerank count 0 1e9 --journal "), files)
        self.assertEqual(self.complete("primerank count 0 1e9 --journal="), files)
        self.assertEqual(self.complete("primerank count 0 1e9 --json=tw"), ["two.json"])
        self.assertEqual(self.complete("primerank merge one.journal "), files)
        self.assertEqual(self.complete("primerank merge -q t"), ["two.json"])
        self.assertEqual(self.complete("primerank count 0 "), [])
        self.assertEqual(self.complete("primerank count 0 1e9 --threads "), [])
        self.assertEqual(self.complete("primerank nonsense "), [])

    @unittest.skipUnless(shutil.which("shellcheck"), "no shellcheck")
    def test_shellcheck(self):
        done = subprocess.run(["shellcheck", self.script], capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.stdout, "")


if __name__ == "__main__":
    primerank.main()

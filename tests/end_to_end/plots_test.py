"""scripts/plot draws what the program has just written, and refuses anything else in one line."""

import os
import subprocess
import tempfile
import unittest
from xml.etree import ElementTree

import primerank

SCRIPT = os.path.join(os.path.dirname(__file__), "..", "..", "scripts", "plot")

# kind, what the program is asked, which file it writes, what the picture must say
PLOTS = [
    ("prime-count", ("count", "0", "1e6", "--by", "1e4"), "--csv",
     ["π(x) − Li(x)", "π(x) − R(x)", "−√x / ln x", "x", "difference, primes"]),
    ("gap-histogram", ("gaps", "1e6", "2e6", "--histogram"), "--json",
     ["Gaps between primes", "counted", "Cramér's model of odd numbers", "gap g",
      "gaps of this length"]),
    ("merits", ("gaps", "0", "1e6"), "--json",
     ["merit g / ln p", "gap 112 after 370,261", "ln p − ln ln p (Cadwell)", "prime p before"]),
    ("gap-histogram", ("gaps", "0", "1e7", "--of", "twins", "--histogram"), "--json",
     ["Gaps between twins", "counted", "spread by chance"]),
    ("merits", ("gaps", "0", "1e7", "--pattern", "0,2,6"), "--json",
     ["Maximal gaps between 0,2,6", "merit g / mean gap a", "ln(p / a) (Kourbatov)"]),
    ("race", ("residues", "0", "1e6", "--modulus", "4"), "--csv",
     ["49 changes of the lead", "lead of 3 · ln x / √x", "x"]),
    ("brun", ("sum", "0", "1e6", "--of", "twins", "--power", "-1", "--by", "1e4"), "--csv",
     ["sum below x", "extrapolated: sum + 4 C₂ / ln x", "|extrapolated − 1.902160583104|", "distance"]),
    ("load", ("count", "0", "1e9"), "--json",
     ["Load of 2 ranks on 1 host", "rank", "seconds since the start", "busy, % of the time"]),
]


def plot(*arguments):
    return subprocess.run([SCRIPT, *arguments], capture_output=True, text=True, check=False)


class Plots(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def ask(self, question, option):
        path = self.path("answer")
        done = primerank.run(*question, option, path, ranks=2)
        self.assertEqual(done.code, 0, done.err)
        return path

    def test_every_kind(self):
        for kind, question, option, words in PLOTS:
            with self.subTest(kind=kind):
                picture = self.path(kind + ".svg")
                done = plot(kind, self.ask(question, option), "--output", picture)
                self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
                text = "".join(ElementTree.parse(picture).getroot().itertext())
                text = text.replace("\u00a0", " ")
                for word in words:
                    self.assertIn(word, text)

    def test_png(self):
        csv = self.path("count.csv")
        self.assertEqual(primerank.run("count", "0", "1e5", "--by", "1e4", "--csv", csv).code, 0)
        self.assertEqual(plot("prime-count", csv).returncode, 0)
        with open(self.path("count.png"), "rb") as file:
            self.assertEqual(file.read(8), b"\x89PNG\r\n\x1a\n")

    def test_refusals(self):
        late = self.ask(("count", "1e5", "2e5", "--by", "1e4"), "--csv")
        gaps = self.path("gaps.json")
        primerank.run("gaps", "0", "100", "--json", gaps)
        for arguments, words in (
            (("prime-count", self.path("none.csv")), "No such file"),
            (("prime-count", late), "begins at 100000"),
            (("race", late), "no column kind"),
            (("merits", late), "cannot be read"),
            (("gap-histogram", gaps), "--histogram"),
            (("merits", gaps, "--output", self.path("x.gif")), "does not end in .png or .svg"),
            (("merits", gaps, "--output", "/nonexistent/x.png"), "cannot be written"),
            (("pie", gaps), "'pie'"),
            ((), "required"),
        ):
            with self.subTest(arguments=arguments):
                done = plot(*arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(words, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1, done.stderr)


if __name__ == "__main__":
    primerank.main()

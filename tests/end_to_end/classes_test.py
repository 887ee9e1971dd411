"""residues --method combinatorial: the same as enumeration, published values, layouts, journals."""

import json
import math
import os
import random
import tempfile
import unittest

import primerank

MODULI = (3, 4, 6, 8, 12, 24)

# pi(10^n; 4, 1) and pi(10^n; 4, 3), with OEIS A091295 and A006880.
MOD_4 = {12: (18803924340, 18803987677), 14: (1602470783672, 1602470967129),
         15: (14922284735484, 14922285687184)}
MOD_24_BELOW_1E11 = (514742404, 514760074, 514762733, 514755092, 514757222, 514760580, 514756309,
                     514760397)


def lines_of(modulus, counts):
    classes = [a for a in range(modulus) if math.gcd(a, modulus) == 1]
    return "".join(f"class {a} {n}\n" for a, n in zip(classes, counts))


class Classes(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.journal = os.path.join(folder.name, "journal")
        self.files = {kind: os.path.join(folder.name, kind) for kind in ("json", "csv")}

    def ask(self, *arguments, **how):
        done = primerank.run("residues", *arguments, **how)
        self.assertEqual(done.code, 0, done.err)
        return done.out

    def combinatorial(self, *arguments, **how):
        return self.ask(*arguments, "--method", "combinatorial", "-q", **how)

    def answers(self, *arguments, **how):
        """Standard output, the JSON's result and the CSV's text."""
        out = self.ask(*arguments, "-q", "--json", self.files["json"], "--csv", self.files["csv"],
                       **how)
        with open(self.files["json"], encoding="utf-8") as file:
            result = json.load(file)["result"]
        with open(self.files["csv"], encoding="utf-8") as file:
            return out, result, file.read()

    def test_by_either_method(self):
        seed = random.randrange(2**32)
        dice = random.Random(seed)
        for start, stop in (
            (0, 0), (0, 1), (0, 2), (2, 3), (3, 3), (3, 4), (0, 4), (1, 1_000_001), (5, 10**8),
            (10**6, 3 * 10**8),
            *(sorted(int(10 ** dice.uniform(0, 9.5)) for _ in range(2)) for _ in range(12)),
        ):
            question = (start, stop, "--modulus", dice.choice(MODULI), "--race", "none")
            by_characters, one_by_one = (self.answers(*question, "--method", method)
                                         for method in ("combinatorial", "enumerate"))
            self.assertEqual(by_characters, one_by_one, f"{question}, seed {seed}")

    def test_published_values(self):
        for exponent, counts in MOD_4.items():
            self.assertEqual(self.combinatorial(0, f"1e{exponent}", "--modulus", 4),
                             lines_of(4, counts))
        self.assertEqual(self.combinatorial(0, "1e11", "--modulus", 24),
                         lines_of(24, MOD_24_BELOW_1E11))

    def test_layouts(self):
        question = ("1e13", "6e13", "--modulus", 12, "--race", "none")
        alone = self.answers(*question)
        for ranks, threads in ((1, 2), (3, 1), (4, 2)):
            self.assertEqual(self.answers(*question, "--threads", threads, ranks=ranks), alone)

    def test_chooses(self):
        for question, method in (
            (("0", "1e13", "--modulus", "24"), "combinatorial"),
            (("0", "1e13", "--modulus", "4", "--race", "none"), "combinatorial"),
            (("1e20", "2e20", "--modulus", "8"), "combinatorial"),
            (("0", "1e13", "--modulus", "4"), "enumerate"),
            (("0", "1e13", "--modulus", "24", "--race", "5,1"), "enumerate"),
            (("0", "1e13", "--modulus", "10"), "enumerate"),
            (("0", "1e10", "--modulus", "24"), "enumerate"),
            (("1e18", "+1e10", "--modulus", "24"), "enumerate"),
            (("0", "1e13", "--modulus", "24", "--method", "enumerate"), "enumerate"),
            (("0", "1e13", "--modulus", "24", "--shard", "0/2", "--journal", self.journal),
             "enumerate"),
        ):
            out = self.ask(*question, "--dry-run")
            self.assertRegex(out, rf"(?m)^method +{method}$", question)
        self.assertRegex(self.ask("0", "1e13", "--modulus", "24", "--dry-run"),
                         r"(?m)^why +combinatorial about .+ of one core, enumerate .+$")
        self.assertIn("which a race needs (--race none)",
                      self.ask("0", "1e13", "--modulus", "4", "--dry-run"))

    def test_text_for_people(self):
        out = self.ask("0", "1e12", "--modulus", "4", "--race", "none")
        for words in ("37,607,912,018", "18,803,924,340", "primes that divide 4: 1\n",
                      "counted by characters, up to stop - 1 and up to start - 1; enumerating"):
            self.assertIn(words, out)

    def test_journals(self):
        question = ("residues", "0", "1e16", "--modulus", "8", "--method", "combinatorial")
        expected = self.ask(*question[1:], "-q")
        primerank.run_and_kill(*question, "--threads", "1", journal=self.journal)
        for ranks in (2, None):
            self.assertEqual(self.ask(*question[1:], "-q", "--journal", self.journal, ranks=ranks),
                             expected)
        # What auto came to when the journal was begun, it comes to again.
        self.assertEqual(self.ask(*question[1:5], "-q", "--journal", self.journal), expected)
        merged = primerank.run("merge", self.journal)
        self.assertEqual(merged.code, 3)
        self.assertIn("no result that can be merged", merged.err)

    def test_audit(self):
        question = ("0", "1e13", "--modulus", "3", "--race", "none")
        self.assertEqual(self.combinatorial(*question, "--audit", "100", ranks=3),
                         self.combinatorial(*question))
        seen = primerank.run_faulty("residues", *question, "--method", "combinatorial", "-q",
                                    "--audit", "100", fault="phi0", ranks=2, rank=1)
        self.assertEqual((seen.code, seen.out), (5, ""), seen.err)
        self.assertRegex(seen.err, "^primerank: audit: chunk .+ came out differently")

    def race_at_end(self, *arguments, **how):
        """Difference, least, largest and lead changes, from the JSON."""
        self.ask(*arguments, "--json", self.files["json"], **how)
        with open(self.files["json"], encoding="utf-8") as file:
            document = json.load(file)
        return document["question"]["lead"], document["result"]["race"]

    def test_a_race_that_knows_who_leads(self):
        for modulus, race in ((4, "3,1"), (3, "2,1"), (24, "quadratic"), (8, "5,3")):
            asked = ("--modulus", modulus, "--race", race)
            for start, stop in ((10**8, 10**8 + 10**6), (616_841, 700_000), (100, 1000), (0, 10)):
                _, before = self.race_at_end(0, start, *asked)
                lead, known = self.race_at_end(start, stop, *asked, "--lead", "auto")
                self.assertEqual(lead, before["difference"])
                for ranks in (None, 3):
                    told = self.race_at_end(start, stop, *asked, f"--lead={lead}", ranks=ranks)
                    self.assertEqual(told, (lead, known))
        # A091295: 1e12, and the first primes behind it.
        lead, _ = self.race_at_end("1e12", "+1e6", "--modulus", 4, "--lead", "auto", ranks=2)
        self.assertEqual(lead, "63337")

    def test_a_race_goes_on_with_its_lead(self):
        question = ("1e12", "+1e7", "--modulus", 4, "--lead", "auto", "--journal", self.journal)
        first = self.race_at_end(*question)
        again = self.race_at_end(*question, ranks=2)
        self.assertEqual(first, again)
        told = ("1e12", "+1e7", "--modulus", 4, "--lead", "63337", "--journal", self.journal)
        self.assertEqual(self.race_at_end(*told), first)

    def test_leads_that_cannot_be_found(self):
        for words, question in (
            ("moduli that divide 24", ("1e9", "+1e6", "--modulus", 7, "--race", "3,1")),
            ("--shard", ("1e9", "+1e6", "--modulus", 4, "--shard", "0/2", "--journal",
                         self.journal)),
            ("START below 2^69", ("1e21", "+1e6", "--modulus", 4)),
            ("name it by --race", ("1e9", "+1e6", "--modulus", 8)),
        ):
            done = primerank.run("residues", *question, "--lead", "auto")
            self.assertEqual((done.code, done.out), (2, ""), done.err)
            self.assertIn(words, done.err)

    def test_refusals(self):
        for arguments, words in (
            (("0", "10", "--modulus", "10"), "for moduli that divide 24, and 10 does not"),
            (("0", "10", "--modulus", "4", "--race", "3,1"), "--race, --lead and --shard enumerate"),
            (("0", "10", "--modulus", "4", "--lead", "1"), "--lead is the difference of a race"),
            (("0", "10", "--modulus", "4", "--shard", "0/2", "--journal", self.journal),
             "--race, --lead and --shard enumerate"),
            (("0", "2^69+2", "--modulus", "4"), "classes are counted for x below 2^69"),
        ):
            done = primerank.run("residues", *arguments, "--method", "combinatorial")
            self.assertEqual((done.code, done.out), (2, ""), arguments)
            self.assertEqual(len(done.err.splitlines()), 1, done.err)
            self.assertIn(words, done.err)


if __name__ == "__main__":
    primerank.main()

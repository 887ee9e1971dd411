"""pi, nth, and count by two values of pi, through the real binary."""

import json
import os
import random
import re
import tempfile
import unittest

import primerank

REFERENCE = primerank.reference()


class Pi(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.journal = os.path.join(self.folder.name, "run.journal")

    def tearDown(self):
        self.folder.cleanup()

    def ask(self, *arguments, ranks=None):
        done = primerank.run(*arguments, ranks=ranks)
        self.assertEqual(done.code, 0, done.err)
        return done.out

    def quiet(self, *arguments, ranks=None):
        return self.ask(*arguments, "-q", ranks=ranks).strip()

    def document(self, *arguments, ranks=None):
        path = os.path.join(self.folder.name, "result.json")
        self.ask(*arguments, "--json", path, ranks=ranks)
        with open(path, encoding="utf-8") as file:
            return json.load(file)

    def test_published_values(self):
        for exponent in range(15):
            self.assertEqual(
                self.quiet("pi", f"10^{exponent}"), REFERENCE["pi_10n"]["values"][str(exponent)]
            )
        for exponent in range(14):
            self.assertEqual(
                self.quiet("nth", f"10^{exponent}"),
                REFERENCE["nth_prime_10n"]["values"][str(exponent)],
            )

    def test_layouts(self):
        for question in (("pi", "98765432109876"), ("nth", "1234567890123"),
                         ("count", "1e13", "6e13", "--method", "combinatorial")):
            alone = (self.quiet(*question), self.document(*question)["result"])
            for ranks, threads in ((1, 2), (3, 1), (4, 2)):
                layout = (*question, "--threads", threads)
                self.assertEqual(self.quiet(*layout, ranks=ranks), alone[0])
                self.assertEqual(self.document(*layout, ranks=ranks)["result"], alone[1])

    def test_nth_undoes_pi(self):
        seed = random.randrange(2**32)
        dice = random.Random(seed)
        small = [int(self.quiet("nth", n)) for n in range(1, 20)]
        self.assertEqual(small[:8], [2, 3, 5, 7, 11, 13, 17, 19])
        for _ in range(10):
            n = int(10 ** dice.uniform(1, 13))
            prime = self.quiet("nth", n)
            self.assertEqual(self.quiet("pi", prime), str(n), f"seed {seed}")
            self.assertEqual(self.quiet("pi", int(prime) - 1), str(n - 1), f"seed {seed}")

    def test_verbose(self):
        result = {
            name: int(digits)
            for name, digits in self.document("pi", "1e12", "--verbose")["result"].items()
        }
        terms = result["A+C"] - result["B"] + result["D"] + result["Phi0"] + result["Sigma"]
        self.assertEqual(terms, result["pi"])
        self.assertEqual((result["Li-pi"], result["li-pi"], result["R-pi"]),
                         (38262, 38263, -1476))
        for estimate in ("Li", "li", "R"):
            self.assertEqual(result[estimate] - result["pi"], result[f"{estimate}-pi"])
        for x, has_li in (("0", False), ("1", False), ("2", True)):
            small = self.document("pi", x, "--verbose")["result"]
            self.assertEqual(small.get("li"), "1" if has_li else None)
        self.assertEqual(self.quiet("pi", "1e12", "--verbose"), str(result["pi"]))

    def test_checks(self):
        for x in ("1000", "1e6", "1e13"):
            out = self.ask("pi", x, "--double-check", ranks=2)
            self.assertIn("double check: ", out)
            out = self.ask("pi", x, "--selftest")
            self.assertRegex(out, r"self-test: pi\(x \+ [0-9,]+\) - pi\(x\) = [0-9,]+, as many")

    def test_checks_find_what_went_wrong(self):
        """A rank loses a bit of Phi0, or of what the sieve counts: only a check notices."""
        right = self.quiet("pi", "1e13")
        selftest = (r"self-test: pi\(x \+ [0-9,]+\) - pi\(x\) = [0-9,]+, and the sieve finds "
                    r"[0-9,]+ primes in \(x, x \+ [0-9,]+\]")
        for ranks, rank, fault, check, told in (
            (None, 0, "phi0", (), None),
            (None, 0, "phi0", ("--double-check",), r"double check: .+"),
            (None, 0, "phi0", ("--selftest",), selftest),
            (None, 0, "count", ("--selftest",), selftest),
            (2, 1, "count", ("--selftest",), selftest),
        ):
            done = primerank.run_faulty("pi", "1e13", *check, "-q",
                                        fault=fault, ranks=ranks, rank=rank)
            if told is None:
                self.assertEqual(done.code, 0, done.err)
                self.assertNotEqual(done.out.strip(), right)
            else:
                self.assertEqual((done.code, done.out), (5, ""), done.err)
                self.assertRegex(done.err, rf"^primerank: {told}\n$")

    def test_count_by_either_method(self):
        seed = random.randrange(2**32)
        dice = random.Random(seed)
        for start, stop in (
            (0, 0), (0, 1), (0, 2), (2, 3), (3, 3), (1, 1_000_001), (5, 10**8), (10**6, 3 * 10**8),
            *(sorted(int(10 ** dice.uniform(0, 9.5)) for _ in range(2)) for _ in range(8)),
        ):
            by_pi, one_by_one = (
                self.quiet("count", start, stop, "--method", method)
                for method in ("combinatorial", "enumerate")
            )
            self.assertEqual(by_pi, one_by_one, f"[{start}, {stop}), seed {seed}")

    def test_count_chooses(self):
        for question, method in (
            (("0", "1e12"), "combinatorial"),
            (("1e15", "3e17"), "combinatorial"),
            (("0", "1e10"), "enumerate"),
            (("1e18", "+1e10"), "enumerate"),
            (("1e19", "+4e10"), "enumerate"),
            (("0", "1e12", "--of", "primes,twins"), "enumerate"),
            (("0", "1e12", "--shard", "0/2", "--journal", self.journal), "enumerate"),
        ):
            out = self.ask("count", *question, "--dry-run")
            self.assertRegex(out, rf"(?m)^method +{method}$", question)
        self.assertEqual(self.quiet("count", "0", "1e12"), "37607912018")
        self.assertIn("pi(stop - 1) - pi(start - 1)", self.ask("count", "0", "1e12"))

    def test_journals(self):
        campaign = ("pi", "1e17", "--journal", self.journal)
        primerank.run_and_kill("pi", "1e17", journal=self.journal)
        for _ in range(2):
            self.assertEqual(self.quiet(*campaign, ranks=2), "2623557157654233")
        merged = primerank.run("merge", self.journal)
        self.assertEqual(merged.code, 3)
        self.assertIn("no result that can be merged", merged.err)
        for question, answer in (
            (("nth", "1e13"), "323780508946331"),
            (("count", "2", "1e13+1", "--method", "combinatorial"), "346065536839"),
            (("pi", "1e13", "--double-check"), "346065536839"),
        ):
            os.remove(self.journal)
            for ranks in (2, None):
                self.assertEqual(
                    self.quiet(*question, "--journal", self.journal, ranks=ranks), answer
                )

    def test_audit(self):
        self.assertEqual(self.quiet("pi", "1e14", "--audit", "100", ranks=3), "3204941750802")

    def test_memory_decides_alpha(self):
        for x, *checked in (("1e16",), ("1e16", "--double-check"), ("1e15", "--selftest")):
            asked = ("pi", x, *checked, "--threads", 1)
            foreseen = int(re.search(r"(?m)^memory +(\d+) MB", self.ask(*asked, "--dry-run"))[1])
            limited = (*asked, "--memory", (foreseen - 1) * 1000000)
            document = self.document(*limited)
            self.assertEqual(document["result"], self.document(*asked)["result"])
            self.assertRegex(self.ask(*limited, "--dry-run"),
                             rf"(?m)^alpha +{document['question']['alpha']}$")
            self.assertNotIn("alpha", self.document(*asked, "--memory", "8G")["question"])

    def test_a_journal_keeps_its_alpha(self):
        question = ("pi", "1e16", "--threads", 1, "--journal", self.journal)
        stopped = primerank.run(*question, "--memory", "12M", "--deadline", "0.5")
        self.assertEqual(stopped.code, 75, stopped.err)
        alpha = set()
        for more in ((), ("--memory", "8G"), ("--memory", "12M")):
            document = self.document(*question, *more)
            self.assertEqual(document["result"], {"pi": "279238341033925"})
            alpha.add(document["question"]["alpha"])
        self.assertEqual(len(alpha), 1)
        os.remove(self.journal)
        self.assertEqual(self.quiet(*question), "279238341033925")
        refused = primerank.run(*question, "--memory", "12M")
        self.assertEqual(refused.code, 2)
        self.assertIn("more than --memory allows", refused.err)

    def test_forecast_before_tables(self):
        out = self.ask("pi", "1e24", "--dry-run")
        self.assertRegex(out, r"(?m)^memory +[0-9,]+ MB")


if __name__ == "__main__":
    primerank.main()

"""Beyond 2^64: every analysis against a slow pass over all primes, layouts, shards, kills."""

import csv
import io
import json
import os
import random
import tempfile
import unittest

import primerank
import slow_primes

PSI_12 = 318665857834031151167461  # the least composite that passes bases 2 to 37
LIMIT = 3317044064679887385961981
LAYOUTS = [(None, 1), (None, 2), (2, 1), (2, 2), (3, 1)]

HEIGHT = random.randrange(2**65, LIMIT - 10**6)
WINDOWS = [
    (2**64 - 3000, 2**64 + 3000),
    (10**22, 10**22 + 20000),
    (PSI_12 - 500, PSI_12 + 500),
    (LIMIT - 3000, LIMIT),
    (HEIGHT, HEIGHT + 5000),
]
PRIMES = {window: slow_primes.primes(*window) for window in WINDOWS}


def constellations(primes, offsets):
    found = set(primes)
    return [p for p in primes if all(p + o in found for o in offsets)]


def gaps_of(window):
    """(length, lower prime), the one behind the last prime included where it is proven."""
    primes = PRIMES[window]
    return [(b - a, a) for a, b in zip(primes, primes[1:] + [slow_primes.next_prime(primes[-1])])]


def first_of_each(gaps):
    first = {}
    for length, lower in gaps:
        first.setdefault(length, lower)
    return first


def maximal(gaps):
    longest, found = 0, []
    for length, lower in gaps:
        if length > longest:
            longest = length
            found.append((length, lower))
    return found


class Beyond(unittest.TestCase):
    def ask(self, *arguments, ranks=None, code=0):
        done = primerank.run(*arguments, ranks=ranks)
        self.assertEqual(done.code, code, (arguments, done.err))
        return done.out

    def at_layouts(self, command, window, *arguments):
        """What the command answers on a window, the same alone and at a random layout."""
        asked = (command, str(window[0]), str(window[1]), *arguments)
        ranks, threads = random.choice(LAYOUTS)
        answer = self.ask(*asked)
        self.assertEqual(self.ask(*asked, "--threads", threads, ranks=ranks), answer, asked)
        return answer

    def test_lists(self):
        for window in WINDOWS:
            with self.subTest(window=window):
                primes = PRIMES[window]
                text = self.at_layouts("list", window, "--output", "-")
                self.assertEqual(text.split(), [str(p) for p in primes])
                text = self.ask("list", *window, "--output", "-", "--format", "bfile")
                self.assertEqual(text, "".join(f"{i} {p}\n" for i, p in enumerate(primes, 1)))
                text = self.at_layouts("list", window, "--pattern", "0,4,6", "--output", "-")
                self.assertEqual(text.split(),
                                 [str(p) for p in constellations(primes, (0, 4, 6))])

    def test_compact_lists(self):
        with tempfile.TemporaryDirectory() as folder:
            for number, window in enumerate(WINDOWS):
                with self.subTest(window=window):
                    whole = os.path.join(folder, f"{number}")
                    self.ask("list", *window, "--format", "compact", "--output", whole)
                    text = self.ask("list", "--input", whole, "--output", "-")
                    self.assertEqual(text.split(), [str(p) for p in PRIMES[window]])

    def test_counts(self):
        for window in WINDOWS:
            with self.subTest(window=window):
                primes = PRIMES[window]
                twins = len(constellations(primes, (0, 2)))
                triplets = len(constellations(primes, (0, 2, 6))) \
                    + len(constellations(primes, (0, 4, 6)))
                out = self.at_layouts("count", window, "-q", "--of", "primes,twins,triplets")
                self.assertEqual(out.split(), [str(n) for n in (len(primes), twins, triplets)])
                out = self.at_layouts("count", window, "-q", "--pattern", "0,12")
                self.assertEqual(out.split(), [str(len(constellations(primes, (0, 12))))])

    def test_tables(self):
        for window in WINDOWS:
            with self.subTest(window=window):
                out = self.at_layouts("count", window, "--by", "700", "--csv", "-")
                rows = list(csv.DictReader(io.StringIO(out)))
                start, stop = window
                self.assertEqual([int(row["start"]) for row in rows],
                                 list(range(start, stop, 700)))
                self.assertEqual(int(rows[-1]["stop"]), stop)
                for row in rows:
                    own = [p for p in PRIMES[window] if int(row["start"]) <= p < int(row["stop"])]
                    self.assertEqual(int(row["primes"]), len(own))
                self.assertEqual(int(rows[-1]["primes_cumulative"]), len(PRIMES[window]))

    def test_sums(self):
        for window in WINDOWS:
            primes = PRIMES[window]
            for power in (0, 1, 2, 6):
                with self.subTest(window=window, power=power):
                    out = self.at_layouts("sum", window, "--power", power, "-q")
                    self.assertEqual(int(out), sum(p**power for p in primes))
            with self.subTest(window=window, power=-1):
                out = self.ask("sum", *window, "--power", "-1", "-q").split()
                exact = sum(10**60 // p for p in primes)
                self.assertLessEqual(int(out[0].replace("0.", "")) * 10**30, exact)
                self.assertEqual(int(out[2]), len(primes))

    def test_residues_and_races(self):
        for window in WINDOWS:
            with self.subTest(window=window):
                asked = ("residues", *window, "--modulus", "4", "--json", "-")
                answer = json.loads(self.ask(*asked))["result"]
                self.assertEqual(json.loads(self.ask(*asked, ranks=2))["result"], answer)
                primes = PRIMES[window]
                counts = {c: sum(p % 4 == c for p in primes) for c in (1, 3)}
                self.assertEqual({c["class"]: int(c["primes"]) for c in answer["classes"]}, counts)
                changes, leader, difference = [], 0, 0
                for p in primes:
                    difference += 1 if p % 4 == 3 else -1
                    sign = (difference > 0) - (difference < 0)
                    if sign not in (0, leader):
                        leader = sign
                        changes.append((str(p), "3" if sign > 0 else "1"))
                self.assertEqual([(c["prime"], c["leader"])
                                  for c in answer["race"]["lead_changes"]], changes)

    def test_gaps(self):
        for window in WINDOWS:
            if window[1] == LIMIT:
                window = (LIMIT - 3000, LIMIT - 168)
                PRIMES[window] = PRIMES[WINDOWS[3]][:-1]
            with self.subTest(window=window):
                gaps = gaps_of(window)
                out = self.at_layouts("gaps", window, "-q")
                self.assertEqual([tuple(map(int, line.split())) for line in out.splitlines()],
                                 maximal(gaps))
                out = self.at_layouts("gaps", window, "-q", "--min", "90")
                self.assertEqual([tuple(map(int, line.split())) for line in out.splitlines()],
                                 [gap for gap in gaps if gap[0] >= 90])
                with tempfile.TemporaryDirectory() as folder:
                    path = os.path.join(folder, "gaps.json")
                    self.ask("gaps", *window, "-q", "--json", path)
                    with open(path, encoding="utf-8") as file:
                        document = json.load(file)
                answer = document["result"]
                self.assertEqual(int(answer["first_prime"]), PRIMES[window][0])
                self.assertEqual(int(answer["last_prime"]), PRIMES[window][-1])
                self.assertEqual({g["gap"]: int(g["prime"]) for g in answer["first_occurrences"]},
                                 first_of_each(gaps))
                self.assertIn("origin", document["question"])

    def test_gaps_between_twins(self):
        window = WINDOWS[1]
        twins = constellations(PRIMES[window], (0, 2))
        gaps = [(b - a, a) for a, b in zip(twins, twins[1:])]
        out = self.at_layouts("gaps", window, "--of", "twins", "-q")
        self.assertEqual([tuple(map(int, line.split())) for line in out.splitlines()],
                         maximal(gaps))

    def test_known_gaps(self):
        for length, lower in ((1552, 18470057946260698231), (1676, 20733746510561442863),
                              (1854, 101412319996363309069), (1610, 1689619025236598760976829)):
            out = self.ask("gaps", lower - 1000, lower + 1000, "-q")
            self.assertIn(f"{length} {lower}", out.splitlines())

    def test_shards(self):
        window = (10**22 - 8 * 10**6, 10**22 + 9 * 10**6)
        asked = {"count": ("--of", "primes,twins"), "gaps": ("--min", "300"),
                 "residues": ("--modulus", "8"), "sum": ("--power", "2"), "list": ()}
        for command, options in asked.items():
            with self.subTest(command=command), tempfile.TemporaryDirectory() as folder:
                def path(name):
                    return os.path.join(folder, name)
                written = command == "list"
                output = ("--output", path("whole")) if written else ()
                whole = self.ask(command, *window, *options, *output, "-q")
                journals = []
                for i in range(3):
                    journals.append(path(f"{i}.journal"))
                    part = ("--output", path(f"{i}.part")) if written else ()
                    self.ask(command, *window, *options, *part, "--shard", f"{i}/3", "--journal",
                             journals[-1], ranks=2 if i == 1 else None)
                output = ("--output", path("joined")) if written else ()
                self.assertEqual(self.ask("merge", *journals, *output, "-q"), whole)
                if written:
                    with open(path("whole"), "rb") as one, open(path("joined"), "rb") as other:
                        self.assertEqual(one.read(), other.read())

    def test_killed_and_continued(self):
        arguments = ("gaps", 10**20, "+3e7", "--min", "300", "-q")
        whole = self.ask(*arguments)
        with tempfile.TemporaryDirectory() as folder:
            journal = os.path.join(folder, "gaps.journal")
            found = os.path.join(folder, "gaps.csv")
            primerank.run_and_kill(*arguments, "--csv", found, journal=journal)
            out = self.ask(*arguments, "--csv", found, "--journal", journal, "--audit", "20",
                           ranks=2)
            self.assertEqual(out, whole)
            with open(journal, encoding="utf-8") as file:
                self.assertIn('"origin"', file.readline())

    def test_audit(self):
        self.ask("count", 10**22, "+1e6", "--of", "primes", "--method", "test", "--audit", "100",
                 ranks=2)

    def test_sieve_and_tests(self):
        # Sieved with all primes up to the square root, and tested one by one.
        start = 2**64 + random.randrange(10**18)
        for command in (("count", "--of", "primes,twins", "-q"),
                        ("gaps", "-q"),
                        ("residues", "--modulus", "10", "-q"),
                        ("list", "--pattern", "0,2,6", "--output", "-")):
            question = (command[0], start, "+3e6", *command[1:])
            tested = self.ask(*question, "--method", "test")
            ranks, threads = random.choice(LAYOUTS)
            sieved = self.ask(*question, "--method", "sieve", "--threads", threads, ranks=ranks)
            self.assertEqual(sieved, tested, question)
        whole = self.ask("count", start, "+3e8", "-q", "--method", "sieve")
        with tempfile.TemporaryDirectory() as folder:
            journal = os.path.join(folder, "count.journal")
            arguments = ("count", start, "+3e8", "-q", "--method", "sieve")
            primerank.run_and_kill(*arguments, journal=journal)
            self.assertEqual(self.ask(*arguments, "--journal", journal, "--audit", "100", ranks=2),
                             whole)

    def test_counts_by_two_values_of_pi(self):
        out = self.ask("count", "1e20", "1.1e20", "--dry-run")
        self.assertIn("combinatorial", out)


class Refusals(unittest.TestCase):
    def test_what_ends_earlier(self):
        top = ("1e20", "+1e4")
        for arguments, words in (
            (("count", "1e25", "+10"), f"primes are found one by one up to {LIMIT}"),
            (("count", "1e29", "+10"), "is larger than"),
            (("list", "1e30", "+10", "--output", "-"), f"is larger than {LIMIT}"),
            (("count", "0", "1e20", "--of", "twins"), "is wider than 2^64"),
            (("gaps", LIMIT - 1000, LIMIT), f"is known up to {LIMIT - 168}"),
            (("gaps", "1e12", "2^64+1"), "begins at 2^42 or above"),
            (("gaps", "1e19", "1e20"), "wider than 2^64"),
            (("list", *top, "--output", "-", "--format", "u64"), "--format u64 ends at 2^64"),
            (("count", *top, "--of", "twins", "--method", "pattern"), "--method pattern ends at"),
            (("sum", "1e24", "+1e4", "--power", "8"), "--power 8 is too high"),
            (("sum", *top, "--power", "-1", "--of", "twins"), "end at 2^64"),
            (("sum", *top, "--of", "integers"), "end at 2^64"),
        ):
            with self.subTest(arguments=arguments):
                done = primerank.run(*arguments)
                self.assertEqual(done.code, 2, done.err)
                self.assertIn(words, done.err)
                self.assertEqual(done.err.count("\n"), 1)


if __name__ == "__main__":
    primerank.main()

"""Wrong input: one line on stderr that names it, the right exit code, at once, and only once."""

import os
import tempfile
import unittest

import primerank

BEYOND = "primality is proven below 3317044064679887385961981"
REFUSED = [
    (("count", "10", "5"), "reversed"),
    (("count", "0", "1e30"), "'1e30' is larger than"),
    (("gaps", "0", "2^64+1"), "wider than 2^64"),
    (("count", "-5", "10"), "START: '-5' is negative"),
    (("count", "\u22125", "10"), "is negative"),
    (("count", "0", "0x1F"), "'0x1F' is not a number"),
    (("count", "0", "1e"), "'1e' is not a number"),
    (("count", "0", "1.23e1"), "'1.23e1' is not a whole number"),
    (("count", "0", "10", "--of", "sexy"), "'sexy'"),
    (("count", "0", "10", "--threads", "0"), "--threads"),
    (("count", "0", "10", "--threads", "x"), "--threads"),
    (("count", "0", "10", "--method", "guess"), "--method is 'guess'"),
    (("count", "0", "10", "--by", "0"), "--by is 0"),
    (("count", "0", "10", "--progress", "loud"), "--progress"),
    (("count", "0", "10", "--memory", "lots"), "--memory"),
    (("count", "0", "1e10", "--memory", "1K"), "more than --memory allows"),
    (("count", "0"), "STOP is required"),
    (("count", "0", "10", "11"), "not expected"),
    (("count", "0", "10", "--bogus"), "--bogus"),
    (("sum", "0", "10", "--power", "9"), "--power is '9'; legal are -1 and 0 to 8"),
    (("sum", "0", "10", "--power", "-3"), "--power is '-3'"),
    (("sum", "0", "10", "--of", "cousins"), "--of is 'cousins'"),
    (("sum", "0", "10", "--method", "combinatorial"), "enumerates"),
    (("gaps", "0", "10", "--method", "combinatorial"), "enumerates"),
    (("count", "0", "10", "--method", "combinatorial", "--of", "twins"), "enumerate"),
    (("count", "0", "10", "--method", "combinatorial", "--by", "5"), "enumerate"),
    (("pi", "1e30"), "X: x is too large"),
    (("pi", "-1"), "X: '-1' is negative"),
    (("pi", "1e13", "--shard", "0/2", "--journal", "j"), "pi cannot be sharded"),
    (("pi", "1e13", "--double-check", "--selftest"), "ask one"),
    (("pi", "1e25", "--selftest"), "--selftest needs X below"),
    (("pi", "1e24", "--memory", "1G"), "more than --memory allows"),
    (("nth", "0"), "N: '0' is 0; the first prime is number 1"),
    (("nth", "1e24"), "N: prime number 1000000000000000000000000 is larger than 331704"),
    (("nth", "1e27"), "N: prime number"),
    (("nth", "1e13", "--shard", "0/2", "--journal", "j"), "nth cannot be sharded"),
    (("next", "3317044064679887385961813"), BEYOND),
    (("next", "1e25"), BEYOND),
    (("prev", "3317044064679887385961982"), BEYOND),
    (("prev", "2"), "no prime below 2"),
    (("test", "7", "3317044064679887385961981"), BEYOND),
    (("test", "1e99"), BEYOND),
    (("test", "-1"), "is negative"),
    (("cuont", "0", "10"), "cuont"),
    (("help", "cuont"), "'cuont' is not a command"),
    ((), "a command is missing"),
    # Whatever is quoted, the line is one.
    (("count", "0", "10", "--method", "a\nb"), r"--method is 'a\x0Ab'"),
    (("count", "0", "10", "--pattern", "0,2\n\x1b[31m"), r"'0,2\x0A\x1B[31m' is not a pattern"),
    (("count", "0", "10", "--of", "twins\r"), r"'twins\x0D'"),
    (("help", "a\nb"), r"'a\x0Ab' is not a command"),
]


class Refusals(unittest.TestCase):
    def check(self, arguments, ranks, code, words):
        with self.subTest(arguments=arguments, ranks=ranks):
            done = primerank.run(*arguments, ranks=ranks)
            self.assertEqual(done.code, code, done.err)
            self.assertEqual(done.out, "")
            self.assertEqual(len(done.err.splitlines()), 1, done.err)
            self.assertTrue(done.err.startswith("primerank: "), done.err)
            self.assertIn(words, done.err)

    def test_alone(self):
        for arguments, words in REFUSED:
            self.check(arguments, None, 2, words)

    def test_under_mpirun(self):
        for arguments, words in (REFUSED[0], REFUSED[3], REFUSED[8], REFUSED[15], REFUSED[18]):
            for ranks in (1, 4):
                self.check(arguments, ranks, 2, words)

    def test_unwritable_files(self):
        for option in ("--json", "--csv"):
            for ranks in (None, 1, 4):
                self.check(
                    ("count", "0", "1e10", option, "/nonexistent/file"), ranks, 4, "/nonexistent/file"
                )

    def test_a_check_leaves_no_file_behind(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "result.json")
            primerank.run("count", "0", "1e10", "--memory", "1K", "--json", path)
            self.assertFalse(os.path.exists(path))

    def test_an_instruction_set_that_is_none(self):
        done = primerank.run("count", "0", "10", env={"PRIMERANK_INSTRUCTION_SET": "mmx"})
        self.assertEqual(done.code, 2)
        self.assertIn("'mmx'", done.err)


if __name__ == "__main__":
    primerank.main()

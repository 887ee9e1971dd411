"""test and test --input: verdicts on many numbers, in a file and through a pipe; bad lines."""

import os
import random
import subprocess
import tempfile
import unittest

import primerank
import slow_primes


class Numbers(unittest.TestCase):
    def piped(self, text, *options, ranks=None):
        done = subprocess.run(primerank.command(("test", "--input", "-", *options), ranks),
                              env=primerank.ENVIRONMENT, input=text, capture_output=True,
                              text=True, timeout=60)
        return primerank.Finished(done.returncode, done.stdout, done.stderr)

    def test_verdicts(self):
        seed = random.randrange(10**9)
        dice = random.Random(seed)
        numbers = [*range(100), 561, 2047, 3215031751, 3825123056546413051, 2**61 - 1, 2**64 - 59,
                   2**64 + 13, 318665857834031151167461, 10**24 + 7, 3317044064679887385961813]
        numbers += [dice.randrange(2**64) >> dice.randrange(64) for _ in range(20_000)]
        numbers += [dice.randrange(2**65, 33 * 10**23) >> dice.randrange(18) for _ in range(5_000)]
        dice.shuffle(numbers)
        verdicts = [slow_primes.is_prime(n) for n in numbers]
        text = "".join(f"{n}\n" for n in numbers)
        quiet = "".join(f"{int(verdict)}\n" for verdict in verdicts)
        words = {n: "neither prime nor composite" if n < 2 else "prime" if verdict else "composite"
                 for n, verdict in zip(numbers, verdicts)}
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "numbers")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            for ranks in (None, 1, 3):
                done = primerank.run("test", "--input", path, "-q", ranks=ranks)
                self.assertEqual((done.code, done.out), (0, quiet), done.err)
        done = self.piped(text)
        self.assertEqual(done.out, "".join(f"{n} {words[n]}\n" for n in numbers), f"seed {seed}")
        self.assertEqual(self.piped(text, "-q", ranks=3).out, quiet)

    def test_more_than_a_block(self):
        numbers = range(10**12, 10**12 + 250_000)  # 14 bytes a line: several blocks of 1 MiB
        done = self.piped("".join(f"{n}\n" for n in numbers), "-q")
        count = primerank.run("count", "1e12", "+250000", "-q").out
        self.assertEqual(done.out.count("\n"), len(numbers))
        self.assertEqual(f"{done.out.count('1')}\n", count)

    def test_how_lines_may_look(self):
        done = self.piped(" 97 \r\n1e3\n2^61-1\n1_000_003", "-q")
        self.assertEqual((done.code, done.out), (0, "1\n0\n1\n1\n"), done.err)
        for nothing in ("", "\n \n", "# no number\n", "\ufeff"):
            self.assertEqual(self.piped(nothing, "-q"), primerank.Finished(0, "", ""))
        done = self.piped("\ufeff# primes\r\n\r\n 97 # the last of two digits\r\n\t\r\n"
                          "1e+00\n#\n1,000,003#\n10000000000.0\n2**61-1", "-q")
        self.assertEqual((done.code, done.out), (0, "1\n0\n1\n0\n1\n"), done.err)

    def test_columns(self):
        for text, column in (("1 2\n2 3\n3 4\n", "2"), ("# A\n1\t2\n\n2\t3 # b\n3\t4", "2"),
                             ("2,x\n3,\n4\n", "1"), ("7, 8 ,2\n7,8,3\n7  8 , 4,5\n", "3"),
                             (",2\n , 3\n1,4\n", "2.0")):
            done = self.piped(text, "-q", "--column", column)
            self.assertEqual((done.code, done.out), (0, "1\n1\n0\n"), (text, done.err))
        for text, words in (("1 2\n2\n", "line 2: there is no column 2"),
                            ("1 2\n1,,3\n", "line 2: there is no column 2"),
                            ("1 2\nn prime\n", "line 2: 'prime' is not a number")):
            done = self.piped(text, "-q", "--column", "2")
            self.assertEqual((done.code, done.out, done.err.count("\n")), (2, "1\n", 1), done.err)
            self.assertIn(words, done.err)

    def test_what_is_no_text(self):
        for data, line, words in (
            (b"2\n3\n\0\n", 3, "zero byte"),
            ("2\n3\n".encode("utf-16"), 1, "UTF-16"),
            ("2\n3\n".encode("utf-16-le"), 1, "zero byte"),
            (b"2\n" + b"1" * 65537 + b"\n", 2, "longer than 65536 bytes"),
            (b"2\n" + b"1" * 3_000_000, 2, "longer than 65536 bytes"),
            (b"2\n#" + b"-" * 3_000_000, 2, "longer than 65536 bytes"),
        ):
            done = subprocess.run(primerank.command(("test", "--input", "-", "-q")),
                                  env=primerank.ENVIRONMENT, input=data, capture_output=True,
                                  timeout=60)
            error = done.stderr.decode()
            self.assertEqual((done.returncode, error.count("\n")), (2, 1), error)
            self.assertIn(f"stdin, line {line}: ", error)
            self.assertIn(words, error)
        done = self.piped("2\n#" + "-" * 65535 + "\n" + "0" * 65535 + "3\n", "-q")
        self.assertEqual((done.code, done.out), (0, "1\n1\n"), done.err)

    def test_a_line_without_end_takes_no_memory(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "numbers")
            with open(path, "wb") as file:
                file.write(b"2\n1")
                file.truncate(10**10)  # a hole, which reads as zero bytes
            limited = ["bash", "-c", 'ulimit -v 1000000; exec "$@"', "bash"]
            done = subprocess.run([*limited, *primerank.command(("test", "--input", path, "-q"))],
                                  env=primerank.ENVIRONMENT, stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stdout), (2, "1\n"), done.stderr)
            self.assertIn("line 2: the line is longer", done.stderr)

    def test_bad_lines(self):
        for bad, words in (
            ("x", "'x' is not a number"),
            ("3317044064679887385961981", "primality is proven below 3317044064679887385961981"),
            ("-3", "'-3' is negative"),
            ("7 11", "'7 11' is not a number"),
            ("0x1F", "'0x1F' is not a number in decimal"),
            ("7\r11", "'7\\x0d11' is not a number"),
        ):
            for ranks in (None, 2):
                done = self.piped(f"2\n4\n{bad}\n5\n", "-q", ranks=ranks)
                self.assertEqual((done.code, done.out), (2, "1\n0\n"), done.err)
                self.assertEqual(len(done.err.splitlines()), 1, done.err)
                self.assertIn(f"stdin, line 3: {words}", done.err)

    def test_refusals(self):
        for arguments, code, words in (
            (("test",), 2, "there is nothing to test"),
            (("test", "7", "--input", "-"), 2, "but not both"),
            (("test", "7", "--column", "1"), 2, "--column goes with --input"),
            (("test", "--input", "-", "--column", "0"), 2, "--column is '0'; legal are 1 to 1000"),
            (("test", "--input", "/nonexistent/n"), 4, "'/nonexistent/n' cannot be read"),
            (("test", "--input", "/"), 4, "'/' cannot be read"),
        ):
            done = primerank.run(*arguments)
            self.assertEqual((done.code, done.out), (code, ""), done.err)
            self.assertIn(words, done.err)


if __name__ == "__main__":
    primerank.main()

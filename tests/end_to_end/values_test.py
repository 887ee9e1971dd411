"""Known values through the real binary, and small questions in every way they can be asked."""

import subprocess
import unittest

import primerank

REFERENCE = primerank.reference()

SIZES = "primes,twins,triplets,quadruplets,quintuplets,sextuplets"


class Values(unittest.TestCase):
    def quiet(self, *arguments):
        done = primerank.run(*arguments, "-q")
        self.assertEqual(done.code, 0, done.err)
        return done.out.split()

    def test_pi_of_powers_of_ten(self):
        for exponent in range(11):
            # The tables count primes <= 10^n.
            self.assertEqual(
                self.quiet("count", "0", f"10^{exponent}+1"),
                [REFERENCE["pi_10n"]["values"][str(exponent)]],
            )

    def test_tuplets(self):
        for power in range(1, 10):
            self.assertEqual(
                self.quiet("count", "0", f"10^{power}+1", "--of", SIZES),
                list(REFERENCE["ktuplets_le_10n"]["values"][f"1e{power}"].values()),
            )

    def test_windows(self):
        windows = REFERENCE["counts_[10^k,10^k+1e9]"]["values"]
        for start in ("1e10", "1e13", "1e16", "1e19"):
            self.assertEqual(
                self.quiet("count", start, "+1000000001", "--of", SIZES),
                list(windows[start].values()),
            )

    def test_sums(self):
        for power in range(1, 9):
            for key, exponent in (("sum_primes_10n", 1), ("sum_squares_primes_10n", 2)):
                self.assertEqual(
                    self.quiet("sum", "0", f"10^{power}+1", "--power", exponent),
                    [REFERENCE[key]["values"][str(power)]],
                )
        self.assertEqual(
            self.quiet("sum", "1", "1001", "--of", "integers", "--power", "2"), ["333833500"]
        )
        self.assertEqual(
            self.quiet("sum", "0", "2^64", "--of", "integers", "--power", "8"),
            [str(sum_of_powers(2**64, 8))],
        )

    def test_every_instruction_set_and_method(self):
        for instruction_set in ("portable", "avx2", "avx512", "neon"):
            for method in ("sieve", "test"):
                env = {"PRIMERANK_INSTRUCTION_SET": instruction_set}
                done = primerank.run("count", "1e16", "+1e6", "-q", "--method", method, env=env)
                if "which this processor does not have" in done.err:
                    continue
                self.assertEqual((done.code, done.out), (0, "27168\n"), done.err)

    def test_ranks_of_different_instruction_sets(self):
        # Enumerating takes nearly so long that pi is preferred: all ranks must take the same way.
        question = ("count", "1e12", "+7e10", "-q")
        expected = primerank.run(*question, "--method", "combinatorial").out
        slower = (f'(( {primerank.RANK} == 0 )) || export PRIMERANK_INSTRUCTION_SET=portable; '
                  'exec "$@"')
        line = [primerank.MPIRUN, "2", "1", "bash", "-c", slower, "bash"]
        done = subprocess.run([*line, *primerank.command(question)], env=primerank.ENVIRONMENT,
                              capture_output=True, text=True, timeout=320, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, expected), done.stderr)

    def test_neighbours(self):
        self.assertEqual(primerank.run("next", "2^64-59").out, "18446744073709551629\n")
        self.assertEqual(primerank.run("next", "0").out, "2\n")
        self.assertEqual(primerank.run("prev", "2^64").out, "18446744073709551557\n")
        for n, below, above in ((2**64, 59, 13), (10**20, 11, 39), (10**22, 27, 9), (10**24, 257, 7)):
            self.assertEqual(primerank.run("prev", n).out, f"{n - below}\n")
            self.assertEqual(primerank.run("next", n, ranks=2).out, f"{n + above}\n")
        self.assertEqual(primerank.run("prev", "3317044064679887385961981").out,
                         "3317044064679887385961813\n")
        self.assertEqual(primerank.run("prev", "3").out, "2\n")
        self.assertEqual(primerank.run("next", "100", ranks=3).out, "101\n")

    def test_test(self):
        done = primerank.run("test", "0", "1", "2", "91", "2^61-1", "3215031751", "-q")
        self.assertEqual(done.out.split(), ["0", "0", "1", "0", "1", "0"])
        self.assertEqual(primerank.run("test", "97", ranks=2).out, "97 prime\n")

    def test_info(self):
        done = primerank.run("info", ranks=3)
        self.assertEqual(done.code, 0, done.err)
        self.assertIn("Open MPI", done.out)
        self.assertRegex(done.out, r"(?m)^ +2 ")


def sum_of_powers(stop, power):
    """The sum of n^power for 0 <= n < stop: an exact polynomial through enough small sums."""
    from fractions import Fraction

    points = []
    total = 0
    for n in range(power + 2):
        points.append((n, total))
        total += n**power
    result = Fraction(0)
    for i, (xi, yi) in enumerate(points):
        term = Fraction(yi)
        for j, (xj, _) in enumerate(points):
            if i != j:
                term *= Fraction(stop - xj, xi - xj)
        result += term
    return int(result)


if __name__ == "__main__":
    primerank.main()

# Not tried with Spack itself: the tests run this recipe against a stand-in for spack.package, which
# finds misspelt directives and options, but builds nothing.
#
#   spack repo add scripts/packaging/spack
#   spack install primerank

import os

from spack.package import *


class Primerank(CMakePackage):
    """Exact answers about the primes in any interval up to 2^64 and pi(x) beyond, on one core or on
    thousands of MPI ranks."""

    # The checkout that this recipe is in.
    git = "file://" + os.path.realpath(os.path.join(os.path.dirname(__file__), *[os.pardir] * 5))

    license("BSD-2-Clause")

    version("main", branch="main")

    depends_on("cxx", type="build")
    depends_on("cmake@3.20:", type="build")
    depends_on("mpi")
    depends_on("boost@1.74: +mpi+serialization")
    depends_on("cli11@2:", type="build")
    depends_on("nlohmann-json@3.10:", type="build")
    depends_on("fmt@9:")
    depends_on("zstd@1.4:")

    def cmake_args(self):
        return [self.define("PRIMERANK_TESTS", False), self.define("PRIMERANK_STATIC", False)]

    @run_after("install")
    @on_package_attributes(run_tests=True)
    def count_primes(self):
        primerank = Executable(join_path(self.prefix.bin, "primerank"))
        assert primerank("count", "-q", "0", "1e6", output=str).strip() == "78498"

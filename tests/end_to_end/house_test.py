"""scripts/check-house names what breaks a rule, each rule once, and nothing else."""

import importlib.machinery
import importlib.util
import os
import subprocess
import tempfile
import unittest

import primerank

SCRIPT = os.path.join(os.path.dirname(__file__), "..", "..", "scripts", "check-house")

# What breaks no rule, however near it comes.
SOUND = {
    "src/main.cpp": '#include "commands/application.hpp"\n',
    "src/cmake/try.cpp": "#include <mpi.h>\n",
    "src/numbers/uint128.hpp": "#pragma once\nstruct Wide {};\n",
    "src/sieve/sieve.hpp": '#pragma once\n#include "numbers/uint128.hpp"\nWide sieve();\n',
    "src/sieve/sieve.cpp": '#include "sieve/sieve.hpp"\n\n#include <vector>\n',
    "src/sieve/CMakeLists.txt": "primerank_floor(sieve\n  SOURCES sieve.cpp\n  FLOORS numbers)\n",
    "src/sieve/kernels_prelude.hpp": "#pragma once\ntemplate <class V> struct Prelude {};\n",
    "src/sieve/part_kernel.hpp": "#pragma once\n\n// Compiled once for each instruction set: see "
                                 "kernels_body.hpp.\n\nusing Part = Prelude<int>;\n",
    "src/simd/prelude.hpp": "#pragma once\nusing Word = unsigned;\n",
    "src/simd/vector.hpp": "#pragma once\n\n// Included with features switched on.\n\n"
                           "struct Vector { Word word; };\n",
    "src/files/output.cpp": "#include <fstream>\nint x = ::open(name, flags);\n",
    "src/cluster/posix_file.cpp": "int x = ::pwrite(1, p, n, 0);\n",
    "src/cli/command.cpp": "#include <CLI/CLI.hpp>\n",
    "src/commands/list.cpp": '// open(path) comes first\nauto s = "fopen(x)";\n'
                             "bool y = file.open(path);\nauto z = list->open(path) || open();\n/* rename(a,\n   b) */\n",
}

# A file that breaks a rule, and what is said of it.
BROKEN = [
    ("src/sieve/up.cpp", '#include "sieve/sieve.hpp"\n#include "tally/measure.hpp"\n',
     "src/sieve/up.cpp:2: sieve may not include tally"),
    ("src/pi/aside.cpp", '#include "list/cell.hpp"\n',
     "src/pi/aside.cpp:1: pi may not include list"),
    ("src/tally/no_floor.cpp", '#include "tally.hpp"\n',
     "src/tally/no_floor.cpp:1: tally may not include tally.hpp"),
    ("src/attic/box.cpp", "", "src/attic:1: no floor of this name"),
    ("src/pi/CMakeLists.txt", "primerank_floor(pi\n  FLOORS numbers list\n)\n",
     "src/pi/CMakeLists.txt:2: pi may not link list"),
    ("src/commands/typed.cpp", "#include <CLI/CLI.hpp>\n",
     "src/commands/typed.cpp:1: <CLI/CLI.hpp> is for cli alone"),
    ("src/report/text.cpp", "#include <nlohmann/json.hpp>\n",
     "src/report/text.cpp:1: <nlohmann/json.hpp> is for json alone"),
    ("src/tally/text.cpp", "\n#include <fmt/core.h>\n",
     "src/tally/text.cpp:2: <fmt/core.h> is for"),
    ("src/campaign/send.cpp", "#include <boost/mpi/communicator.hpp>\n",
     "src/campaign/send.cpp:1: <boost/mpi/communicator.hpp> is for cluster alone"),
    ("src/tally/save.cpp", "#include <boost/serialization/vector.hpp>\n",
     "src/tally/save.cpp:1: <boost/serialization/vector.hpp> is for cluster alone"),
    ("src/campaign/raw.cpp", "#  include <mpi.h>\n",
     "src/campaign/raw.cpp:1: <mpi.h> is for cluster alone"),
    ("src/report/stream.cpp", "#include <fstream>\n",
     "src/report/stream.cpp:1: <fstream> is for files, cluster alone"),
    ("src/commands/opens.cpp", "void f() {\n    int x = ::open(name, flags);\n}\n",
     "src/commands/opens.cpp:2: open: only src/files opens"),
    ("src/report/opens.cpp", 'auto* f = std::fopen("x", "w");\n', "src/report/opens.cpp:1: fopen:"),
    ("src/cluster/writes.cpp", "\nstd::ofstream file(path);\n",
     "src/cluster/writes.cpp:2: ofstream:"),
    ("src/list/moves.cpp", "void f() { std::filesystem::rename(a, b); }\n",
     "src/list/moves.cpp:1: rename:"),
    ("src/campaign/syncs.cpp", "bool ok = fsync(1) == 0;\n", "src/campaign/syncs.cpp:1: fsync:"),
    ("src/numbers/leans.hpp", "#pragma once\nstd::string name();\n",
     "src/numbers/leans.hpp:2: src/numbers/leans.hpp does not compile alone:"),
    ("src/sieve/part_leans.hpp", "#pragma once\nusing Part = Prelude<int>;\n",
     "src/sieve/part_leans.hpp:2: src/sieve/part_leans.hpp does not compile alone:"),
    ("src/sieve/sieve.cpp", '#include <vector>\n\n#include "sieve/sieve.hpp"\n',
     "src/sieve/sieve.cpp:1: the first include is not its own header, sieve/sieve.hpp"),
]


def check(files):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            path = os.path.join(folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        return subprocess.run([SCRIPT, folder], capture_output=True, text=True, check=False)


class House(unittest.TestCase):
    def test_what_breaks_no_rule(self):
        done = check(SOUND)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_what_breaks_a_rule_is_named(self):
        for path, text, words in BROKEN:
            with self.subTest(path=path):
                done = check({**SOUND, path: text})
                self.assertEqual((done.returncode, done.stderr), (1, ""))
                self.assertEqual(len(done.stdout.splitlines()), 1, done.stdout)
                self.assertIn(words, done.stdout)

    def test_floors_rest_on_those_below(self):
        loader = importlib.machinery.SourceFileLoader("check_house", SCRIPT)
        script = importlib.util.module_from_spec(
            importlib.util.spec_from_loader(loader.name, loader))
        loader.exec_module(script)
        below = set()
        for floor, others in script.FLOORS.items():
            self.assertLessEqual(set(others), below, floor)
            below.add(floor)
        for wall, floors in script.WALLS.items():
            self.assertLessEqual(set(floors), below, wall)
        self.assertLess(set(script.FLOORS),
                        set(os.listdir(os.path.join(os.path.dirname(SCRIPT), "..", "src"))))

    def test_usage(self):
        done = subprocess.run([SCRIPT, "--help"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr),
                         (2, "usage: scripts/check-house [FOLDER]\n"))


if __name__ == "__main__":
    primerank.main()

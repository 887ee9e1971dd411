"""The Spack recipe and the Apptainer definition, as far as they can be checked without either."""

import os
import re
import subprocess
import sys
import types
import unittest

import primerank

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
PACKAGING = os.path.join(ROOT, "scripts", "packaging")


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


class Recipe:
    """Stands in for spack.package: a directive that is not one of these is a NameError."""

    def __init__(self):
        self.dependencies = []
        self.versions = []

        class CMakePackage:
            @staticmethod
            def define(name, value):
                return f"-D{name}={value}"

        self.names = {
            "CMakePackage": CMakePackage,
            "Executable": None,
            "depends_on": lambda spec, type=None: self.dependencies.append(spec),
            "join_path": os.path.join,
            "license": lambda name: None,
            "on_package_attributes": lambda **attributes: lambda method: method,
            "run_after": lambda phase: lambda method: method,
            "version": lambda name, branch: self.versions.append(name),
        }

    def load(self, path):
        module = types.ModuleType("spack.package")
        module.__dict__.update(self.names)
        sys.modules["spack"] = types.ModuleType("spack")
        sys.modules["spack.package"] = module
        namespace = {"__file__": path}
        exec(compile(read(path), path, "exec"), namespace)  # pylint: disable=exec-used
        return namespace["Primerank"]


class Packaging(unittest.TestCase):
    def test_spack_recipe(self):
        recipe = Recipe()
        package = recipe.load(
            os.path.join(PACKAGING, "spack", "packages", "primerank", "package.py"))
        self.assertEqual(package.git, "file://" + ROOT)
        self.assertEqual(recipe.versions, ["main"])
        cmake = "".join(read(folder, "CMakeLists.txt") for folder, _, files in
                        os.walk(os.path.join(ROOT, "src")) if "CMakeLists.txt" in files)
        # Git only stamps the version, threads come with the compiler.
        wanted = set(re.findall(r"find_package\((\w+)", cmake)) - {"Git", "Threads"}
        wanted.add("zstd")  # which is found as a plain library
        spack_names = {"nlohmann_json": "nlohmann-json"}
        given = {re.split("[@ ]", spec)[0] for spec in recipe.dependencies}
        self.assertEqual({spack_names.get(name, name.lower()) for name in wanted},
                         given - {"cxx", "cmake"})
        top = read(ROOT, "CMakeLists.txt")
        for argument in package().cmake_args():
            option = re.match(r"-D(\w+)=", argument).group(1)
            self.assertIn(f"option({option} ", top)

    def test_apptainer_definition(self):
        text = read(PACKAGING, "primerank.def")
        head, *parts = re.split(r"^%", text, flags=re.MULTILINE)
        keys = [line.split(":")[0] for line in head.splitlines() if line and line[0] != "#"]
        self.assertEqual(keys, ["Bootstrap", "From"])
        sections = dict(part.split("\n", 1) for part in parts)
        self.assertEqual(len(sections), len(parts))
        self.assertLessEqual(set(sections), {"files", "post", "runscript", "test", "help"})
        for line in sections["files"].split("\n"):
            if line.strip():
                source, _ = line.split()
                self.assertTrue(os.path.exists(os.path.join(ROOT, source)), source)
        for name in ("post", "runscript", "test"):
            subprocess.run(["sh", "-n"], input=sections[name], text=True, check=True)


if __name__ == "__main__":
    primerank.main()

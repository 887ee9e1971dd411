"""What layouts and scaling share: they run primerank on so many ranks and threads and measure."""

import argparse
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass

SCRIPTS = os.path.dirname(os.path.realpath(__file__))


@dataclass
class Run:
    seconds: float  # the program's own, without its launch
    memory: int  # bytes that all ranks together had at their peak
    result: str  # as -q prints it
    question: dict


class Program:
    """primerank, and how to start it on some ranks: by scripts/mpirun, or by a launcher that takes
    -n RANKS, such as srun's."""

    def __init__(self, path=None, launcher=None):
        self.path = path or build()
        if not os.access(self.path, os.X_OK):
            refuse(f"no program {self.path}")
        self.launcher = launcher

    def run(self, arguments, ranks, threads):
        """Ends the script with the program's code when it fails, after the program's message."""
        if self.launcher:
            start = [*self.launcher, "-n", str(ranks)]
        else:
            start = [os.path.join(SCRIPTS, "mpirun"), str(ranks), str(threads)]
        with tempfile.TemporaryDirectory(dir=os.getcwd() if self.launcher else None) as folder:
            path = os.path.join(folder, "run.json")
            line = [*start, self.path, *arguments, "-q", "--threads", str(threads), "--json", path]
            # A file, for a pipe that nobody reads meanwhile holds 64 KB.
            with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
                with subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=output) as process:
                    memory = watch_memory(process)
                if process.returncode != 0:
                    sys.exit(process.returncode)
                output.seek(0)
                result = output.read()
            with open(path, encoding="utf-8") as file:
                document = json.load(file)
        return Run(document["seconds"], memory, result, document["question"])


def build():
    """The program of this checkout, up to date; of an installation, where scripts/build is not,
    the one from the PATH."""
    if not os.path.exists(os.path.join(SCRIPTS, "build")):
        return shutil.which("primerank") or "primerank"
    for line in (["install", "run"], ["build", "release", "primerank"]):
        if subprocess.run([os.path.join(SCRIPTS, line[0]), *line[1:]], check=False).returncode != 0:
            sys.exit(1)
    return os.path.join(os.path.dirname(SCRIPTS), "build", "primerank")


def watch_memory(process):
    """Waits for the process; the largest sum of its children's memory, a shared page counted
    once."""
    peak = 0
    pause = 0.02
    while True:
        peak = max(peak, sum(map(memory_of, children_of(process.pid))))
        try:
            process.wait(pause)
            return peak
        except subprocess.TimeoutExpired:
            pause = min(2 * pause, 0.5)


def children_of(pid):
    children = []
    for path in glob.glob(f"/proc/{pid}/task/*/children"):
        try:
            with open(path, encoding="ascii") as file:
                children += file.read().split()
        except OSError:  # it has just ended
            pass
    return children


def memory_of(pid):
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            for line in file:
                if line.startswith("Pss:"):
                    return 1024 * int(line.split()[1])
    except OSError:
        pass
    return 0


def refuse(sentence):
    """One line, and the exit code of what cannot be done as typed."""
    print(f"{os.path.basename(sys.argv[0])}: {sentence}", file=sys.stderr)
    sys.exit(2)


class OneLineParser(argparse.ArgumentParser):
    def error(self, message):
        refuse(f"{message}; --help tells more")


def positive(text):
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number above 0")
    return int(text)


def processors():
    return len(os.sched_getaffinity(0))


def require_free(arguments, options):
    """Refuses what this script sets itself."""
    for option in options:
        if any(argument.split("=")[0] == option for argument in arguments):
            refuse(f"{option} is not for you to set here")


def require_writable(path):
    if os.path.splitext(path)[1] not in (".png", ".svg"):
        refuse(f"'{path}' does not end in .png or .svg")
    if not os.access(os.path.dirname(path) or ".", os.W_OK):
        refuse(f"'{path}' cannot be written")


def say(text):
    """To whoever waits at a terminal."""
    if sys.stderr.isatty():
        print(f"\r{text:<60}\r", end="", file=sys.stderr, flush=True)

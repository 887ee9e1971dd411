"""What the counts of `count --by` come near to."""

import math

from plots import figure, mathematics
from plots.inputs import Unusable, read_rows


def prime_count(path):
    """pi(x) - Li(x) and pi(x) - R(x), from `count 0 STOP --by STEP --csv FILE`"""
    rows = read_rows(path, ["start", "stop", "primes_cumulative"])
    require_from_zero(path, rows)
    # The count below STOP is pi(STOP - 1).
    points = [(int(row["stop"]) - 1, int(row["primes_cumulative"])) for row in rows]
    points = [(x, pi) for x, pi in points if x > 2]
    if not points:
        raise Unusable(f"'{path}' counts nothing above 2")
    xs = [x for x, _ in points]
    fig, axes = figure.new("The number of primes against its approximations")
    axes.plot(xs, [pi - mathematics.logarithmic_integral(x) for x, pi in points],
              color=figure.BLUE, linewidth=1, label="π(x) − Li(x)")
    axes.plot(xs, [pi - mathematics.riemann_r(x) for x, pi in points],
              color=figure.ORANGE, linewidth=1, label="π(x) − R(x)")
    axes.plot(xs, [-math.sqrt(x) / math.log(x) for x in xs],
              color="black", linewidth=1, linestyle="--", label="−√x / ln x")
    axes.set_xscale("log")
    axes.set_xlabel("x")
    axes.set_ylabel("difference, primes")
    axes.legend(loc="lower left")
    return fig


def require_from_zero(path, rows):
    start = int(rows[0]["start"])
    if start > 2:
        raise Unusable(f"'{path}' begins at {start}; this plot needs everything from 0 on")

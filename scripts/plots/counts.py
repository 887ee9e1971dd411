"""What the counts of `count --by` and the sums of `sum --by` come near to."""

import math

from plots import figure, mathematics
from plots.inputs import Unusable, read_rows

BRUN = 1.902160583104  # P. Sebah (2002), from all twins below 10^16


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


def brun(path):
    """Brun's sum and what it is extrapolated to, from
    `sum 0 STOP --of twins --power -1 --by STEP --csv FILE`"""
    rows = read_rows(path, ["start", "stop", "sum_cumulative", "brun"])
    require_from_zero(path, rows)
    rows = [row for row in rows if row["brun"]]
    if not rows:
        raise Unusable(f"'{path}' has no extrapolated constant")
    xs = [int(row["stop"]) for row in rows]
    extrapolated = [float(row["brun"]) for row in rows]
    fig, (above, below) = figure.new_pair("The sum of 1/p + 1/(p + 2) over the twin primes below x")
    above.plot(xs, extrapolated, color=figure.ORANGE, label="extrapolated: sum + 4 C₂ / ln x")
    above.plot(xs, [float(row["sum_cumulative"]) for row in rows], color=figure.BLUE,
               label="sum below x")
    above.set_ylabel("sum")
    above.set_ylim(top=1.95)
    above.legend(loc="center left")
    below.plot(xs, [abs(value - BRUN) for value in extrapolated], color=figure.ORANGE,
               linewidth=0.9, label=f"|extrapolated − {BRUN}|")
    below.plot(xs, [x ** -0.5 for x in xs], "--", color="black", linewidth=1, label="1/√x")
    below.set_yscale("log")
    below.set_xscale("log")
    below.set_xlabel("x")
    below.set_ylabel("distance")
    below.legend(loc="lower left")
    return fig


def require_from_zero(path, rows):
    start = int(rows[0]["start"])
    if start > 2:
        raise Unusable(f"'{path}' begins at {start}; this plot needs everything from 0 on")

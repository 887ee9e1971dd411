"""Gaps between primes, from `gaps START STOP --json FILE`."""

import math

from plots import figure, mathematics
from plots.inputs import Unusable, read_document


def gap_histogram(path):
    """how often each gap occurs and how often it is expected to, from
    `gaps START STOP --histogram --json FILE`"""
    document = read_document(path, "gaps")
    if not document["result"].get("histogram"):
        raise Unusable(f"'{path}' has no gaps counted; run `primerank gaps` with --histogram")
    start, stop = (int(document["question"][name]) for name in ("start", "stop"))
    counts = {entry["gap"]: int(entry["count"]) for entry in document["result"]["histogram"]
              if entry["gap"] % 2 == 0}
    if not counts:
        raise Unusable(f"'{path}' has no gap of an even length")
    lengths = range(2, max(counts) + 2, 2)
    cramer = [mathematics.expected_gaps(gap, start, stop) for gap in lengths]
    modulated = [expected * mathematics.singular_series(gap) / 2
                 for gap, expected in zip(lengths, cramer)]
    fig, axes = figure.new(f"Gaps between primes from {figure.number(start)} to "
                           f"{figure.number(stop)}")
    axes.plot(counts.keys(), counts.values(), "o", markersize=3.5, color=figure.BLUE,
              label="counted")
    axes.plot(lengths, cramer, "--", linewidth=1.2, color="black",
              label="Cramér's model of odd numbers")
    axes.plot(lengths, modulated, linewidth=0.9, color=figure.ORANGE,
              label="the same × Hardy and Littlewood's $\\mathfrak{S}(g)/2$")
    axes.set_yscale("log")
    axes.set_ylim(bottom=0.5)
    axes.set_xlim(left=0)
    axes.set_xlabel("gap g")
    axes.set_ylabel("gaps of this length")
    axes.legend(loc="upper right")
    return fig


def merits(path):
    """merit of the maximal gaps, from `gaps START STOP --json FILE`"""
    document = read_document(path, "gaps")
    points = [(int(gap["prime"]), gap["merit"], gap["gap"])
              for gap in document["result"]["maximal"] if int(gap["prime"]) > 2]
    if not points:
        raise Unusable(f"'{path}' has no maximal gap above 2")
    xs = [prime for prime, _, _ in points]
    fig, axes = figure.new("Maximal gaps between primes")
    axes.plot(xs, [merit for _, merit, _ in points], "o-", markersize=4, linewidth=0.8,
              color=figure.BLUE, label="merit g / ln p")
    curve = [xs[0] * (xs[-1] / xs[0]) ** (i / 200) for i in range(201)]
    axes.plot(curve, [math.log(x) for x in curve], "--", color="black", linewidth=1,
              label="ln p (Cramér: g ~ ln² p)")
    axes.plot(curve, [math.log(x) - math.log(math.log(x)) for x in curve], color=figure.ORANGE,
              linewidth=1, label="ln p − ln ln p (Cadwell)")
    prime, merit, gap = max(points, key=lambda point: point[1])
    axes.annotate(f"gap {gap} after {prime:,}", (prime, merit), xytext=(0, -110),
                  textcoords="offset points", ha="right", fontsize=9,
                  arrowprops={"arrowstyle": "-", "linewidth": 0.6, "relpos": (1, 1)})
    axes.set_xscale("log")
    axes.set_ylim(0, 1.1 * max(math.log(xs[-1]), merit))
    axes.set_xlabel("prime p before the gap")
    axes.set_ylabel("merit")
    axes.legend(loc="upper left")
    return fig

"""Gaps between primes or constellations, from `gaps START STOP --json FILE`."""

import math

from plots import figure, mathematics
from plots.inputs import Unusable, read_document


def between(question):
    """What the gaps are between: "primes", "twins", "0,2,6" ..."""
    return question.get("of") or question.get("pattern") or "primes"


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
    kind = between(document["question"])
    fig, axes = figure.new(f"Gaps between {kind} from {figure.number(start)} to "
                           f"{figure.number(stop)}")
    axes.plot(counts.keys(), counts.values(), "o", markersize=3.5, color=figure.BLUE,
              label="counted")
    if kind == "primes":
        add_models_of_primes(axes, range(2, max(counts) + 2, 2), start, stop)
    else:
        add_model_by_chance(axes, counts)
    axes.set_yscale("log")
    axes.set_ylim(bottom=0.5)
    axes.set_xlim(left=0)
    axes.set_xlabel("gap g")
    axes.set_ylabel("gaps of this length")
    axes.legend(loc="upper right")
    return fig


def add_models_of_primes(axes, lengths, start, stop):
    cramer = [mathematics.expected_gaps(gap, start, stop) for gap in lengths]
    modulated = [expected * mathematics.singular_series(gap) / 2
                 for gap, expected in zip(lengths, cramer)]
    axes.plot(lengths, cramer, "--", linewidth=1.2, color="black",
              label="Cramér's model of odd numbers")
    axes.plot(lengths, modulated, linewidth=0.9, color=figure.ORANGE,
              label="the same × Hardy and Littlewood's $\\mathfrak{S}(g)/2$")


def add_model_by_chance(axes, counts):
    """As many gaps of the same mean, over as many lengths, were constellations spread by chance."""
    mean = sum(gap * count for gap, count in counts.items()) / sum(counts.values())
    step = math.gcd(*(gap for gap, count in counts.items() if count > 1)) or 2
    lengths = range(step, max(counts) + step, step)
    chance = [math.exp(-gap / mean) for gap in lengths]
    scale = sum(counts.values()) / sum(chance)
    axes.plot(lengths, [scale * value for value in chance], "--", linewidth=1.2, color="black",
              label="spread by chance")


def merits(path):
    """merit of the maximal gaps, from `gaps START STOP --json FILE`"""
    document = read_document(path, "gaps")
    if document["question"]["method"] == "jump":
        raise Unusable(f"'{path}' has long gaps alone, not the maximal ones before")
    points = [(float(gap["prime"]), gap["merit"], gap["gap"])
              for gap in document["result"]["maximal"] if int(gap["prime"]) > 2]
    if not points:
        raise Unusable(f"'{path}' has no maximal gap above 2")
    xs = [prime for prime, _, _ in points]
    kind = between(document["question"])
    fig, axes = figure.new(f"Maximal gaps between {kind}")
    label = "merit g / ln p" if kind == "primes" else "merit g / mean gap a"
    axes.plot(xs, [merit for _, merit, _ in points], "o-", markersize=4, linewidth=0.8,
              color=figure.BLUE, label=label)
    curve = [xs[0] * (xs[-1] / xs[0]) ** (i / 200) for i in range(201)]
    axes.plot(curve, [math.log(x) for x in curve], "--", color="black", linewidth=1,
              label="ln p" + (" (Cramér: g ~ ln² p)" if kind == "primes" else ""))
    if kind == "primes":
        axes.plot(curve, [math.log(x) - math.log(math.log(x)) for x in curve],
                  color=figure.ORANGE, linewidth=1, label="ln p − ln ln p (Cadwell)")
    else:
        means = [gap / merit for _, merit, gap in points]
        axes.plot(xs, [math.log(x / mean) for x, mean in zip(xs, means)], color=figure.ORANGE,
                  linewidth=1, label="ln(p / a) (Kourbatov)")
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

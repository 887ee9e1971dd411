"""Races of residue classes, from the CSV of `residues`."""

import math

from plots import figure
from plots.inputs import Unusable, read_rows


def race(path):
    """a race's difference over log x, from `residues START STOP --modulus Q --csv FILE`"""
    rows = read_rows(path, ["kind", "class", "n", "difference", "min", "max"])
    standings = [row for row in rows if row["kind"] == "race" and int(row["n"]) > 2]
    if not standings:
        raise Unusable(f"'{path}' has no race; run `primerank residues` with --race")
    xs = [float(row["n"]) for row in standings]
    # Differences are of the order of sqrt(x) / ln x.
    scale = [math.log(x) / math.sqrt(x) for x in xs]

    def scaled(column):
        return [int(row[column]) * factor for row, factor in zip(standings, scale)]

    sides = {row["class"]: int(row["difference"]) > 0 for row in standings
             if row["difference"] != "0"}
    ahead = " or ".join(side for side, leads in sides.items() if leads) or "the first"
    fig, axes = figure.new("The prime race of " + " against ".join(sides or ["equals"]))
    axes.fill_between(xs, scaled("min"), scaled("max"), color=figure.SKY, alpha=0.5, linewidth=0,
                      label="extremes since the point before")
    axes.plot(xs, scaled("difference"), color=figure.BLUE, linewidth=0.9, label="at x")
    axes.axhline(0, color="black", linewidth=0.8)
    changes = [float(row["n"]) for row in rows if row["kind"] == "change"]
    axes.plot(changes, [0] * len(changes), "|", color=figure.ORANGE, markersize=14,
              markeredgewidth=1, label=f"{len(changes):,} changes of the lead")
    axes.set_xscale("log")
    axes.set_xlabel("x")
    axes.set_ylabel(f"lead of {ahead} · ln x / √x")
    axes.set_ylim(top=1.3 * axes.get_ylim()[1])
    axes.legend(loc="upper left", ncol=3)
    return fig

"""The looks that all plots share."""

import io
import os
import subprocess
import sys


def load_matplotlib():
    """matplotlib; from Debian's package, which is installed where it is missing."""
    try:
        import matplotlib
    except ImportError:
        install = os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "install")
        if subprocess.run([install, "plot"], check=False).returncode != 0:
            sys.exit("plots need matplotlib, which is missing")
        import matplotlib
    matplotlib.use("Agg")
    return matplotlib


matplotlib = load_matplotlib()
from matplotlib import pyplot  # noqa: E402
from PIL import Image  # noqa: E402

# Okabe and Ito's colours, which the colour-blind tell apart too.
BLUE, ORANGE, GREEN, PURPLE, SKY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9"

pyplot.rcParams.update({
    "figure.figsize": (7.2, 4.3),
    "figure.dpi": 100,
    "figure.constrained_layout.use": True,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.titlesize": 11,
    "grid.color": "#DDDDDD",
    "legend.framealpha": 0.9,
    "legend.fontsize": 9,
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "primerank",  # the same data, the same file
    "font.size": 10,
})


def new(title):
    fig, axes = pyplot.subplots()
    axes.set_title(title)
    return fig, axes


def new_pair(title):
    """Two plots, one above the other, over the same x."""
    fig, axes = pyplot.subplots(2, sharex=True)
    axes[0].set_title(title)
    return fig, axes


def number(n):
    """10^12 where that says it, else all digits."""
    power = len(str(n)) - 1
    return f"10$^{{{power}}}$" if n == 10 ** power and n >= 1000 else f"{n:,}"


def save(fig, path):
    """PNG or SVG, by the ending."""
    try:
        if path.endswith(".svg"):
            fig.savefig(path, metadata={"Date": None})
        else:
            canvas = io.BytesIO()
            fig.savefig(canvas)
            # A palette makes it a third as large, and no eye sees it.
            Image.open(canvas).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(
                path, format="PNG", optimize=True)
    except OSError as error:
        sys.exit(f"'{path}' cannot be written: {error.strerror}")
    pyplot.close(fig)

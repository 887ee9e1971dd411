"""Who was busy when, from any command's --json."""

from plots import figure
from plots.inputs import Unusable, read_document


def load(path):
    """how busy each rank was over time, from any campaign's --json FILE"""
    layout = read_document(path).get("layout", {})
    shares = [rank.get("busy_percent") for rank in layout.get("per_rank", [])]
    if not shares or not all(shares):
        raise Unusable(f"'{path}' tells of no rank's work")
    end = len(shares[0]) * layout["span_seconds"]
    ranks = len(shares)
    fig, axes = figure.new(f"Load of {ranks} rank{'s' * (ranks > 1)} on "
                           f"{len(layout['hosts'])} host{'s' * (len(layout['hosts']) > 1)}")
    image = axes.imshow(shares, aspect="auto", interpolation="nearest", cmap="viridis", vmin=0,
                        vmax=100, extent=(0, end, ranks - 0.5, -0.5))
    fig.colorbar(image, ax=axes, label="busy, % of the time")
    axes.set_xlabel("seconds since the start")
    axes.set_ylabel("rank")
    if ranks <= 20:
        axes.set_yticks(range(ranks))
    axes.grid(visible=False)
    return fig

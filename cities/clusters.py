"""Groups points that stand too close together to be drawn apart."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Cluster:
    """Points (anything with ``x`` and ``y``) that are drawn as one, at their mean."""

    members: list[Any]

    @property
    def x(self) -> float:
        return sum(member.x for member in self.members) / len(self.members)

    @property
    def y(self) -> float:
        return sum(member.y for member in self.members) / len(self.members)


def cluster(points: Sequence[Any], *, distance: float) -> list[Cluster]:
    """Return the points in clusters with centres at least ``distance`` apart; each point is in exactly one.

    Greedy, in the order given: a point joins the nearest centre within reach or becomes one. This is repeated
    on the means until nothing moves together, so that the area of the map bounds the number of clusters,
    however many points there are.
    """
    clusters = [Cluster([point]) for point in points]
    while True:
        merged = _merge(clusters, distance)
        if len(merged) == len(clusters):
            return merged
        clusters = merged


def _merge(clusters: list[Cluster], distance: float) -> list[Cluster]:
    """Return the clusters after one greedy pass; a grid of cells keeps it from comparing all with all."""
    cells: dict[tuple[int, int], list[tuple[float, float, Cluster]]] = defaultdict(list)
    merged = []
    for group in clusters:
        x, y = group.x, group.y
        column, row = int(x // distance), int(y // distance)
        near = [
            ((x - cx) ** 2 + (y - cy) ** 2, number, other)
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for number, (cx, cy, other) in enumerate(cells.get((column + i, row + j), ()))
        ]
        near = [found for found in near if found[0] < distance**2]
        if near:
            min(near, key=lambda found: found[:2])[2].members.extend(group.members)
        else:
            leader = Cluster(list(group.members))
            merged.append(leader)
            cells[column, row].append((x, y, leader))
    return merged

"""The Equal Earth projection (Šavrič, Patterson, Jenny 2018) in the units of ``static/img/world.svg``.

The world is 1000 units wide; its central meridian is 11° east, so that the seam runs through the Bering Strait.
"""

import math
from dataclasses import dataclass

CENTRAL_MERIDIAN = 11.0
WIDTH = 1000.0
# Coefficients of the projection's polynomial.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
ROOT_3 = math.sqrt(3)
NORTH, SOUTH = 84.0, -57.0


def _raw(longitude: float, latitude: float) -> tuple[float, float]:
    """Return the projection's own coordinates; ``longitude`` counts from the central meridian."""
    theta = math.asin(ROOT_3 / 2 * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = 9 * A4 * sixth * square + 7 * A3 * sixth + 3 * A2 * square + A1
    x = 2 * ROOT_3 * math.radians(longitude) * math.cos(theta) / (3 * slope)
    return x, theta * (A4 * sixth * square + A3 * sixth + A2 * square + A1)


HALF = _raw(180, 0)[0]
SCALE = WIDTH / (2 * HALF)
TOP = _raw(0, NORTH)[1]
HEIGHT = (TOP - _raw(0, SOUTH)[1]) * SCALE


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Return where a place stands on the map of the world, in its units, from the upper left corner."""
    offset = (longitude - CENTRAL_MERIDIAN + 180) % 360 - 180
    x, y = _raw(offset, latitude)
    return (x + HALF) * SCALE, (TOP - y) * SCALE


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies inside."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height

    def overlaps(self, other: "Box") -> bool:
        """Return whether the two have a part in common."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def __str__(self) -> str:
        return f"{self.x:.1f} {self.y:.1f} {self.width:.1f} {self.height:.1f}"


WORLD = Box(0, 0, WIDTH, HEIGHT)

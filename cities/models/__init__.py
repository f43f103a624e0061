"""Cities' models, re-exported by name."""

from cities.models.city import City

__all__ = ["City"]

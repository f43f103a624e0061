"""Home's pages, re-exported by name."""

from network.home.models.home_page import HomePage

__all__ = ["HomePage"]

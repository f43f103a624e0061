"""Search's models, re-exported by name."""

from network.search.models.changes import IndexChange
from network.search.models.unanswered import UnansweredQuery

__all__ = ["IndexChange", "UnansweredQuery"]

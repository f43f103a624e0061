"""What raises the content generation here: the groups that stand on cities' pages and who sits in them, and the
exchanges that stand on challenges' pages.

Signals, gathered in this one module, since a deleted account or city takes its seats with it.
"""

from django.db.models.signals import m2m_changed, post_delete, post_save

from network.core.generation import raise_generation
from working_groups.models import ExchangeReport, GroupMembership, PeerExchange, WorkingGroup


def on_change(**kwargs) -> None:
    """Raise the generation once the transaction around has committed."""
    raise_generation()


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    for model in (ExchangeReport, GroupMembership, PeerExchange, WorkingGroup):
        name = f"groups-generation-{model.__name__}"
        post_save.connect(on_change, sender=model, dispatch_uid=f"{name}-saved")
        post_delete.connect(on_change, sender=model, dispatch_uid=f"{name}-deleted")
    m2m_changed.connect(on_change, sender=WorkingGroup.themes.through, dispatch_uid="groups-generation-themes")

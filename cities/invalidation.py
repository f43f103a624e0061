"""What raises the content generation here: every change to what cities are compared by.

Signals, gathered in this one module: Wagtail's editor saves cities with their children, and no service of ours
is called.
"""

from django.db.models.signals import m2m_changed, post_delete, post_save

from cities.models import Challenge, City, CityOffer, LegacySector
from network.core.generation import raise_generation


def on_change(**kwargs) -> None:
    """Raise the generation once the transaction around has committed."""
    raise_generation()


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    for model in (Challenge, City, CityOffer, LegacySector):
        name = f"cities-generation-{model.__name__}"
        post_save.connect(on_change, sender=model, dispatch_uid=f"{name}-saved")
        post_delete.connect(on_change, sender=model, dispatch_uid=f"{name}-deleted")
    m2m_changed.connect(
        on_change, sender=Challenge.themes.through, dispatch_uid="cities-generation-challenge-themes"
    )

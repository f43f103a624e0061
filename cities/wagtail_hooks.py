"""What cities add to the editors' area."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cities.viewsets import CityViewSetGroup, LegacySectorViewSet

register_snippet(CityViewSetGroup)


@hooks.register("register_admin_viewset")
def legacy_sectors() -> LegacySectorViewSet:
    """Return the vocabulary of industries."""
    return LegacySectorViewSet("legacy-sectors")

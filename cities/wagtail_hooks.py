"""What cities add to the editors' area."""

from wagtail.snippets.models import register_snippet

from cities.viewsets import CityViewSet

register_snippet(CityViewSet)

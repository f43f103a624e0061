"""Where staff edit cities."""

from wagtail.snippets.views.snippets import SnippetViewSet

from cities.models import City


class CityViewSet(SnippetViewSet):
    """Cities, with drafts, workflow, history and preview."""

    model = City
    icon = "site"
    list_filter = ["status"]
    search_fields = ["name", "admin_area", "country__name"]

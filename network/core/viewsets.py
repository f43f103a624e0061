"""Where staff edit the themes and the names that networks give them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from network.core.listings import QuotedSearchIndexView
from network.core.models import Theme, ThemeAlias


class ThemeViewSet(ModelViewSet):
    """The spine of themes and its sub-themes."""

    model = Theme
    icon = "tag"
    menu_label = _("Themes")
    index_view_class = QuotedSearchIndexView
    list_display = ["name", "broader", "tone", "position"]
    list_filter = ["broader"]
    list_export = ["name", "slug", "broader", "description", "position"]
    export_filename = "themes"
    search_fields = ["name", "slug", "description"]
    ordering = ["position", "name"]
    form_fields = ["name", "slug", "broader", "description", "tone", "hatch", "position"]
    inspect_view_enabled = True


class ThemeAliasViewSet(ModelViewSet):
    """Other names of themes."""

    model = ThemeAlias
    icon = "tag"
    menu_label = _("Names of themes")
    index_view_class = QuotedSearchIndexView
    list_display = ["name", "theme", "scheme"]
    list_filter = ["theme", "scheme"]
    list_export = ["name", "theme", "scheme"]
    export_filename = "theme-names"
    search_fields = ["name", "scheme", "theme__name"]
    form_fields = ["name", "theme", "scheme"]


class ThemeViewSetGroup(ViewSetGroup):
    """Themes and their names in one menu."""

    items = (ThemeViewSet("themes"), ThemeAliasViewSet("theme-names"))
    menu_label = _("Themes")
    menu_icon = "tag"
    menu_order = 120

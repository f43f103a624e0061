"""Where staff edit what stands on every page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.viewsets.model import ModelViewSet

from network.core.models import MenuItem


class MenuItemViewSet(ModelViewSet):
    """The menus' links, in the order in which they stand: drag them with “Sort item order”."""

    model = MenuItem
    name = "menu_items"
    icon = "list-ul"
    menu_label = _("Menus")
    menu_order = 700
    add_to_settings_menu = True
    sort_order_field = "position"
    list_display = ["label", "place", "page", "address"]
    list_filter = ["place"]
    search_fields = ["label", "address"]
    list_per_page = 50
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("place"), FieldPanel("label")]),
        FieldPanel("page"),
        FieldPanel("address"),
    ]

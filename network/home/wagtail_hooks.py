"""What home adds to the editors' area."""

from wagtail import hooks

from network.home.contact.viewsets import EnquiryViewSet, NewEnquiriesItem
from network.home.shortcuts import ShortcutsPanel
from network.home.viewsets import MenuItemViewSet


@hooks.register("register_admin_viewset")
def menu_items() -> MenuItemViewSet:
    """Return the menus' viewset."""
    return MenuItemViewSet()


@hooks.register("register_admin_viewset")
def enquiries() -> EnquiryViewSet:
    """Return the queue of enquiries."""
    return EnquiryViewSet()


@hooks.register("construct_homepage_summary_items")
def count_new_enquiries(request, items: list) -> None:
    """Add how many enquiries wait for an answer."""
    items.append(NewEnquiriesItem(request))


@hooks.register("construct_homepage_panels")
def offer_first_steps(request, panels: list) -> None:
    """Offer what an editor usually comes for."""
    panels.append(ShortcutsPanel(request))

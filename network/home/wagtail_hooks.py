"""What home adds to the editors' area."""

from wagtail import hooks

from network.home.viewsets import MenuItemViewSet


@hooks.register("register_admin_viewset")
def menu_items() -> MenuItemViewSet:
    """Return the menus' viewset."""
    return MenuItemViewSet()

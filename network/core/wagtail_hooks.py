"""What core adds to the editors' area."""

from wagtail import hooks

from network.core.viewsets import ThemeViewSetGroup


@hooks.register("register_admin_viewset")
def themes() -> ThemeViewSetGroup:
    """Return the menu of themes and their names."""
    return ThemeViewSetGroup()

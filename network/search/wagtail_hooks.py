"""What search adds to the editors' area."""

from wagtail import hooks

from network.search.viewsets import UnansweredViewSet


@hooks.register("register_admin_viewset")
def unanswered() -> UnansweredViewSet:
    """Return what people looked for in vain, among the reports."""
    return UnansweredViewSet()

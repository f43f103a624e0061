"""What mail adds to the editors' area."""

from wagtail import hooks

from network.mail.viewsets import DeliveryViewSet


@hooks.register("register_admin_viewset")
def deliveries() -> DeliveryViewSet:
    """Return the record of mail, among the reports."""
    return DeliveryViewSet()

"""Mail's models, re-exported by name."""

from network.mail.models.delivery import Delivery
from network.mail.models.suppression import Suppression

__all__ = ["Delivery", "Suppression"]

"""Mail's models, re-exported by name."""

from network.mail.models.delivery import Delivery
from network.mail.models.preference import DigestTime, Preference
from network.mail.models.run import DigestRun
from network.mail.models.suppression import Suppression

__all__ = ["Delivery", "DigestRun", "DigestTime", "Preference", "Suppression"]

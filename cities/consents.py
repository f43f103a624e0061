"""To which words people agree before they are shown, by version.

A record of a consent holds the version: new words get a new one, and the old ones stay here, so that what was
agreed to can still be read.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Wording:
    """What somebody agrees to."""

    version: str
    text: str | Promise


CONTACT = Wording("contact-1", _("This person has agreed that members of the network see this"))
EXPERT = Wording(
    "expert-1", _("Show my name, job title, biography, languages, expertise and this entry to everybody")
)

WORDINGS = {wording.version: wording for wording in (CONTACT, EXPERT)}


def text_of(version: str) -> str:
    """Return the words of a version; empty where nobody has agreed."""
    return str(WORDINGS[version].text) if version in WORDINGS else ""

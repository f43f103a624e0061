"""What working groups can be, how people come into them, and what they are there."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Visibility(TextChoices):
    """Who knows of a group: what happens inside is its members' in every case."""

    PUBLIC = "public", _("Public: everybody reads about its aim, its cities and its workplan")
    RESTRICTED = "restricted", _("Restricted: everybody reads a short note, all else is inside")
    PRIVATE = "private", _("Private: for those outside it does not exist")


class Admission(TextChoices):
    """How people come into a group."""

    OPEN = "open", _("Open: whoever belongs to a city or partner of the network joins at once")
    REQUEST = "request", _("By request: a facilitator decides")
    DOMAIN = "domain", _("By mail domain: a verified address at one of the domains joins at once, others ask")
    INVITATION = "invitation", _("By invitation only")


class GroupRole(TextChoices):
    """What somebody is in a group."""

    FACILITATOR = "facilitator", _("Facilitator")
    MEMBER = "member", _("Member")


class MembershipState(TextChoices):
    """Where somebody stands with a group."""

    REQUESTED = "requested", _("Asked to join")
    ACTIVE = "active", _("Member")
    DECLINED = "declined", _("Declined")
    ENDED = "ended", _("Ended")


OPEN_MEMBERSHIPS = (MembershipState.REQUESTED, MembershipState.ACTIVE)


class InvitationState(TextChoices):
    """What has become of an invitation."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    REVOKED = "revoked", _("Revoked")


class MeetingKind(TextChoices):
    """Where a meeting is held; each is one of schema.org's attendance modes."""

    ONLINE = "online", _("Online")
    ROOM = "room", _("In person")
    HYBRID = "hybrid", _("In a room and online")


class Audience(TextChoices):
    """Who may come to a meeting."""

    GROUP = "group", _("The members of the group")
    NETWORK = "network", _("Every member of the network")
    EVERYBODY = "everybody", _("Everybody: it stands in the public list")


class Answer(TextChoices):
    """What somebody has answered: PARTSTAT of RFC 5545, section 3.2.12."""

    YES = "ACCEPTED", _("Yes")
    MAYBE = "TENTATIVE", _("Maybe")
    NO = "DECLINED", _("No")


class Way(TextChoices):
    """How somebody takes part."""

    ROOM = "room", _("In the room")
    ONLINE = "online", _("Online")


class FileKind(TextChoices):
    """What a file of a group may be: the value is how its name ends."""

    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word")
    XLSX = "xlsx", _("Excel")
    PPTX = "pptx", _("PowerPoint")
    ODT = "odt", _("OpenDocument text")
    ODS = "ods", _("OpenDocument spreadsheet")
    ODP = "odp", _("OpenDocument presentation")
    PNG = "png", _("PNG picture")
    JPEG = "jpg", _("JPEG picture")
    WEBP = "webp", _("WebP picture")
    CSV = "csv", _("Table (CSV)")
    TXT = "txt", _("Text")
    ICS = "ics", _("Calendar")


class OutcomeKind(TextChoices):
    """What an exchange or a meeting has become."""

    PRACTICE = "practice", _("Good practice")
    PRODUCT = "product", _("Knowledge product")

"""Kinds and states of cities and partners."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CityStatus(models.TextChoices):
    """What a city is to the network."""

    MEMBER = "member", _("Member")
    APPLICANT = "applicant", _("Applicant")
    ALUMNUS = "alumnus", _("Former member")
    FEATURED = "featured", _("Featured, not a member")


# Cities that people can belong to.
JOINED_CITIES = (CityStatus.MEMBER, CityStatus.APPLICANT)


class SizeClass(models.TextChoices):
    """The network's size classes by inhabitants; each begins at its own figure and ends before the next one's.

    Only the last differs: five million exactly is still large.
    """

    LITTLE = "under-50000", _("Under 50,000")
    SMALL = "small", _("Small (50,000 to 200,000)")
    MEDIUM = "medium", _("Medium (200,000 to 500,000)")
    METROPOLITAN = "metropolitan", _("Metropolitan (500,000 to 1.5 million)")
    LARGE = "large", _("Large (1.5 to 5 million)")
    VERY_LARGE = "very-large", _("Over 5 million")

    @property
    def title(self) -> str:
        """The class without its figures, where it has a name."""
        return str(self.label).partition(" (")[0]

    @property
    def bounds(self) -> tuple[int, int | None]:
        """The smallest and the largest number of inhabitants of this class; ``None`` is without limit."""
        return SIZE_BOUNDS[self]

    @classmethod
    def of(cls, population: int | None) -> "SizeClass | None":
        """Return the class of a city with ``population`` inhabitants; ``None`` where that is not known."""
        if population is None:
            return None
        return next(size for size in reversed(cls) if population >= size.bounds[0])

    def holds(self, lookup: str) -> models.Q:
        """Return the condition that the number at ``lookup`` (``city__population``) is of this class."""
        least, most = self.bounds
        condition = models.Q(**{f"{lookup}__gte": least})
        return condition if most is None else condition & models.Q(**{f"{lookup}__lte": most})


SIZE_BOUNDS = {
    SizeClass.LITTLE: (0, 49_999),
    SizeClass.SMALL: (50_000, 199_999),
    SizeClass.MEDIUM: (200_000, 499_999),
    SizeClass.METROPOLITAN: (500_000, 1_499_999),
    SizeClass.LARGE: (1_500_000, 5_000_000),
    SizeClass.VERY_LARGE: (5_000_001, None),
}


class SectorFamily(models.TextChoices):
    """What is drawn for a legacy sector: a part of ``static/img/section.svg``."""

    MINING = "mining", _("Mining")
    METALS = "metals", _("Iron, steel and metals")
    WORKS = "works", _("Factories and mills")
    TRANSPORT = "transport", _("Ports, railways and trade")


class OfferKind(models.TextChoices):
    """Which way help would go."""

    OFFER = "offer", _("Offer")
    NEED = "need", _("Need")


class CommitmentStatus(models.TextChoices):
    """How far a commitment has got."""

    ANNOUNCED = "announced", _("Announced")
    UNDER_WAY = "under-way", _("Under way")
    MET = "met", _("Met")
    MISSED = "missed", _("Missed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PartnerKind(models.TextChoices):
    """What a partner is to the network."""

    FUNDER = "funder", _("Funder")
    DEVELOPMENT = "development", _("Development partner")
    TECHNICAL = "technical", _("Technical partner")
    RESEARCH = "research", _("Research")
    COMPANY = "company", _("Company")


class AffiliationRole(models.TextChoices):
    """What a person is in her city or organisation."""

    COORDINATOR = "coordinator", _("Coordinator")
    OFFICIAL = "official", _("Official")
    EXPERT = "expert", _("Expert")
    REPRESENTATIVE = "representative", _("Representative")


CITY_ROLES = (AffiliationRole.COORDINATOR, AffiliationRole.OFFICIAL, AffiliationRole.EXPERT)
PARTNER_ROLES = (AffiliationRole.REPRESENTATIVE, AffiliationRole.EXPERT)
# Who decides about the people of a city, and of a partner.
KEEPER_ROLES = (AffiliationRole.COORDINATOR, AffiliationRole.REPRESENTATIVE)


class AffiliationState(models.TextChoices):
    """Where an affiliation stands."""

    REQUESTED = "requested", _("Requested")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    ENDED = "ended", _("Ended")


OPEN_AFFILIATIONS = (AffiliationState.REQUESTED, AffiliationState.APPROVED)


class AffiliationGround(models.TextChoices):
    """What an approval rests on."""

    MAIL_DOMAIN = "mail-domain", _("Verified address of the city")
    COORDINATOR = "coordinator", _("Approved by a coordinator")
    STAFF = "staff", _("Approved by the secretariat")
    INVITATION = "invitation", _("Invited")


class InterestKind(models.TextChoices):
    """As what somebody wants to join the network."""

    CITY = "city", _("City")
    PARTNER = "partner", _("Partner organisation")


class InterestState(models.TextChoices):
    """How far the talks about joining have got."""

    NEW = "new", _("New")
    IN_TALKS = "in-talks", _("In talks")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


OPEN_INTERESTS = (InterestState.NEW, InterestState.IN_TALKS)


class InvitationState(models.TextChoices):
    """What became of an invitation; one that has expired is still open and can be sent again."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", _("Revoked")


class ChallengeState(models.TextChoices):
    """Where a challenge stands; everybody sees it from its publication on."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waits for the secretariat")
    RETURNED = "returned", _("Returned with a comment")
    PUBLISHED = "published", _("Open")
    SOLVED = "solved", _("Solved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PUBLIC_CHALLENGES = (ChallengeState.PUBLISHED, ChallengeState.SOLVED)


class Availability(models.TextChoices):
    """How much an expert can take on."""

    OPEN = "open", _("Open for requests")
    LIMITED = "limited", _("A few hours a month")
    PAUSED = "paused", _("Not at the moment")


class OfferState(models.TextChoices):
    """Whether an offer of support still stands."""

    OPEN = "open", _("Open")
    WITHDRAWN = "withdrawn", _("Withdrawn")

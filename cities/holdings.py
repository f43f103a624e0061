"""What cities hold of people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.consents import text_of
from cities.enums import AffiliationState, InterestState, InvitationState
from cities.models import (
    Affiliation,
    Ballot,
    Challenge,
    ChallengeComment,
    City,
    CityContact,
    CoSignature,
    CycleEntry,
    ExpertProfile,
    ExpertRequest,
    Follow,
    Interest,
    InterestAnswer,
    Invitation,
    SupportOffer,
)
from network.accounts.privacy.erasure import addresses_of, at_addresses_of, rewrite_revisions
from network.core.personal_data import Holding, Retention, Withdrawal, columns_of

YEAR = timedelta(days=365)
SEEN_BY_MEMBERS = _("Everybody reads the text; your name stands beside it for members only.")


def _by_address(model: type[Model], column: str) -> Callable[[Any], QuerySet]:
    """Return what finds the rows of ``model`` that hold one of a person's addresses."""
    return lambda person: model._default_manager.filter(at_addresses_of(person, column)).order_by("pk")


def _by_key(model: type[Model], column: str, *, read: str = "") -> Callable[[Any], QuerySet]:
    """Return what finds the rows of ``model`` that point at a person, each with the row that ``read`` names."""

    def rows(person: Any) -> QuerySet:
        found = model._default_manager.filter(**{column: person}).order_by("pk")
        return found.select_related(read) if read else found

    return rows


def told_with_consent(*columns: str) -> Callable[[Any], dict[str, Any]]:
    """Return what describes a row by its columns, and by the words to which the person has agreed."""

    def told(row: Any) -> dict[str, Any]:
        agreed = {gettext("agreed to"): text_of(row.consent_version), gettext("version"): row.consent_version}
        return columns_of(row, columns) | agreed

    return told


invitations_to = _by_address(Invitation, "address")
interests_of = _by_address(Interest, "email")
contacts_of = _by_address(CityContact, "email")


def is_listed(person: Any) -> bool:
    """Return whether the person has agreed to be shown among the experts."""
    return ExpertProfile.objects.filter(person=person, listed_at__isnull=False).exists()


def forget_contact(person: Any) -> None:
    """Take the person out of the pages on which she is a contact person, and out of their earlier states."""
    addresses = addresses_of(person)
    if not addresses:
        return
    list(City.objects.select_for_update().order_by("pk").values_list("pk"))  # no draft is written meanwhile
    contacts_of(person).delete()

    def without(content: dict) -> bool:
        rows = content.get("contacts") or []
        content["contacts"] = [row for row in rows if (row.get("email") or "").lower() not in addresses]
        return len(content["contacts"]) < len(rows)

    rewrite_revisions(City, without, *addresses)


HOLDINGS = (
    Holding(
        key="affiliations",
        title=_("To which city or organisation you belong, and in which role"),
        why=_("So that you can speak for it."),
        seen_by=_("Its coordinators or representatives, and the secretariat."),
        at_erasure=_("Deleted. If nobody else coordinates the city, the secretariat is shown that."),
        models=("cities.affiliation",),
        rows=_by_key(Affiliation, "person"),
        columns=("city", "partner", "role", "state", "message", "requested_at", "decided_at", "ended_at"),
        retention=Retention(
            3 * YEAR,
            _("after it was declined or has ended"),
            lambda before: Affiliation.objects.filter(
                Q(state=AffiliationState.ENDED, ended_at__lt=before)
                | Q(state=AffiliationState.DECLINED, decided_at__lt=before)
            ),
        ),
    ),
    Holding(
        key="invitations",
        title=_("Invitations to your address"),
        why=_("So that a city's people can be brought in."),
        seen_by=_("The secretariat."),
        at_erasure=_("Deleted."),
        models=("cities.invitation",),
        rows=invitations_to,
        columns=("address", "name", "city", "partner", "role", "sent_at", "state"),
        erase=lambda person: invitations_to(person).delete(),
        retention=Retention(
            YEAR,
            _("after it was sent, unless it is open"),
            lambda before: Invitation.objects.filter(sent_at__lt=before).exclude(
                state=InvitationState.OPEN, expires_at__gt=before
            ),
        ),
    ),
    Holding(
        key="interests",
        title=_("That your city or organisation wants to join"),
        why=_("So that the secretariat can answer."),
        seen_by=_("The secretariat."),
        at_erasure=_("Deleted, with the answers."),
        models=("cities.interest",),
        rows=interests_of,
        columns=("organisation", "name", "email", "job_title", "message", "received_at"),
        erase=lambda person: interests_of(person).delete(),
        retention=Retention(
            2 * YEAR,
            _("after it was received, once it is decided"),
            lambda before: Interest.objects.filter(
                received_at__lt=before, state__in=(InterestState.ACCEPTED, InterestState.DECLINED)
            ),
        ),
    ),
    Holding(
        key="interest-answers",
        title=_("What the secretariat answered when your city wanted to join"),
        why=_("So that everybody in the secretariat knows what was said."),
        seen_by=_("You, to whom it was mailed, and the secretariat."),
        kept=_("As long as what it answers."),
        at_erasure=_("Deleted."),
        models=("cities.interestanswer",),
        rows=lambda person: InterestAnswer.objects.filter(interest__in=interests_of(person)).order_by("pk"),
        columns=("interest", "state", "text", "sent_at"),
    ),
    Holding(
        key="contacts",
        title=_("That you are a contact person of your city"),
        why=_("So that other members know whom to turn to. It is kept when you agreed, and to what."),
        seen_by=_("Members of the network."),
        kept=_("Until your city takes it out, or you take your consent back."),
        at_erasure=_("Deleted, in earlier states of the page too."),
        models=("cities.citycontact",),
        rows=contacts_of,
        describe=told_with_consent("city", "name", "function", "email", "phone", "consented_on"),
        withdrawal=Withdrawal("cities:contact-withdrawal", lambda person: contacts_of(person).exists()),
        erase=forget_contact,
    ),
    Holding(
        key="expert",
        title=_("That cities may ask you"),
        why=_("So that you are found. You alone decide whether it is shown, and since when."),
        seen_by=_("Everybody, while you let it be shown."),
        kept=_("Until you delete it."),
        at_erasure=_("Deleted."),
        models=("cities.expertprofile",),
        rows=_by_key(ExpertProfile, "person"),
        describe=told_with_consent("headline", "availability", "regions", "listed_at"),
        withdrawal=Withdrawal("cities:expert-withdrawal", is_listed),
    ),
    Holding(
        key="expert-requests",
        title=_("What you wrote to experts"),
        why=_("So that it can be answered, and that nobody is flooded."),
        seen_by=_("You and the expert."),
        at_erasure=_("Deleted."),
        models=("cities.expertrequest",),
        rows=_by_key(ExpertRequest, "sender"),
        columns=("subject", "message", "sent_at"),
        retention=Retention(
            YEAR, _("after it was sent"), lambda before: ExpertRequest.objects.filter(sent_at__lt=before)
        ),
    ),
    Holding(
        key="expert-requests-received",
        title=_("What others asked you as an expert"),
        why=_("So that it reaches you, and that nobody is flooded."),
        seen_by=_("You and the sender."),
        kept=_("As long as your entry, and no longer than what the sender wrote."),
        at_erasure=_("Deleted."),
        models=("cities.expertrequest",),
        rows=_by_key(ExpertRequest, "expert__person", read="sender"),
        columns=("sender", "subject", "message", "sent_at"),
    ),
    Holding(
        key="follows",
        title=_("Which themes and cities you follow"),
        why=_("So that your digest tells you what is new there."),
        seen_by=_("You alone."),
        kept=_("Until you stop following, or your account ends."),
        at_erasure=_("Deleted."),
        models=("cities.follow",),
        rows=_by_key(Follow, "person"),
        columns=("theme", "city", "followed_at"),
    ),
    Holding(
        key="challenges",
        title=_("Challenges that you wrote for your city"),
        why=_("They are the city's: others work on them."),
        seen_by=_("Everybody, once published, without your name."),
        kept=_("As long as the city keeps them."),
        at_erasure=_("They stay, without you: others work on them."),
        models=("cities.challenge",),
        stays=True,
        rows=_by_key(Challenge, "author"),
        columns=("title", "summary", "state", "review_comment", "created_at"),
    ),
    Holding(
        key="comments",
        title=_("What you said about challenges"),
        why=_("Comments are part of the cities' exchange."),
        seen_by=SEEN_BY_MEMBERS,
        kept=_("As long as the challenge."),
        at_erasure=_("They stay, without you: others have answered them."),
        models=("cities.challengecomment",),
        stays=True,
        rows=_by_key(ChallengeComment, "author"),
        columns=("text", "written_at"),
    ),
    Holding(
        key="offers",
        title=_("Support that you offered"),
        why=_("So that it can be taken up."),
        seen_by=_("The city that it is for; everybody where you made it public."),
        kept=_("As long as the challenge."),
        at_erasure=_("They stay as your organisation's, without you."),
        models=("cities.supportoffer",),
        stays=True,
        rows=_by_key(SupportOffer, "offered_by"),
        columns=("text", "offered_at", "is_public"),
    ),
    Holding(
        key="signatures",
        title=_("What you co-signed for your city"),
        why=_("It is the city's word."),
        seen_by=_("Everybody, without your name."),
        kept=_("As long as the challenge."),
        at_erasure=_("It stays, without you: it is the city's word."),
        models=("cities.cosignature",),
        stays=True,
        rows=_by_key(CoSignature, "signed_by"),
        columns=("sentence", "signed_at"),
    ),
    Holding(
        key="votes",
        title=_("Ballots that you cast for your city"),
        why=_("So that each city votes once, and that the count can be repeated."),
        seen_by=_("A ballot: the city's coordinators. The published ballots name nobody."),
        kept=_("For good: they are the record of the vote."),
        at_erasure=_("They stay, without you, so that the count can be repeated."),
        models=("cities.ballot",),
        stays=True,
        rows=_by_key(Ballot, "cast_by"),
        columns=("cast_at",),
    ),
    Holding(
        key="entries",
        title=_("Challenges that you entered into a cycle"),
        why=_("They are the city's entries."),
        seen_by=_("Everybody, without your name."),
        kept=_("For good: they are the record of the vote."),
        at_erasure=_("They stay, without you: they are the record of the vote."),
        models=("cities.cycleentry",),
        stays=True,
        rows=_by_key(CycleEntry, "submitted_by"),
        columns=("submitted_at",),
    ),
)

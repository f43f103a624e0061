"""Who may do what with challenges, and with what others add to them.

A rule says whose business an action is. Whether the challenge's state allows it at this moment is asked in the
services: a button that was pressed a second too late is told so.
"""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from cities.enums import ChallengeState, OfferState
from cities.permissions import is_member, keeps_challenges, seats_of

BEFORE_PUBLICATION = (ChallengeState.DRAFT, ChallengeState.SUBMITTED, ChallengeState.RETURNED)


def _keeps(person: Any, challenge: Any) -> bool:
    return challenge.city_id in seats_of(person).coordinated or keeps_challenges(person)


def _is_author(person: Any, challenge: Any) -> bool:
    return person.is_authenticated and challenge.author_id == person.pk


def _wrote(person: Any, challenge: Any) -> bool:
    """Return whether ``person`` wrote it and still belongs to its city."""
    return _is_author(person, challenge) and challenge.city_id in seats_of(person).cities


def writes_challenges(person: Any, _model: Any) -> bool:
    """Allow members, for their own city, and the secretariat."""
    return is_member(person) or keeps_challenges(person)


def sees_challenge(person: Any, challenge: Any) -> bool:
    """Allow everybody once it is published; before, its author, the city's coordinators and staff."""
    shown = challenge.is_public and challenge.city.live
    return shown or _is_author(person, challenge) or _keeps(person, challenge)


def changes_challenge(person: Any, challenge: Any) -> bool:
    """Allow the city's coordinators and staff, and the author while nobody else has it before her."""
    hers = challenge.state in (ChallengeState.DRAFT, ChallengeState.RETURNED)
    return _keeps(person, challenge) or (hers and _wrote(person, challenge))


def decides_on_challenge(person: Any, _challenge: Any) -> bool:
    """Allow moderators and administrators to publish a challenge or to return it."""
    return moderates(person)


def submits_challenge(person: Any, challenge: Any) -> bool:
    """Allow its author while she belongs to the city, the city's coordinators and staff."""
    return _keeps(person, challenge) or _wrote(person, challenge)


def withdraws_challenge(person: Any, challenge: Any) -> bool:
    """Allow the city's coordinators and staff, and its author until it is published."""
    unseen = challenge.state in (*BEFORE_PUBLICATION, ChallengeState.WITHDRAWN)
    return _keeps(person, challenge) or (unseen and _wrote(person, challenge))


def solves_challenge(person: Any, challenge: Any) -> bool:
    """Allow the city's coordinators and staff to say that it is solved, or open again."""
    return _keeps(person, challenge)


def cities_to_sign_for(person: Any, challenge: Any) -> frozenset[int]:
    """Return the member cities that ``person`` coordinates and that could have this challenge too."""
    seats = seats_of(person)
    return (seats.coordinated & seats.member_cities) - {challenge.city_id}


def co_signs_challenge(person: Any, challenge: Any) -> bool:
    """Allow the coordinators of other member cities, once everybody sees it."""
    return challenge.is_public and bool(cities_to_sign_for(person, challenge))


def comments_on_challenge(person: Any, challenge: Any) -> bool:
    """Allow members and the secretariat, once everybody sees it."""
    return challenge.is_public and (is_member(person) or keeps_challenges(person))


def offers_support(person: Any, challenge: Any) -> bool:
    """Allow the people of other member cities and of partners, once everybody sees it."""
    seats = seats_of(person)
    return challenge.is_public and bool((seats.member_cities - {challenge.city_id}) or seats.partners)


def sees_with_challenge(person: Any, row: Any) -> bool:
    """Allow whoever may see the challenge that it belongs to."""
    return sees_challenge(person, row.challenge)


def removes_co_signature(person: Any, co_signature: Any) -> bool:
    """Allow the coordinators of the city that signed, and moderators."""
    return co_signature.city_id in seats_of(person).coordinated or moderates(person)


def moderates(person: Any) -> bool:
    """Return whether ``person`` decides on challenges and on what is said about them."""
    return person.has_perm("cities.publish_challenge")


def sees_comment(person: Any, comment: Any) -> bool:
    """Allow whoever sees the challenge; what was hidden, moderators only."""
    return sees_challenge(person, comment.challenge) and (comment.hidden_at is None or moderates(person))


def deletes_comment(person: Any, comment: Any) -> bool:
    """Allow its author."""
    return person.is_authenticated and comment.author_id == person.pk and sees_comment(person, comment)


def hides_comment(person: Any, _comment: Any) -> bool:
    """Allow moderators."""
    return moderates(person)


def _offered(person: Any, offer: Any) -> bool:
    return person.is_authenticated and offer.offered_by_id == person.pk


def _speaks_for_offer(person: Any, offer: Any) -> bool:
    seats = seats_of(person)
    return offer.city_id in seats.coordinated or offer.partner_id in seats.represented


def sees_offer(person: Any, offer: Any) -> bool:
    """Allow whoever offered or speaks for her organisation, the challenge's city's people and staff; everybody
    where it is open and public.
    """
    shown = offer.is_public and offer.state == OfferState.OPEN and sees_challenge(person, offer.challenge)
    theirs = offer.challenge.city_id in seats_of(person).cities
    offered = _offered(person, offer) or _speaks_for_offer(person, offer)
    return shown or offered or theirs or keeps_challenges(person)


def withdraws_offer(person: Any, offer: Any) -> bool:
    """Allow whoever offered, who coordinates her city or represents her partner, and moderators."""
    return _offered(person, offer) or _speaks_for_offer(person, offer) or moderates(person)


def accepts_offer(person: Any, offer: Any) -> bool:
    """Allow the coordinators of the challenge's city, while the offer stands."""
    return offer.state == OfferState.OPEN and offer.challenge.city_id in seats_of(person).coordinated


CHALLENGE_RULES = {
    "view": sees_challenge,
    "create": writes_challenges,
    "change": changes_challenge,
    "decide": decides_on_challenge,
    "submit": submits_challenge,
    "withdraw": withdraws_challenge,
    "solve": solves_challenge,
    "co-sign": co_signs_challenge,
    "comment": comments_on_challenge,
    "offer": offers_support,
}
CO_SIGNATURE_RULES = {"view": sees_with_challenge, "remove": removes_co_signature}
COMMENT_RULES = {"view": sees_comment, "delete": deletes_comment, "hide": hides_comment}
OFFER_RULES = {"view": sees_offer, "withdraw": withdraws_offer, "accept": accepts_offer}


class ChallengePolicy(ModelPermissionPolicy):
    """Challenges come in by their own form, which knows the cities: staff add none here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return what the person's groups allow, but never adding."""
        return action != "add" and super().user_has_permission(user, action)

"""What cities add to the editors' area."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cities.challenges.choosers import ChallengeChooserViewSet
from cities.challenges.viewsets import ChallengeViewSet, WaitingChallengesItem
from cities.cycles.viewsets import ChallengeCycleViewSet, UncheckedEntriesItem
from cities.joining.viewsets import JoiningViewSetGroup, NewInterestsItem, UnkeptCitiesItem
from cities.viewsets import CityViewSetGroup, LegacySectorViewSet

register_snippet(CityViewSetGroup)


@hooks.register("register_admin_viewset")
def legacy_sectors() -> LegacySectorViewSet:
    """Return the vocabulary of industries."""
    return LegacySectorViewSet("legacy-sectors")


@hooks.register("register_admin_viewset")
def joining() -> JoiningViewSetGroup:
    """Return the lists about joining."""
    return JoiningViewSetGroup()


@hooks.register("register_admin_viewset")
def challenges() -> ChallengeViewSet:
    """Return every challenge, with the decisions on those that wait."""
    return ChallengeViewSet()


@hooks.register("register_admin_viewset")
def challenge_chooser() -> ChallengeChooserViewSet:
    """Return the dialogue in which a published challenge is chosen."""
    return ChallengeChooserViewSet("challenge_chooser")


@hooks.register("register_admin_viewset")
def challenge_cycles() -> ChallengeCycleViewSet:
    """Return where staff run the cycles."""
    return ChallengeCycleViewSet()


WAITING = (NewInterestsItem, UnkeptCitiesItem, WaitingChallengesItem, UncheckedEntriesItem)


@hooks.register("construct_homepage_summary_items")
def count_what_waits(request, items: list) -> None:
    """Add who wants to join, the cities without coordinator, and the challenges and entries that wait."""
    items += [item(request) for item in WAITING]

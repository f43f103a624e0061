"""Where a challenge stands, and what its reader can do about that."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.challenges.services import STEPS
from cities.enums import ChallengeState
from cities.models import Challenge
from network.core.access import can

SENTENCES = {
    ChallengeState.DRAFT: _("A draft: only its author, the city’s coordinators and the secretariat see it."),
    ChallengeState.SUBMITTED: _("The secretariat has this, and publishes it or returns it with a comment."),
    ChallengeState.RETURNED: _("The secretariat has returned this. Change it and submit it again."),
    ChallengeState.WITHDRAWN: _(
        "Withdrawn: only its author, the city’s coordinators and the secretariat see it."
    ),
}
# What can be pressed: the step, the rule that allows it, its words, the address it is sent to.
STEP_BUTTONS = (
    ("submit", "submit", _("Submit to the secretariat"), "cities:challenge-submit"),
    ("resume", "withdraw", _("Take it up again"), "cities:challenge-resume"),
    ("reopen", "solve", _("It is not solved yet"), "cities:challenge-reopen"),
    ("withdraw", "withdraw", _("Withdraw"), "cities:challenge-withdraw"),
)


@dataclass(frozen=True, slots=True)
class Way:
    """A link, or a button that sends something (``is_post``)."""

    label: str
    url: str
    is_post: bool = False
    kind: str = "line"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the challenge stands: a sentence, the secretariat's comment, and what can be done."""

    sentence: str
    comment: str
    ways: list[Way]


def standing_of(request: Any, challenge: Challenge) -> Standing | None:
    """Return what the page shows to those who work on the challenge, ``None`` to everybody else."""
    if not can(request, "submit", challenge):
        return None
    ways = [way for way in (*_links(request, challenge), *_buttons(request, challenge)) if way]
    state = ChallengeState(challenge.state)
    sentence = str(SENTENCES.get(state, ""))
    if not (ways or sentence):
        return None
    comment = challenge.review_comment if state == ChallengeState.RETURNED else ""
    return Standing(sentence, comment, ways)


def _links(request: Any, challenge: Challenge) -> list[Way]:
    ways = []
    if can(request, "change", challenge) and challenge.state != ChallengeState.WITHDRAWN:
        ways.append(Way(gettext("Change the text"), reverse("cities:challenge-edit", args=[challenge.slug])))
    if can(request, "decide", challenge) and challenge.state == ChallengeState.SUBMITTED:
        ways.append(Way(gettext("Decide on it"), reverse("challenges:edit", args=[challenge.pk]), kind=""))
    if can(request, "solve", challenge) and challenge.is_open:
        ways.append(Way(gettext("It is solved"), reverse("cities:challenge-solve", args=[challenge.slug])))
    return ways


def _buttons(request: Any, challenge: Challenge) -> list[Way]:
    return [
        Way(str(label), reverse(name, args=[challenge.slug]), True, "" if step == "submit" else "quiet")
        for step, rule, label, name in STEP_BUTTONS
        if challenge.state in STEPS[step][0] and can(request, rule, challenge)
    ]


def public_ways(request: Any, challenge: Challenge) -> list[Way]:
    """Return what this reader can add to a challenge that everybody sees; a stranger can sign in."""
    if not challenge.is_open:
        return []
    if not request.user.is_authenticated:
        address = f"{reverse('account_login')}?next={challenge.get_absolute_url()}"
        return [Way(gettext("Sign in to co-sign or to offer support"), address, kind="quiet")]
    ways = []
    if can(request, "co-sign", challenge):
        url = reverse("cities:challenge-co-sign", args=[challenge.slug])
        ways.append(Way(gettext("We have this too"), url, kind=""))
    if can(request, "offer", challenge):
        url = reverse("cities:challenge-offer", args=[challenge.slug])
        ways.append(Way(gettext("Offer support"), url))
    return ways

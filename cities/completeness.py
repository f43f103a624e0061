"""How much of its page a city has filled in, and which step would help readers most."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from cities.models import City


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a good page has: in which part, what to do, how much it counts, whether it is done."""

    part: str
    todo: Any
    weight: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class Completeness:
    """The steps of a page in the order in which they help."""

    steps: list[Step]

    @property
    def percent(self) -> int:
        """How much is done, by weight, from 0 to 100."""
        done = sum(step.weight for step in self.steps if step.is_done)
        return round(100 * done / sum(step.weight for step in self.steps))

    @property
    def next_step(self) -> Step | None:
        """The undone step that counts most; ``None`` where nothing is left."""
        left = [step for step in self.steps if not step.is_done]
        return max(left, key=lambda step: step.weight) if left else None

    def of_part(self, key: str) -> list[Step]:
        """Return what is still to do in a part."""
        return [step for step in self.steps if step.part == key and not step.is_done]


def completeness_of(city: City) -> Completeness:
    """Return how complete ``city`` is, which may be a draft.

    The weights say what other members look for first: who you are, what you offer and need, what you have done.
    """
    has = {name: bool(getattr(city, name).all()) for name in CHILDREN}
    has["contacts"] = any(one.consented_on for one in city.contacts.all())
    return Completeness(
        [
            Step(
                "story",
                _("Say in two sentences what your city is and where it comes from."),
                5,
                bool(city.lead),
            ),
            Step("focus", _("Choose the themes that your city works on."), 5, has["themes"]),
            Step("offers", _("Say what your city can share and what it is looking for."), 4, has["offers"]),
            Step("story", _("Tell of the city’s industrial legacy."), 3, bool(strip_tags(city.legacy).strip())),
            Step("focus", _("Name the industries that made the city."), 3, has["sectors"]),
            Step("achievements", _("Add an achievement that others can learn from."), 3, has["achievements"]),
            Step("contacts", _("Name somebody whom other members can turn to."), 3, has["contacts"]),
            Step("commitments", _("Add what the city has promised."), 2, has["commitments"]),
            Step("timeline", _("Tell the transition in a few moments."), 2, has["milestones"]),
            Step("facts", _("Give the population with its year."), 2, bool(city.population)),
            Step("story", _("Add a picture."), 1, bool(city.image_id)),
            Step("sources", _("Say where the facts come from."), 1, has["sources"]),
        ]
    )


CHILDREN = ("themes", "sectors", "offers", "achievements", "contacts", "commitments", "milestones", "sources")


def next_step(city: City) -> tuple[Any, str] | None:
    """Return in words what would help the page most, and where to do it; ``None`` if nothing is left."""
    step = completeness_of(city).next_step
    if step is None:
        return None
    return step.todo, reverse("cities:city-edit-part", args=[city.slug, step.part])

"""What staff do first in an empty network."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from knowledge.models import KnowledgeIndexPage, NewsIndexPage, PracticeIndexPage
from network.core.identity import read_network


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, and where."""

    title: str
    text: str
    url: str


def first_steps(*, home, counts, places, priorities: list[dict[str, Any]]) -> list[Step]:
    """Return what is still to be done; nothing once the network has its words, cities and content."""
    network = read_network()
    index = home.get_children().type(KnowledgeIndexPage, PracticeIndexPage, NewsIndexPage)
    lists = {page.slug: page.pk for page in index}
    steps = []
    if not network.contact_email or not network.description:
        steps.append(
            Step(
                _("Say who you are"),
                _("Name, tagline, description, contact and logo of the network."),
                reverse("wagtailsettings:edit", args=["core", "networksettings", home.get_site().pk]),
            )
        )
    if not home.headline or not home.lead:
        steps.append(
            Step(
                _("Write the first words of this page"),
                _("A headline, a sentence below it, and the steps of your exchange."),
                reverse("wagtailadmin_pages:edit", args=[home.pk]),
            )
        )
    if not priorities:
        steps.append(
            Step(
                _("Set the priorities"),
                _("Each collects the practices, products and cities of its theme."),
                reverse("wagtailadmin_explore", args=[home.pk]),
            )
        )
    if not places.cities:
        steps.append(
            Step(
                _("Add the member cities"),
                _("They appear on the map and in the directory."),
                reverse(City.snippet_viewset.get_url_name("add")),
            )
        )
    contents = [
        ("practices", "practices", _("Publish a good practice"), _("What a city did, and what failed.")),
        ("products", "knowledge", _("Publish a knowledge product"), _("A report, guide, tool or recording.")),
        ("news", "news", _("Publish the first news"), _("For example that the network has begun.")),
    ]
    for kind, slug, title, text in contents:
        if not counts.of(kind) and slug in lists:
            steps.append(Step(title, text, reverse("wagtailadmin_pages:add_subpage", args=[lists[slug]])))
    return steps

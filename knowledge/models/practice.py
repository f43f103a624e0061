"""A good practice: what a city did, what it took, what came of it and what failed."""

from typing import Any

from django.db import models
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField

from knowledge.enums import EvidenceLevel
from knowledge.forms import NO_CITY
from knowledge.models.base import RICH_TEXT, KnowledgePage
from knowledge.models.links import AnswersChallenges, ChallengeLink, CityLink, ThemeLink
from knowledge.models.product import KnowledgeProductPage
from knowledge.panels import practice_edit_handler
from knowledge.querysets import PracticeManager
from knowledge.rows import years_text
from knowledge.sheets import practice_costs, practice_facts
from network.core.blocks import BodyBlock
from network.core.facts import FactLink
from network.core.fields import PortalStreamField

FIRST_YEAR, LAST_YEAR = 1800, 2100


class GoodPracticePage(AnswersChallenges, KnowledgePage):
    """What a city did about a problem, told so that another city can judge whether it fits."""

    year_start = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    year_end = models.PositiveSmallIntegerField(
        _("last year"), null=True, blank=True, help_text=_("Left open while it goes on.")
    )
    image = models.ForeignKey(
        "media.PortalImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("image"),
        help_text=_("Without one, the hatch of the main theme is drawn."),
    )
    challenge = RichTextField(_("challenge"), blank=True, features=RICH_TEXT)
    context = RichTextField(_("context"), blank=True, features=RICH_TEXT)
    solution = RichTextField(_("what was done"), blank=True, features=RICH_TEXT)
    results = RichTextField(_("results"), blank=True, features=RICH_TEXT)
    evidence_level = models.CharField(_("evidence"), max_length=12, choices=EvidenceLevel, blank=True)
    what_failed = RichTextField(_("what failed"), blank=True, features=RICH_TEXT)
    enabling_factors = RichTextField(_("what helped"), blank=True, features=RICH_TEXT)
    transferability = RichTextField(_("what to change elsewhere"), blank=True, features=RICH_TEXT)
    body = PortalStreamField(BodyBlock(), blank=True, verbose_name=_("more"))
    cost = models.TextField(_("cost and funding"), blank=True)
    staff = models.TextField(_("staff"), blank=True)
    time_needed = models.TextField(_("time"), blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True)
    partners = models.TextField(_("partners"), blank=True, help_text=_("One a line."))
    who_benefits = models.TextField(_("who benefits"), blank=True)
    who_pays = models.TextField(_("who pays"), blank=True)
    contact = models.CharField(
        _("contact"),
        max_length=200,
        blank=True,
        help_text=_("An office, not a person: it is shown to everyone."),
    )
    contact_url = models.URLField(_("address of the contact"), max_length=500, blank=True)
    confirmed_on = models.DateField(
        _("last confirmed"),
        null=True,
        blank=True,
        help_text=_("When the city last said that this still holds."),
    )

    objects = PracticeManager()

    parent_page_types = ["knowledge.PracticeIndexPage"]
    subpage_types: list[str] = []
    list_url = "/practices/"
    kind_in_index = "practice"
    described_images = ("image", "social_image")
    needed_to_publish = KnowledgePage.needed_to_publish | {"city_links": NO_CITY}
    edit_handler = practice_edit_handler()
    schema_type = "Article"

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(evidence_level__in=["", *EvidenceLevel.values]),
                name="practice_evidence_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(year_start__isnull=True)
                | models.Q(year_start__gte=FIRST_YEAR, year_start__lte=LAST_YEAR),
                name="practice_first_year_is_a_year",
                violation_error_message=_("Give the first year with four digits."),
            ),
            models.CheckConstraint(
                condition=models.Q(year_end__isnull=True)
                | models.Q(year_end__gte=FIRST_YEAR, year_end__lte=LAST_YEAR),
                name="practice_last_year_is_a_year",
                violation_error_message=_("Give the last year with four digits."),
            ),
            models.CheckConstraint(
                condition=models.Q(year_start__isnull=True)
                | models.Q(year_end__isnull=True)
                | models.Q(year_end__gte=models.F("year_start")),
                name="practice_ends_after_it_starts",
                violation_error_message=_("The last year lies before the first."),
            ),
        ]

    @property
    def summary_text(self) -> str:
        """The summary, or the beginning of what was done."""
        return self.search_description or self.short_text

    @property
    def short_text(self) -> str:
        """What lists say about the practice."""
        return short_text(self)

    @property
    def period(self) -> str:
        """The years: “2006–2011”, “since 2000”, “until 2018”, or nothing."""
        return years_text(self.year_start, self.year_end)

    @property
    def partner_names(self) -> list[str]:
        """The partners, one by one."""
        return partner_names(self)

    def get_context(self, request, *args, **kwargs):
        """Add the facts, what it took, and the products that came out of it."""
        context = super().get_context(request, *args, **kwargs)
        products = KnowledgeProductPage.objects.visible_to(request).current().filter(derived_from=self.pk)
        return context | {
            "facts": practice_facts(self, self.challenges_for(request)),
            "costs": practice_costs(self),
            "products": [FactLink(page.title, page.get_url(request)) for page in products.by_title()],
        }

    def row_values(self) -> dict:
        """Add period, evidence and places."""
        places = [f"{city.name}, {city.country.name}" for city in self.city_list[:4]]
        return super().row_values() | {
            "summary": self.short_text,
            "years": [self.year_start, self.year_end],
            "evidence": self.evidence_level,
            "places": "; ".join(places),
        }


def short_text(practice: Any) -> str:
    """Return what lists say about a practice, of which the page or its values may be given."""
    return practice.summary or Truncator(strip_tags(practice.solution or practice.challenge)).words(45)


def partner_names(practice: Any) -> list[str]:
    """Return the partners of a practice, one by one; the page or its values may be given."""
    return [name.strip() for name in practice.partners.splitlines() if name.strip()]


class PracticeTheme(ThemeLink):
    """A theme of a practice."""

    page = ParentalKey(GoodPracticePage, on_delete=models.CASCADE, related_name="theme_links")


class PracticeCity(CityLink):
    """A city of a page."""

    page = ParentalKey(GoodPracticePage, on_delete=models.CASCADE, related_name="city_links")


class PracticeChallenge(ChallengeLink):
    """A challenge that a practice answers."""

    page = ParentalKey(GoodPracticePage, on_delete=models.CASCADE, related_name="challenge_links")

"""How the editor arranges the fields: content, facts, files, promotion and settings."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)
from wagtail.models import Page

from knowledge.forms import ChallengesFormSet, CitiesFormSet, PublishingForm, ThemesFormSet
from network.core.models import BasePage
from network.core.page_forms import TitlePanel

DATE_ROW = FieldRowPanel([FieldPanel("published_on"), FieldPanel("date_precision")])
SOURCES = FieldPanel("sources")

AUTHOR_PANELS = [FieldRowPanel([FieldPanel("name"), FieldPanel("kind")])]
FILE_PANELS = [
    FieldPanel("document"),
    FieldRowPanel([FieldPanel("language"), FieldPanel("version"), FieldPanel("is_current")]),
]


class OwnFormSet:
    """Rows that ``formset`` checks: which of them may be chosen, or what to say where there is none."""

    formset: type

    def get_form_options(self):
        """Use our own formset."""
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = self.formset
        return options


class ThemesPanel(OwnFormSet, InlinePanel):
    """The themes of a page, of which there is at least one when it is published."""

    formset = ThemesFormSet

    def __init__(self, **kwargs):
        options = {
            "relation_name": "theme_links",
            "heading": _("Themes"),
            "label": _("Theme"),
            "help_text": _("The first one is the main theme. At least one is needed to publish."),
            "min_num": 1,
        }
        super().__init__(**options | kwargs)


class CitiesPanel(MultipleChooserPanel):
    """The cities that a page comes from or is about."""

    def __init__(self, **kwargs):
        options = {
            "relation_name": "city_links",
            "chooser_field_name": "city",
            "heading": _("Cities"),
            "label": _("City"),
            "help_text": _("Cities that it comes from or is about."),
        }
        super().__init__(**options | kwargs)


class OwnCitiesPanel(OwnFormSet, CitiesPanel):
    """The cities of a practice, of which there is at least one."""

    formset = CitiesFormSet

    def __init__(self, **kwargs):
        options = {"help_text": _("The city that did it; several if they did it together."), "min_num": 1}
        super().__init__(**options | kwargs)


class ChallengesPanel(OwnFormSet, MultipleChooserPanel):
    """The published challenges that a page answers."""

    formset = ChallengesFormSet

    def __init__(self, **kwargs):
        options = {
            "relation_name": "challenge_links",
            "chooser_field_name": "challenge",
            "heading": _("Challenges"),
            "label": _("Challenge"),
            "help_text": _("Challenges of cities that it answers; it is shown on their pages too."),
        }
        super().__init__(**options | kwargs)


def tabs(*, content: list, facts: list, files: list | None = None) -> TabbedInterface:
    """Return the tabs of a page: what is read, what is known, what is downloaded, how it is found."""
    lists = [
        ObjectList(content, heading=_("Content")),
        ObjectList(facts, heading=_("Facts")),
        ObjectList(files, heading=_("Files")) if files else None,
        ObjectList(BasePage.promote_panels, heading=_("Promote")),
        ObjectList(Page.settings_panels, heading=_("Settings")),
    ]
    return TabbedInterface([item for item in lists if item], base_form_class=PublishingForm)


def product_edit_handler() -> TabbedInterface:
    """Return the editor of a knowledge product."""
    return tabs(
        content=[
            TitlePanel("title"),
            FieldPanel("subtitle"),
            FieldPanel("summary"),
            FieldPanel("product_type"),
            ThemesPanel(),
            FieldPanel("cover"),
            FieldPanel("key_messages"),
            FieldPanel("body"),
            FieldPanel("audience"),
        ],
        facts=[
            MultiFieldPanel(
                [
                    FieldPanel("publisher"),
                    FieldPanel("series"),
                    DATE_ROW,
                    FieldRowPanel([FieldPanel("language"), FieldPanel("edition"), FieldPanel("pages")]),
                    FieldRowPanel([FieldPanel("isbn"), FieldPanel("doi")]),
                ],
                heading=_("Publication"),
            ),
            InlinePanel("authors", heading=_("Authors"), label=_("Author")),
            MultiFieldPanel([FieldPanel("licence"), FieldPanel("licence_note")], heading=_("Licence")),
            CitiesPanel(),
            ChallengesPanel(),
            FieldPanel("countries"),
            MultiFieldPanel([FieldPanel("tags"), FieldPanel("sdg_targets")], heading=_("Subjects")),
            MultiFieldPanel(
                [
                    PageChooserPanel("derived_from", "knowledge.GoodPracticePage"),
                    FieldPanel("review_on"),
                    PageChooserPanel("superseded_by", "knowledge.KnowledgeProductPage"),
                    FieldPanel("withdrawal_note"),
                ],
                heading=_("Origin and end"),
            ),
            SOURCES,
        ],
        files=[
            InlinePanel(
                "files",
                heading=_("Files to download"),
                label=_("File"),
                help_text=_(
                    "One row for each language and format. Readers may open them once the page is live."
                ),
            ),
            MultiFieldPanel([FieldPanel("landing_url"), FieldPanel("file_url")], heading=_("At the publisher")),
        ],
    )


def practice_edit_handler() -> TabbedInterface:
    """Return the editor of a good practice."""
    return tabs(
        content=[
            TitlePanel("title"),
            FieldPanel("summary"),
            OwnCitiesPanel(),
            ThemesPanel(),
            ChallengesPanel(),
            FieldPanel("image"),
            MultiFieldPanel(
                [FieldPanel("challenge"), FieldPanel("context"), FieldPanel("solution")],
                heading=_("Problem and answer"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("results"),
                    FieldPanel("evidence_level"),
                    FieldPanel("what_failed"),
                    FieldPanel("enabling_factors"),
                    FieldPanel("transferability"),
                ],
                heading=_("Results and lessons"),
            ),
            FieldPanel("body"),
        ],
        facts=[
            FieldRowPanel([FieldPanel("year_start"), FieldPanel("year_end")], heading=_("Period")),
            MultiFieldPanel(
                [
                    FieldPanel("cost"),
                    FieldPanel("staff"),
                    FieldPanel("time_needed"),
                    FieldPanel("legal_basis"),
                    FieldPanel("partners"),
                ],
                heading=_("What it took"),
            ),
            MultiFieldPanel([FieldPanel("who_benefits"), FieldPanel("who_pays")], heading=_("Equity")),
            MultiFieldPanel(
                [FieldPanel("contact"), FieldPanel("contact_url"), FieldPanel("confirmed_on")],
                heading=_("Contact and care"),
            ),
            SOURCES,
        ],
    )


def news_edit_handler() -> TabbedInterface:
    """Return the editor of a news page."""
    return tabs(
        content=[
            TitlePanel("title"),
            FieldPanel("summary"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("deadline_on")]),
            ThemesPanel(),
            FieldPanel("image"),
            FieldPanel("body"),
        ],
        facts=[DATE_ROW, CitiesPanel(), SOURCES],
    )


def collection_edit_handler() -> TabbedInterface:
    """Return the editor of a collection."""
    return tabs(
        content=[
            TitlePanel("title"),
            FieldPanel("summary"),
            ThemesPanel(),
            FieldPanel("note"),
            InlinePanel("items", heading=_("Items"), label=_("Item")),
        ],
        facts=[FieldPanel("curator")],
    )

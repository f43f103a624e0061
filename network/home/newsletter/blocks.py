"""What an issue is made of. A mail shows less than a page, so there are fewer blocks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cities.models import Challenge
from network.core.blocks import FigureBlock, TextBlock
from network.core.visibility import is_visible
from working_groups.models import Meeting

PICKED_PAGES = ["knowledge.NewsPage", "knowledge.GoodPracticePage", "knowledge.KnowledgeProductPage"]


class PickedPageBlock(blocks.PageChooserBlock):
    """A page of ours that everybody may read."""

    def clean(self, value: Any) -> Any:
        """Refuse what a stranger may not open."""
        page = super().clean(value)
        if page and not is_visible(page, None):
            message = gettext("“%(title)s” is not published, or not for everybody. Choose another.")
            raise ValidationError(message % {"title": page.title})
        return page


class PublicRowBlock(blocks.ChooserBlock):
    """One of the rows that everybody may read, chosen from a list."""

    widget = forms.Select

    def offered(self) -> QuerySet:
        """Return what can be chosen."""
        raise NotImplementedError

    @property
    def field(self) -> forms.ModelChoiceField:
        """The field, whose rows are read when the form is shown."""
        message = gettext("It is not for everybody, or no longer. Choose another.")
        return forms.ModelChoiceField(
            self.offered(),
            required=self._required,
            widget=self.widget,
            error_messages={"invalid_choice": message},
        )

    def clean(self, value: Any) -> Any:
        """Return what was chosen if it can still be."""
        return self.field.clean(getattr(value, "pk", value))


class PickedMeetingBlock(PublicRowBlock):
    """An open meeting; those that are over stay where they were chosen."""

    @property
    def target_model(self) -> type:
        """The model."""
        return Meeting

    def offered(self) -> QuerySet:
        """Return the open meetings that take place, the latest first."""
        return Meeting.objects.public().not_cancelled().order_by("-starts_at", "-pk")

    class Meta:
        icon = "date"
        label = _("Meeting")


class PickedChallengeBlock(PublicRowBlock):
    """A published challenge."""

    @property
    def target_model(self) -> type:
        """The model."""
        return Challenge

    def offered(self) -> QuerySet:
        """Return the published challenges by title."""
        return Challenge.objects.public().order_by("title", "pk")

    class Meta:
        icon = "help"
        label = _("Challenge")


class PicksBlock(blocks.StructBlock):
    """Some of our own content, shown with title, summary and link."""

    title = blocks.CharBlock(label=_("Heading"), max_length=120)
    items = blocks.StreamBlock(
        [
            ("page", PickedPageBlock(page_type=PICKED_PAGES, label=_("News, practice or product"))),
            ("meeting", PickedMeetingBlock()),
            ("challenge", PickedChallengeBlock()),
        ],
        label=_("What is shown"),
        min_num=1,
    )

    class Meta:
        icon = "list-ul"
        label = _("From the portal")


class NewsletterBody(blocks.StreamBlock):
    """The body of an issue."""

    text = TextBlock()
    figure = FigureBlock()
    picks = PicksBlock()

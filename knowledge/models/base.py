"""What products, practices, news and collections share."""

from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from knowledge.blocks import source_blocks
from knowledge.dates import first_day, format_date
from knowledge.enums import DatePrecision
from knowledge.models.publishing import PublishingGate
from knowledge.rows import name_cities, picture_values, row_of
from network.core.entries import Entry
from network.core.fields import PortalStreamField
from network.core.models import BasePage
from network.core.registry import panels
from network.core.spine import known_themes
from network.search.related import related_entries

RICH_TEXT = ["bold", "italic", "link", "document-link", "ol", "ul"]


class KnowledgePage(PublishingGate, BasePage):
    """A page that is filed under themes, concerns cities, and is listed with a summary."""

    summary = models.TextField(
        _("summary"),
        max_length=600,
        blank=True,
        help_text=_("Two sentences at most: what it is and what a city gets from it. Shown in every list."),
    )
    sources = PortalStreamField(
        source_blocks(),
        blank=True,
        verbose_name=_("sources"),
        help_text=_("Where the facts on this page come from; shown at its end."),
    )

    class Meta:
        abstract = True

    @cached_property
    def themes(self) -> list:
        """The themes, the main one first."""
        return [link.theme for link in self.theme_links.all()]

    @property
    def main_theme(self):
        """The first theme, or none; from memory where ``with_main_theme()`` has read its key."""
        if hasattr(self, "filed_under"):
            return known_themes().get(self.filed_under)
        return self.themes[0] if self.themes else None

    @cached_property
    def city_list(self) -> list:
        """The published cities, in the editors’ order."""
        return [link.city for link in self.city_links.all() if link.city.live]

    list_url = "/knowledge/"
    kind_in_index = ""
    listed_image = "image"

    def row_values(self) -> dict:
        """Return what a row shows, as the search index stores it; read the page with ``for_listing()``."""
        theme = self.main_theme
        return {
            "title": self.title,
            "url": self.get_url() or "",
            "summary": self.summary,
            "language": "en",
            "theme": theme.pk if theme else None,
            "cities": [city.name for city in self.city_list],
            "cover": picture_values(getattr(self, self.listed_image) if self.listed_image else None),
            "key": self.pk,
        }

    def as_entry(self) -> Entry:
        """Return the page as a row; everything is read by ``for_listing()`` before."""
        return row_of(self.kind_in_index, self.row_values())

    def read_rows(self) -> None:
        """Read the rows that the page shows: one query for each kind of them."""
        if self.pk:
            prefetch_related_objects([self], *type(self).objects.all().all_prefetches())

    def related_entries(self, request) -> list:
        """Return a few pages of this kind that share cities or themes, as rows."""
        return related_entries(
            kind=self.kind_in_index,
            object_id=self.pk or 0,
            themes=[theme.slug for theme in self.themes],
            cities=[city.slug for city in self.city_list],
            request=request,
        )

    def get_context(self, request, *args, **kwargs):
        """Add the related pages, and what sharing and citing need."""
        self.read_rows()
        context = super().get_context(request, *args, **kwargs)
        theme = self.main_theme
        return context | {
            "entry": self.as_entry(),
            "related": self.related_entries(request),
            "panels": panels.gather(self, request),
            "theme": theme,
            "theme_url": f"{self.list_url}?theme={theme.slug}" if theme else "",
            "address": self.get_full_url(request),
        }

    def json_ld(self, request) -> dict:
        """Add the themes and cities."""
        about = [{"@type": "DefinedTerm", "name": theme.name} for theme in self.themes]
        places = [{"@type": "City", "name": city.name} for city in self.city_list]
        known = {"headline": self.title, "about": about, "contentLocation": places}
        return super().json_ld(request) | {name: value for name, value in known.items() if value}

    def get_writer_url(self) -> str:
        """Return where a member goes on with what she submitted; staff have the editors' area."""
        submission = getattr(self, "submission", None)
        return submission.get_absolute_url() if submission else self.get_url() or "/"

    @property
    def city_names(self) -> str:
        """The cities' names in one line."""
        return name_cities([city.name for city in self.city_list])


def date_constraint(name: str) -> models.CheckConstraint:
    """Return the rule that a date and its precision go together."""
    return models.CheckConstraint(
        condition=models.Q(published_on__isnull=True, date_precision="")
        | models.Q(published_on__isnull=False, date_precision__in=DatePrecision.values),
        name=name,
        violation_error_message=_("Give a date together with how much of it is known."),
    )


class DatedPage(models.Model):
    """A publication date, of which only the year or the month may be known."""

    published_on = models.DateField(
        _("publication date"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Where only the year or month is known, choose any day in it."),
    )
    date_precision = models.CharField(
        _("how much of the date is known"),
        max_length=5,
        choices=DatePrecision,
        blank=True,
        help_text=_("Left open, the exact day is taken as known."),
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save with the first day of what is known of the date."""
        self.settle_date()
        return super().save(*args, **kwargs)

    def clean(self):
        """Store equal dates equally before they are checked."""
        self.settle_date()
        super().clean()

    def settle_date(self) -> None:
        """Make the date the first day of what is known, and the precision follow the date."""
        if self.published_on is None:
            self.date_precision = ""
        else:
            self.date_precision = self.date_precision or DatePrecision.DAY.value
            self.published_on = first_day(self.published_on, self.date_precision)

    @property
    def date_text(self) -> str:
        """The publication date as far as it is known, such as “April 2019”."""
        return format_date(self.published_on, self.date_precision)

    @property
    def full_date(self):
        """The date where the exact day is known."""
        return self.published_on if self.date_precision == DatePrecision.DAY else None

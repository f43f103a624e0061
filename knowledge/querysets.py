"""Reads of what the network publishes, chainable: visible to whom, about what, from where, in which order."""

from typing import Any, Self

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import PageManager

from network.core.models import PortalPageQuerySet


def as_list(value: Any) -> list:
    """Return ``value`` as a list, whether it is one object or several."""
    return list(value) if hasattr(value, "__iter__") and not isinstance(value, str) else [value]


class KnowledgeQuerySet(PortalPageQuerySet):
    """What products, practices and news have in common."""

    listed_links = {"theme_links": "theme", "city_links": "city__country"}

    def current(self) -> Self:
        """Return what lists may show, counts count and feeds carry."""
        return self

    def about(self, themes: Any) -> Self:
        """Return the pages filed under a theme, or one of several, or under a narrower one of them."""
        ids = [theme.pk for theme in as_list(themes)]
        filed = self._links("theme_links").filter(Q(theme__in=ids) | Q(theme__broader__in=ids))
        return self.filter(Exists(filed))

    def from_city(self, cities: Any) -> Self:
        """Return the pages that concern a city, or one of several."""
        return self.filter(Exists(self._links("city_links").filter(city__in=as_list(cities))))

    def answering(self, challenge: Any) -> Self:
        """Return the pages that name the challenge as one that they answer."""
        return self.filter(Exists(self._links("challenge_links").filter(challenge=challenge)))

    def _links(self, name: str) -> QuerySet:
        """Return the rows of a child relation that belong to the page of the outer query."""
        return self.model._meta.get_field(name).related_model.objects.filter(page=OuterRef("pk"))

    def matching(self, text: str) -> Self:
        """Return the pages that have every word of ``text`` in their title or summary."""
        pages = self
        for word in text.split():
            pages = pages.filter(self.word_condition(word))
        return pages

    def word_condition(self, word: str) -> Q:
        """Return where one word is looked for."""
        return Q(title__icontains=word) | Q(summary__icontains=word)

    def newest(self) -> Self:
        """Return the newest first, undated ones last."""
        return self.order_by(F("published_on").desc(nulls_last=True), "-pk")

    def by_title(self) -> Self:
        """Return the pages in the order of their titles."""
        return self.order_by("title", "pk")

    def listing_prefetches(self, *, files: bool = True) -> list:
        """Return what ``as_entry()`` needs beside the page itself, for ``prefetch_related``."""
        prefetches = []
        for name, relation in self.listed_links.items():
            rows = self.model._meta.get_field(name).related_model.objects.select_related(relation)
            prefetches.append(Prefetch(name, rows if files or name != "files" else rows.none()))
        return prefetches

    def for_listing(self, *, files: bool = True) -> Self:
        """Return the pages with everything that ``as_entry()`` shows (without ``files``, no files).

        Of the themes it shows the main one, which is known from memory: see ``with_main_theme()``.
        """
        read = [
            one for one in self.all_prefetches(files=files) if getattr(one, "prefetch_to", one) != "theme_links"
        ]
        pages = self.defer_streamfields().with_main_theme().prefetch_related(*read)
        return pages.select_related(self.image_field) if self.image_field else pages

    def with_main_theme(self) -> Self:
        """Return the pages with ``filed_under``, the key of the first theme: it spares reading all of them."""
        first = self._links("theme_links").order_by("sort_order", "pk").values("theme")[:1]
        return self.annotate(filed_under=Subquery(first))

    def with_themes(self) -> Self:
        """Return the pages with all their themes."""
        rows = self.model._meta.get_field("theme_links").related_model.objects.select_related("theme")
        return self.prefetch_related(Prefetch("theme_links", rows))

    image_field = "image"

    def all_prefetches(self, *, files: bool = True) -> list:
        """Return the prefetches of rows, the images’ sizes among them."""
        images = [f"{self.image_field}__renditions"] if self.image_field else []
        return [*self.listing_prefetches(files=files), *images]


class ProductQuerySet(KnowledgeQuerySet):
    """Knowledge products."""

    image_field = "cover"

    listed_links = KnowledgeQuerySet.listed_links | {"files": "document"}

    def current(self) -> Self:
        """Leave out what a newer product has taken the place of."""
        return self.filter(superseded_by__isnull=True)

    def word_condition(self, word: str) -> Q:
        """Look at the subtitle as well."""
        return super().word_condition(word) | Q(subtitle__icontains=word)


class PracticeQuerySet(KnowledgeQuerySet):
    """Good practices."""

    def newest(self) -> Self:
        """Return the latest years first, practices without a year last."""
        latest = Coalesce(F("year_end"), F("year_start"))
        return self.order_by(latest.desc(nulls_last=True), "-pk")

    def word_condition(self, word: str) -> Q:
        """Look at the challenge and at what was done as well."""
        return super().word_condition(word) | Q(challenge__icontains=word) | Q(solution__icontains=word)


class NewsQuerySet(KnowledgeQuerySet):
    """News, stories, results and opportunities."""


class CollectionQuerySet(KnowledgeQuerySet):
    """Curated collections."""

    image_field = ""

    listed_links = {"theme_links": "theme"}

    def newest(self) -> Self:
        """Return the latest published first."""
        return self.order_by(F("first_published_at").desc(nulls_last=True), "-pk")


ProductManager = PageManager.from_queryset(ProductQuerySet)
PracticeManager = PageManager.from_queryset(PracticeQuerySet)
NewsManager = PageManager.from_queryset(NewsQuerySet)
CollectionManager = PageManager.from_queryset(CollectionQuerySet)

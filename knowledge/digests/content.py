"""What was published for everybody in a stretch of time, with its themes and cities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cities.models import Follow
from knowledge.enums import NewsKind, ProductType
from knowledge.models import GoodPracticePage, KnowledgeProductPage, NewsPage
from network.core.labels import label_of
from network.core.letterhead import absolute
from network.core.models import PortalPageQuerySet
from network.core.spine import known_themes, with_broader
from network.mail.memo import Memo

PAGE = "published page"
READ = ("title", "summary", "url_path", "depth", "path", "slug")
# The columns that say what kind of product or news it is, and in which language; and the kinds.
TYPES: dict[type, tuple[str, str, Any]] = {
    GoodPracticePage: ("", "", None),
    KnowledgeProductPage: ("product_type", "language", ProductType),
    NewsPage: ("kind", "", NewsKind),
}


@dataclass(frozen=True, slots=True)
class Published:
    """A practice, a product or a news item as a digest tells of it.

    ``themes`` are the names of its themes and of those above them, ``cities`` those of its cities, by key.
    """

    pk: int
    model: type
    type: str
    title: str
    summary: str
    language: str
    url: str
    themes: Mapping[int, str]
    cities: Mapping[int, str]

    @property
    def type_label(self) -> str:
        """What it is, in the language that is active; empty for a practice, of which there is one kind."""
        choices = TYPES[self.model][2]
        return label_of(choices, self.type) if choices else ""

    def followed_by(self, follows: "Follows", published_at: datetime) -> list[str]:
        """Return the names of what makes it news to somebody: what she has followed since before it came.

        News comes of cities alone: of a theme there is more than one would read.
        """
        themes = {} if self.model is NewsPage else self.themes
        found = [name for pk, name in themes.items() if follows.had_theme(pk, published_at)]
        return found + [name for pk, name in self.cities.items() if follows.had_city(pk, published_at)]


class Follows:
    """What one person follows, and since when."""

    def __init__(self) -> None:
        self._themes: dict[int, datetime] = {}
        self._cities: dict[int, datetime] = {}

    def add(self, follow: Follow) -> None:
        """Add a row of hers."""
        if follow.theme_id:
            self._themes[follow.theme_id] = follow.followed_at
        elif follow.city_id:
            self._cities[follow.city_id] = follow.followed_at

    def had_theme(self, theme: int, moment: datetime) -> bool:
        """Return whether she followed a theme at that moment."""
        return theme in self._themes and self._themes[theme] <= moment

    def had_city(self, city: int, moment: datetime) -> bool:
        """Return whether she followed a city at that moment."""
        return city in self._cities and self._cities[city] <= moment


def follows_of(people: Iterable[int]) -> dict[int, Follows]:
    """Return what each person follows, with one query."""
    found: dict[int, Follows] = {}
    for row in Follow.objects.shown().filter(person__in=set(people)):
        found.setdefault(row.person_id, Follows()).add(row)
    return found


def published(start: datetime, until: datetime, memo: Memo) -> list[tuple[datetime, Published]]:
    """Return what became public from ``start`` to ``until`` (without it), the newest first, and when.

    Whether everybody may read it is asked anew each time; what it says is read once a sweep. A page that waits
    for its hour counts from when it is shown; one that was shown before, taken back and shown again, only once.
    """
    pages = PortalPageQuerySet(Page).visible_to(None).type(*TYPES).filter(alias_of__isnull=True)
    replaced = KnowledgeProductPage.objects.filter(superseded_by__isnull=False).order_by().values("pk")
    pages = pages.filter(first_published_at__gte=start, first_published_at__lt=until).exclude(pk__in=replaced)
    rows = list(
        pages.order_by("-first_published_at", "-pk").values_list("pk", "content_type", "first_published_at")
    )
    found = {pk: memo[PAGE, pk] for pk, *_rest in rows if (PAGE, pk) in memo}
    missing: dict[type, list[int]] = {}
    for pk, content_type, _moment in rows:
        if pk not in found:
            model: Any = ContentType.objects.get_for_id(content_type).model_class()
            missing.setdefault(model, []).append(pk)
    for model, keys in missing.items():
        for item in _read(model, keys):
            found[item.pk] = memo[PAGE, item.pk] = item
    return [(moment, found[pk]) for pk, _type, moment in rows if pk in found]


def _read(model: Any, keys: list[int]) -> list[Published]:
    """Return the pages of a kind with what they are filed under, with three queries."""
    spine = known_themes()
    themes: dict[int, dict[int, str]] = {}
    for page, theme in _links(model, "theme_links", keys).values_list("page", "theme"):
        above = with_broader(theme, spine)
        themes.setdefault(page, {}).update({one.pk: one.name for one in above})
    cities: dict[int, dict[int, str]] = {}
    concerned = _links(model, "city_links", keys).filter(city__live=True)
    for page, city, name in concerned.values_list("page", "city", "city__name"):
        cities.setdefault(page, {})[city] = name
    kind, language, _choices = TYPES[model]
    return [
        Published(
            pk=page.pk,
            model=model,
            type=getattr(page, kind) if kind else "",
            title=page.title,
            summary=page.summary,
            language=getattr(page, language) if language else settings.LANGUAGE_CODE,
            url=absolute(page.get_url() or "/"),
            themes=themes.get(page.pk, {}),
            cities=cities.get(page.pk, {}),
        )
        for page in model.objects.filter(pk__in=keys).only(*READ, *filter(None, (kind, language)))
    ]


def _links(model: Any, name: str, keys: list[int]) -> Any:
    rows = model._meta.get_field(name).related_model.objects
    return rows.filter(page__in=keys).order_by("sort_order", "pk")

"""The lists of knowledge as the search engine asks for them: what each holds and how it is narrowed."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cities.search_filters import CHALLENGE, CITY, LEGACY, SIZE
from knowledge.enums import EvidenceLevel, NewsKind, ProductType
from knowledge.languages import language_name
from knowledge.querysets import KnowledgeQuerySet
from network.core.entries import Entry
from network.search.facets import Filter
from network.search.listing import ListSpec
from network.search.queries import Question
from network.search.shared_filters import COUNTRY, GOAL, REGION, THEME, YEAR, choices_filter

MOST_RESTRICTED = 20


def _languages(values: Collection[str]) -> Mapping[str, str]:
    names = {code: language_name(code) for code in values}
    return dict(sorted(((c, name) for c, name in names.items() if c != name), key=lambda pair: pair[1]))


LANGUAGE = Filter("language", _languages, _("Language"), is_open=False)
EVIDENCE = choices_filter("evidence", _("Evidence"), EvidenceLevel)
PRODUCT_TYPE = choices_filter("type", _("Product type"), ProductType)
NEWS_KIND = choices_filter("type", _("Kind"), NewsKind)


def knowledge_list(
    model: type, *, path: str, kind: str, filters: tuple, label: Any, counted: Callable[[int], str]
) -> ListSpec:
    """Return the list of the pages of ``model``."""

    def newest(pages: KnowledgeQuerySet, question: Question) -> KnowledgeQuerySet:
        return pages.current().matching(question.text).for_listing().newest()

    def from_database(request: Any, question: Question) -> KnowledgeQuerySet:
        return newest(model.objects.visible_to(request), question)

    def restricted(request: Any, question: Question) -> list[Entry]:
        pages = newest(model.objects.only_for(request), question)[:MOST_RESTRICTED]
        return [page.as_entry() for page in pages]

    return ListSpec(
        path=path,
        kinds=(kind,),
        filters=filters,
        search_label=label,
        counted=counted,
        from_database=from_database,
        restricted=restricted,
    )


def count_products(count: int) -> str:
    """Return “85 products”."""
    return ngettext("%(count)s product", "%(count)s products", count) % {"count": f"{count:,}"}


def count_practices(count: int) -> str:
    """Return “40 good practices”."""
    return ngettext("%(count)s good practice", "%(count)s good practices", count) % {"count": f"{count:,}"}


def count_news(count: int) -> str:
    """Return “24 news items”."""
    return ngettext("%(count)s news item", "%(count)s news items", count) % {"count": f"{count:,}"}


PRODUCT_FILTERS = (PRODUCT_TYPE, THEME, REGION, LANGUAGE, COUNTRY, CHALLENGE, YEAR, GOAL, CITY)
PRACTICE_FILTERS = (THEME, REGION, SIZE, EVIDENCE, LEGACY, COUNTRY, CHALLENGE, YEAR, CITY)
NEWS_FILTERS = (NEWS_KIND, THEME, REGION, COUNTRY, YEAR, CITY)

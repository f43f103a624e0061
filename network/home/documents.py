"""What the search index holds of priorities and standard pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from network.core.entries import Entry
from network.core.plain_text import stream_words
from network.core.spine import known_themes
from network.home.models import PriorityPage, StandardPage
from network.search.documents import PageAddresses, SearchDocument, version_of
from network.search.pages import PageSource
from network.search.shared_filters import theme_values


class TextPageSource(PageSource):
    """Pages whose matter is their text."""

    def document(self, row: Any, addresses: PageAddresses) -> SearchDocument | None:
        """Return the page's document; a page on no site has none."""
        url = addresses.of(row, self.model)
        if not url:
            return None
        theme = known_themes().get(getattr(row, "theme_id", None))
        return SearchDocument(
            object_id=row.pk,
            title=row.title,
            summary=" ".join(filter(None, (row.summary, row.search_description))),
            labels=[theme.name] if theme else [],
            body=stream_words(row.body),
            facets={"theme": theme_values([theme]) if theme else [], "language": ["en"]},
            day=row.first_published_at.date() if row.first_published_at else None,
            version=version_of(row.last_published_at),
            stored={
                "title": row.title,
                "url": url,
                "summary": row.summary,
                "theme": theme.pk if theme else None,
                "key": row.pk,
            },
        )

    def entry(self, stored: dict[str, Any]) -> Entry:
        """Return the page as a row."""
        return Entry(
            title=stored["title"],
            url=stored["url"],
            kind=str(self.label),
            summary=stored["summary"],
            theme=known_themes().get(stored["theme"]),
            key=stored["key"],
        )


class PrioritySource(TextPageSource):
    """Priorities and themes."""

    kind = "priority"
    label = _("Priority")
    model = PriorityPage
    related = {"core.theme": ("theme", "theme__broader")}


class StandardPageSource(TextPageSource):
    """About, accessibility, privacy and the like."""

    kind = "page"
    label = _("Page")
    model = StandardPage


SOURCES = (PrioritySource(), StandardPageSource())

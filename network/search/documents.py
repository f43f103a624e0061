"""What an app puts into the index, and how a row of results is made of it again.

Each app has a ``Source`` for each kind of thing that can be found, and registers it in its
``AppConfig.ready()``. A source names what everybody may see: nothing else is ever indexed.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from tantivy import Document
from wagtail.models import Page

from network.core.entries import Entry
from network.search import analysis

LONGEST_PASSAGE = 12_000  # characters of a body that snippets can show
LONGEST_PREFIX = 15  # letters
BETWEEN = "_"  # joins the words of a title's beginning: no word has it
UNDATED = date.min


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing that can be found.

    ``labels`` are names that belong to it: themes, tags, cities, countries, authors. ``facets`` holds, by the
    name of a filter, the values that it has. ``stored`` is what its row in a list shows, as JSON: ``title`` and
    ``url`` always, ``language`` where it may be another than English. ``version`` tells whether the index holds
    the newest state.
    """

    object_id: int
    title: str
    stored: Mapping[str, Any]
    language: str = "en"
    summary: str = ""
    labels: Iterable[str] = ()
    body: str = ""
    facets: Mapping[str, Iterable[str]] = field(default_factory=dict)
    day: date | None = None
    version: int = 0


class PageAddresses:
    """The addresses of many Wagtail pages: the site's root is read once, and siblings' addresses are alike."""

    def __init__(self) -> None:
        self._memory = SimpleNamespace()
        self._above: dict[str, str] = {}

    def of(self, row: Any, model: type[Page]) -> str:
        """Return a page's path on its site, or ``""`` where it lies on none.

        ``row`` is a page of the type ``model`` or its values, the slug and ``url_path`` among them.
        """
        ending = f"{row.slug}/"
        above = row.url_path.removesuffix(ending)
        # Only addresses that Wagtail makes of nothing but the slugs are made from a sibling's.
        plain = row.slug.isascii() and above.endswith("/") and model.get_url_parts is Page.get_url_parts
        if plain and above in self._above:
            return self._above[above] + ending
        page = row if isinstance(row, Page) else model._default_manager.get(pk=row.pk)
        parts = page.get_url_parts(request=self._memory)
        url = parts[2] or "" if parts else ""
        if plain and url.endswith(f"/{ending}"):
            self._above[above] = url.removesuffix(ending)
        return url


class Source:
    """One kind of thing that can be found.

    ``prefix`` begins the keys of its documents; all kinds of Wagtail pages share ``page``. ``related`` names,
    by the label of another model, the lookups from this model to it: when such an object changes or is deleted,
    the documents that show it are made anew.
    """

    kind: str
    label: Any  # in words, as the site search names the kind
    model: type
    prefix: str
    related: Mapping[str, tuple[str, ...]] = {}

    def public(self) -> QuerySet:
        """Return the rows that everybody may see and find."""
        raise NotImplementedError

    def ready(self, rows: QuerySet) -> QuerySet:
        """Return ``rows`` with everything read that ``document()`` needs."""
        return rows

    def read(self, rows: QuerySet) -> list:
        """Return a batch of rows with everything read that ``document()`` needs."""
        return list(self.ready(rows))

    def document(self, row: Any, addresses: PageAddresses) -> SearchDocument | None:
        """Return the document of a row that ``read()`` returned, or ``None`` where it has no address."""
        raise NotImplementedError

    def entry(self, stored: Mapping[str, Any]) -> Entry:
        """Return the row of a list, in the reader's language, from what was stored."""
        raise NotImplementedError

    def open_ids(self, ids: list[int], request: Any) -> set[int]:
        """Return which of ``ids`` everybody may see at this moment: the index may be a second behind."""
        return set(self.public().filter(pk__in=ids).values_list("pk", flat=True))

    def versions(self) -> Iterator[tuple[int, int]]:
        """Yield primary key and version of every row that belongs into the index."""
        rows = self.public().order_by().values_list("pk", "last_published_at")
        return ((pk, version_of(published_at)) for pk, published_at in rows.iterator(chunk_size=5000))

    def key(self, pk: Any) -> str:
        """Return the key of a document."""
        return f"{self.prefix}:{pk}"


class SourceRegistry:
    """All sources, by kind."""

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}

    def register(self, source: Source) -> None:
        """Add a source; a second one of the same kind takes its place."""
        self._sources[source.kind] = source

    def all(self) -> list[Source]:
        """Return the sources in the order of registration."""
        return list(self._sources.values())

    def of_kind(self, kind: str) -> Source:
        """Return the source of a kind; raise ``KeyError`` for an unknown one."""
        return self._sources[kind]

    def of_prefix(self, prefix: str) -> list[Source]:
        """Return the sources whose keys begin with ``prefix``."""
        return [source for source in self._sources.values() if source.prefix == prefix]

    def prefix_of(self, model: type) -> str:
        """Return the prefix of the sources of ``model``, or ``""``."""
        return next((s.prefix for s in self._sources.values() if issubclass(model, s.model)), "")

    def showing(self, label: str) -> list[tuple[Source, str]]:
        """Return the sources whose documents show objects of the model ``label``, once for each lookup."""
        return [(s, lookup) for s in self._sources.values() for lookup in s.related.get(label, ())]


sources = SourceRegistry()


def version_of(published_at: datetime | None) -> int:
    """Return a moment as the index keeps it: microseconds since 1970; 0 for none."""
    return int(published_at.timestamp() * 1_000_000) if published_at else 0


def newest_order(day: date | None, object_id: int) -> int:
    """Return the number by which newest first is ordered: the day, then the key; undated ones come last."""
    return int(f"{day or UNDATED:%Y%m%d}" if day else 0) * 10**10 + object_id


def recency(day: date | None) -> float:
    """Return a factor from 1 to 1.001: it decides between equal scores and never between others."""
    return 1 + max(0, (day or UNDATED).toordinal() - 700_000) * 2.5e-8


def as_document(source: Source, made: SearchDocument) -> Document:
    """Return what the engine stores for ``made``."""
    document = Document()
    document.add_text("key", source.key(made.object_id))
    document.add_text("kind", source.kind)
    document.add_unsigned("object_id", made.object_id)
    document.add_unsigned("version", made.version)
    document.add_bytes("stored", json.dumps(dict(made.stored), ensure_ascii=False).encode())
    title, summary, body = (analysis.clean(text) for text in (made.title, made.summary, made.body))
    labels = analysis.clean(" · ".join(label for label in made.labels if label))
    texts = {"title": title, "summary": summary, "labels": labels, "body": body}
    analyzer = analysis.analyzer(made.language)
    for name, text in texts.items():
        if text:
            document.add_pre_tokenized_text(name, analyzer.pre_tokenize(text))
    if body:
        document.add_bytes("passage", body[:LONGEST_PASSAGE].encode())
    _add_words(document, title, summary, labels, body)
    for name, values in made.facets.items():
        for value in dict.fromkeys(str(value) for value in values if value):
            document.add_text(name, value)
    document.add_unsigned("newest", newest_order(made.day, made.object_id))
    document.add_float("recency", recency(made.day))
    return document


@lru_cache(maxsize=16384)
def _beginnings(word: str) -> tuple[str, ...]:
    """Return what a word, or the beginning of a title, may be found by while it is typed; most come often."""
    return tuple(word[:length] for length in range(1, min(len(word), LONGEST_PREFIX) + 1))


def _add_words(document: Document, title: str, *others: str) -> None:
    """Add the whole words: for equal titles, the order of titles, suggestions and corrections."""
    words = analysis.analyzer().analyze(title)
    document.add_text("title_key", " ".join(words))
    document.add_text("title_order", " ".join(words) or title)
    document.add_text("title_words", title)
    document.add_text("words", " ".join((title, *others)))
    prefixes = dict.fromkeys(begun for word in words for begun in _beginnings(word))
    document.add_text("prefixes", " ".join(prefixes))
    document.add_text("begins", " ".join(_beginnings(BETWEEN.join(words)[:LONGEST_PREFIX])))

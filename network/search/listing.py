"""A list that readers search and filter: what the address asks for, and all that the page shows of it.

The catalogues, the directory of cities and the site search are such lists, and the priority pages show the
newest of them. ``ListSpec`` says what a list holds; ``Listing`` is the list as one request asks for it. What is
found comes from the index. Where that is missing, the list is read from the database, in its usual order and
without filters, and says so.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote_plus

from django.core.paginator import Page
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from network.core.entries import Entry
from network.core.generation import current_generation
from network.core.pagination import PAGE_SIZE, paginate
from network.search import snippets, suggestions, unanswered
from network.search.counting import count, find_narrowed
from network.search.facets import MOST_CHOSEN, Choice, Facet, Filter, Mode, count_choices, occurring
from network.search.queries import Narrowing, Question, read_question
from network.search.results import NEWEST, RELEVANCE, TITLE, Hit, find_ids, still_open
from network.search.store import Reader, open_reader

SORTS = {RELEVANCE: _("Best match"), NEWEST: _("Newest"), TITLE: _("Title")}
OTHER_NAMES = {"q", "sort", "page"}


@dataclass(frozen=True)
class ListSpec:
    """What a list holds and is called.

    ``counted`` returns the number of results in words. ``from_database`` returns, for a request and a question,
    the rows to show while there is no index, in their usual order; ``restricted`` those beside the index that
    this reader may open and not everybody. ``order`` is how the list stands when nothing was asked, ``sorts``
    are all the orders that it offers, with their names. ``by_beginnings`` is whether the beginning of a word of
    a title finds it.

    ``rows_template`` draws the results, ``above_template`` what stands above filters and results and changes
    with them, ``unpublished_template`` a list that has nothing in it.
    """

    path: str
    kinds: tuple[str, ...]
    filters: tuple[Filter, ...]
    search_label: Any
    counted: Callable[[int], str]
    from_database: Callable[[Any, Question], Any]
    restricted: Callable[[Any, Question], Iterable[Entry]] = lambda request, question: ()
    as_entry: Callable[[Any], Entry] = lambda row: row.as_entry()
    order: str = NEWEST
    sorts: Mapping[str, Any] = field(default_factory=lambda: SORTS)
    by_beginnings: bool = False
    page_size: int = PAGE_SIZE
    rows_template: str = "search/_rows.html"
    above_template: str = ""
    unpublished_template: str = "search/_unpublished.html"


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use and the address without it; ``count`` is how many results that gives, if it is known."""

    label: str
    url: str
    count: int = 0


@dataclass
class Asked:
    """What the address asks of a list, and what in it means nothing here."""

    question: Question
    chosen: dict[str, list[str]]
    all_of: dict[str, list[str]]
    labels: dict[str, dict[str, str]]
    sort: str
    ignored: list[str] = field(default_factory=list)


def read_address(
    spec: ListSpec, params: QueryDict, present: Mapping[str, Mapping[str, int]], memory: dict[Any, Any]
) -> Asked:
    """Return what ``params`` ask of the list; what means nothing is ignored and named.

    ``present`` holds, by field of the index, the values that something in the list has. ``memory`` is that of
    the index.
    """
    question = replace(read_question(params.get("q", "")), by_beginnings=spec.by_beginnings)
    usual = RELEVANCE if question else spec.order
    sort = params.get("sort", usual)
    asked = Asked(question, {}, {}, {}, sort if sort in sorts_of(spec, question) else usual)
    names = OTHER_NAMES | {one.name for one in spec.filters} | {one.all_name for one in spec.filters}
    asked.ignored = [name[:40] for name in params if name not in names][:MOST_CHOSEN]
    if sort != asked.sort and sort:
        asked.ignored.append(f"sort={sort[:40]}")
    for one in spec.filters:
        named = params.getlist(one.name) + params.getlist(one.all_name)
        # PostgreSQL takes no NUL, so that no value has one.
        named = [one.normalise(value) for value in named[: 2 * MOST_CHOSEN] if "\x00" not in value]
        known = _shown_labels(spec, one, present, memory)
        if not known.keys() >= set(named):
            known = dict(one.labels({*known, *named}))
        asked.labels[one.name] = known
        for name, into in ((one.name, asked.chosen), (one.all_name, asked.all_of)):
            if not name or name not in params:
                continue
            values = list(dict.fromkeys(one.normalise(value) for value in params.getlist(name) if value))
            values = values[:MOST_CHOSEN]
            into[one.name] = [value for value in values if value in known]
            asked.ignored += [f"{name}={value[:40]}" for value in values if value not in known]
    return asked


def _shown_labels(
    spec: ListSpec, one: Filter, present: Mapping[str, Mapping[str, int]], memory: dict[Any, Any]
) -> Mapping[str, str]:
    """Return the values of a filter that the sidebar shows with their names, made once in each language, state
    of the index and of what every page shows.
    """
    if not one.legend:
        return {}
    key = ("labels", spec.path, one.name, get_language(), current_generation())
    if key not in memory:
        shown = one.offered() if one.offered else present.get(one.column, ())
        memory[key] = dict(one.labels(set(shown)))
    return memory[key]


def sorts_of(spec: ListSpec, question: Question) -> dict[str, Any]:
    """Return the orders that a list offers: by match only where something was asked."""
    return {name: label for name, label in spec.sorts.items() if question or name != RELEVANCE}


class _Rows:
    """The results as Django's paginator wants them: counted, and cut to a page."""

    def __init__(self, listing: "Listing") -> None:
        self._listing = listing

    def count(self) -> int:
        return self._listing.count

    def __getitem__(self, part: slice) -> list[Entry]:
        return self._listing.rows(part.start or 0, part.stop)


class Listing:
    """A list as one request asks for it: ready values for ``search/listing.html``."""

    def __init__(self, spec: ListSpec, request: Any, *, title: str = "") -> None:
        self.spec = spec
        self.title = title
        self.request = request
        self.reader: Reader | None = open_reader()
        self._present = self._occurring()
        memory = self.reader.memory if self.reader else {}
        self.asked = read_address(spec, request.GET, self._present, memory)
        columns = {one.name: one.column for one in spec.filters}
        chosen = {columns[name]: values for name, values in self.asked.chosen.items() if values}
        all_of = {columns[name]: values for name, values in self.asked.all_of.items() if values}
        self.narrowing = Narrowing(spec.kinds, self.asked.question, chosen, all_of)

    def _occurring(self) -> Mapping[str, Mapping[str, int]]:
        """Return the values of the sidebar's filters that something in the list has."""
        columns = tuple(one.column for one in self.spec.filters if one.legend)
        return occurring(self.reader, self.spec.kinds, columns) if self.reader else {}

    path = property(lambda self: self.spec.path)
    clear_url = property(lambda self: self.spec.path)
    search_label = property(lambda self: self.spec.search_label)
    query = property(lambda self: self.asked.question.text)
    shortened = property(lambda self: self.asked.question.shortened)
    ignored = property(lambda self: self.asked.ignored)
    sort = property(lambda self: self.asked.sort)

    @property
    def usual_sort(self) -> str:
        """The order that the list has when the address names none."""
        return RELEVANCE if self.query else self.spec.order

    @property
    def is_degraded(self) -> bool:
        """Whether the index is missing, so that the list comes from the database."""
        return self.reader is None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked or chosen."""
        return bool(self.query or self.narrowing.chosen or self.narrowing.all_of)

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """The orders on offer, with their names."""
        return [(name, str(label)) for name, label in sorts_of(self.spec, self.asked.question).items()]

    @cached_property
    def _in_database(self) -> Any:
        return self.spec.from_database(self.request, self.asked.question)

    @cached_property
    def _found(self) -> Any:
        """The page that was asked for, with the number of all: one question to the index."""
        number = self.request.GET.get("page", "1")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
        size = self.spec.page_size
        offset = max(0, page - 1) * size
        page_of = {"limit": size, "offset": offset, "order": self.asked.sort}
        return find_narrowed(self.reader, self.narrowing, **page_of), offset

    @cached_property
    def count(self) -> int:
        """How many results there are."""
        return self._in_database.count() if self.reader is None else self._found[0].count

    @cached_property
    def found_ids(self) -> list[int]:
        """The primary keys of all results, whatever the page, for a list of one kind: the best match first."""
        return find_ids(self.reader, self.narrowing.as_query(self.reader)) if self.reader else []

    @property
    def count_text(self) -> str:
        """The number of results in words, such as “85 products”."""
        return self.spec.counted(self.count)

    @cached_property
    def page_obj(self) -> Page:
        """The page of results that the address asks for, or the nearest one that exists."""
        return paginate(_Rows(self), self.request, self.spec.page_size)

    @cached_property
    def entries(self) -> list[Entry]:
        """The rows of the page."""
        return list(self.page_obj.object_list)

    def rows(self, start: int, stop: int) -> list[Entry]:
        """Return the rows from ``start`` to ``stop`` with what was asked for marked in them."""
        if self.reader is None:
            return [self.spec.as_entry(row) for row in self._in_database[start:stop]]
        found, offset = self._found
        if offset != start:
            page_of = {"limit": stop - start, "offset": start, "order": self.asked.sort}
            found = find_narrowed(self.reader, self.narrowing, **page_of)
        hits = found.hits[: stop - start]
        return [as_row(hit, self.asked.question) for hit in still_open(hits, self.request)]

    @cached_property
    def facets(self) -> list[Facet]:
        """The sidebar, with the true number beside each value."""
        shown = [one for one in self.spec.filters if one.legend]
        if self.reader is None:
            return []
        names = [one.column for one in shown]
        counts = count_choices(self.reader, self.narrowing, self.count, names)
        facets = [self._facet(one, counts[one.column]) for one in shown]
        return [facet for facet in facets if facet.choices]

    def _facet(self, one: Filter, counts: dict[str, int]) -> Facet:
        labels = self.asked.labels[one.name]
        all_of, any_of = self.asked.all_of.get(one.name, []), self.asked.chosen.get(one.name, [])
        is_all = bool(one.all_name and all_of and not any_of)
        chosen = all_of if is_all else any_of
        offered = set(one.offered()) if one.offered else self._present[one.column].keys()
        choices = [
            Choice(value, label, counts.get(value, 0), value in chosen)
            for value, label in labels.items()
            if value in offered or value in chosen
        ]
        modes = self._modes(one, chosen, is_all=is_all) if one.all_name and (is_all or len(chosen) > 1) else []
        name = one.all_name if is_all else one.name
        return Facet(name, str(one.legend), choices, one.is_open or bool(chosen), modes)

    def _modes(self, one: Filter, chosen: list[str], *, is_all: bool) -> list[Mode]:
        without = {
            name: values for name, values in self._parameters.items() if name not in (one.name, one.all_name)
        }
        return [
            Mode(gettext("Any of these"), self._url(without | {one.name: chosen}), not is_all),
            Mode(gettext("All of these"), self._url(without | {one.all_name: chosen}), is_all),
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The filters in use that the sidebar does not have, as pairs that the form hands on."""
        shown = {facet.name for facet in self.facets}
        shown |= {"q", "sort"}
        return [(name, v) for name, values in self._parameters.items() if name not in shown for v in values]

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters in use, each with the address without it; without an index, none of them narrows."""
        chips = [Chip(self._quoted, self._url(self._parameters | {"q": []}))] if self.query else []
        if self.reader is None:
            return chips
        pairs = self._pairs(self._parameters)
        for one in self.spec.filters:
            for name, used in ((one.name, self.asked.chosen), (one.all_name, self.asked.all_of)):
                for value in used.get(one.name, []):
                    own = self._pairs({name: [value]})
                    others = [pair for pair in pairs if pair not in own]
                    chips.append(Chip(self.asked.labels[one.name][value], self._address(others)))
        return chips

    @property
    def _quoted(self) -> str:
        return gettext("“%(text)s”") % {"text": self.query}

    @cached_property
    def ways_out(self) -> list[Chip]:
        """For an empty list: which filter's removal gives how many results, the most first."""
        if self.reader is None or self.count or not (self.narrowing.chosen or self.narrowing.all_of):
            return []  # without the words alone, there is the whole list: the page offers that anyway
        ways = []
        if self.query:
            label = gettext("the words “%(text)s”") % {"text": self.query}
            ways.append((label, {"q": []}, self.narrowing.without("q")))
        for one in self.spec.filters:
            labels = self.asked.labels[one.name]
            if values := self.asked.chosen.get(one.name):
                label = ", ".join(labels[value] for value in values)
                ways.append((label, {one.name: []}, self.narrowing.without(one.column)))
            if values := self.asked.all_of.get(one.name):
                label = ", ".join(labels[value] for value in values)
                left = {name: some for name, some in self.narrowing.all_of.items() if name != one.column}
                ways.append((label, {one.all_name: []}, replace(self.narrowing, all_of=left)))
        chips = [
            Chip(label, self._url(self._parameters | without), count(self.reader, narrowing))
            for label, without, narrowing in ways
        ]
        return sorted((chip for chip in chips if chip.count), key=lambda chip: -chip.count)

    @cached_property
    def corrections(self) -> list[Chip]:
        """For an empty list: the question with a letter put right, and how much that finds.

        Where the filters in use leave nothing of it, it is offered without them.
        """
        if self.reader is None or self.count or not self.query:
            return []
        question = suggestions.corrected(self.asked.question, self.reader)
        if question is None:
            return []
        named = {"q": [question.text]}
        ways = [
            (replace(self.narrowing, question=question), self._parameters | named),
            (Narrowing(self.spec.kinds, question), named),
        ]
        for narrowing, parameters in ways:
            if number := count(self.reader, narrowing):
                return [Chip(question.text, self._url(parameters), number)]
        return []

    @cached_property
    def suggestions(self) -> list[suggestions.Suggestion]:
        """For an empty list: titles that begin with what was asked."""
        if self.reader is None or self.count or not self.query:
            return []
        hits = suggestions.suggest(self.query, self.spec.kinds, self.reader)
        return as_suggestions(still_open(hits, self.request))

    @cached_property
    def restricted(self) -> list[Entry]:
        """What this reader may open and not everybody: beside the index, on the first page, without filters.

        A list that comes from the database has it already.
        """
        narrowed = self.narrowing.chosen or self.narrowing.all_of
        if self.reader is None or not self.request.user.is_authenticated:
            return []
        if narrowed or self.page_obj.number > 1:
            return []
        return list(self.spec.restricted(self.request, self.asked.question))

    def gathered(self) -> "Listing":
        """Return this list with everything read, so that the template asks nothing further."""
        _ = (self.page_obj, self.entries, self.facets, self.ways_out, self.corrections, self.suggestions)
        _ = self.restricted
        self.remember_unanswered()
        return self

    def remember_unanswered(self) -> None:
        """Note for staff that the words found nothing, where no filter is to blame."""
        is_filtered = self.narrowing.chosen or self.narrowing.all_of
        if self.reader is not None and self.query and not self.count and not is_filtered:
            unanswered.remember(self.query, self.spec.path)

    @cached_property
    def _parameters(self) -> dict[str, list[str]]:
        """The parameters of this list's address, without a page."""
        kept = {"q": [self.query] if self.query else []}
        for one in self.spec.filters:
            kept[one.name] = list(self.asked.chosen.get(one.name, []))
            if one.all_name:
                kept[one.all_name] = list(self.asked.all_of.get(one.name, []))
        if self.sort != self.usual_sort:
            kept["sort"] = [self.sort]
        return kept

    def _url(self, parameters: dict[str, list[str]]) -> str:
        return self._address(self._pairs(parameters))

    @staticmethod
    def _pairs(parameters: dict[str, list[str]]) -> list[str]:
        return [f"{name}={_quoted(value)}" for name, values in parameters.items() for value in values]

    def _address(self, pairs: list[str]) -> str:
        return f"{self.spec.path}?{'&'.join(pairs)}" if pairs else self.spec.path


@lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    """Return ``value`` as an address holds it; most values stand in many addresses of a page."""
    return quote_plus(value)


def as_row(hit: Hit, question: Question) -> Entry:
    """Return a hit as a row, with what was asked for marked in its title, summary or body."""
    entry = hit.source.entry(hit.stored)
    if not question.words:
        return entry
    language = hit.stored.get("language") or "en"
    title = snippets.mark(entry.title, question, language)
    summary = snippets.mark(entry.summary, question, language)
    passage = () if summary or title else snippets.passage(hit.passage, question, language)
    return replace(entry, title_parts=title, summary_parts=summary, snippet_parts=passage)


def as_suggestions(hits: Iterable[Hit]) -> list[suggestions.Suggestion]:
    """Return hits as the few words that a list of suggestions shows."""
    return [
        suggestions.Suggestion(
            hit.stored["title"],
            hit.stored["url"],
            str(hit.source.label),
            "" if (language := hit.stored.get("language", "en")) == "en" else language,
        )
        for hit in hits
    ]

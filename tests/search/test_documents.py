"""A document is the same whether its object was read alone, as after a change, or among all others."""

from dataclasses import asdict

import pytest

from network.search.documents import PageAddresses, SearchDocument, as_document, sources

pytestmark = pytest.mark.same_on_every_database


def fields(made: SearchDocument) -> dict:
    """Return the fields of a document; the values of a filter have no order."""
    facets = {name: sorted(map(str, values)) for name, values in made.facets.items()}
    return asdict(made) | {"labels": list(made.labels), "facets": facets}


@pytest.mark.parametrize("source", sources.all(), ids=lambda source: source.kind)
def test_read_alone_and_among_all_others_a_row_makes_one_document(loaded, source):
    addresses = PageAddresses()
    together = {row.pk: source.document(row, addresses) for row in source.read(source.public())}
    together = {pk: (fields(made), as_document(source, made)) for pk, made in together.items() if made}
    assert together
    for pk, (known, engine) in together.items():
        [row] = source.read(source.public().filter(pk=pk))
        made = source.document(row, PageAddresses())
        assert fields(made) == known
        assert as_document(source, made) == engine


@pytest.mark.parametrize("kind", ["product", "practice", "news", "collection", "city", "challenge"])
def test_a_row_looks_the_same_from_the_index_and_from_the_database(loaded, kind):
    source, addresses = sources.of_kind(kind), PageAddresses()
    rows = source.public().for_listing()
    stored = {row.pk: source.document(row, addresses).stored for row in source.read(source.public())}
    assert stored
    for row in rows:
        assert row.as_entry() == source.entry(stored[row.pk])

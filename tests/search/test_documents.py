"""A document is the same whether its object was read alone, as after a change, or among all others."""

from dataclasses import asdict

import pytest

from network.search.documents import PageAddresses, SearchDocument, as_document, sources


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


def test_the_index_that_was_built_and_the_one_that_was_followed_hold_the_same(loaded):
    """Every document of the whole index is what making it anew gives."""

"""Every address, every method, every reader: the answer is the one that the table gives."""

import pytest

from tests.access.matrix.asking import NOT_ALLOWED, UNKNOWN_METHODS, Asker, mismatches, path_of
from tests.access.matrix.readers import ALWAYS_ASKED, asked
from tests.access.matrix.table import EDITORS_AREA, addresses, rows

PUBLIC = rows("public")


def test_every_address_stands_in_the_table():
    known = {address.key for address in addresses() if not address.route.startswith(EDITORS_AREA)}
    assert {row.address for row in PUBLIC} == known


@pytest.mark.parametrize("reader", asked(*ALWAYS_ASKED))
def test_everybody_may_do_what_the_table_says_and_nothing_else(reader, world):
    found = list(mismatches(PUBLIC, Asker(reader, world), world))
    assert not found, "\n" + "\n".join(found)


def test_nobody_may_use_a_method_that_the_portal_does_not_know(world):
    asker = Asker("administrator", world)
    for row in PUBLIC:
        for method in UNKNOWN_METHODS:
            assert asker.ask(method, path_of(row, world)).status_code == NOT_ALLOWED, (method, row)

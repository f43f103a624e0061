"""Every address of the editors' area: who gets in is who stands in the table."""

import pytest

from tests.access.matrix.asking import Asker, is_refused, leaked
from tests.access.matrix.desks import ENTRANTS, Desk, entrants
from tests.access.matrix.readers import ANONYMOUS, STAFF
from tests.access.matrix.table import EDITORS_AREA, addresses

AREA = [address for address in addresses() if address.route.startswith(EDITORS_AREA)]
OUTSIDERS = (ANONYMOUS, "coordinator", "representative", "newcomer")


def test_every_line_of_the_table_decides_about_an_address():
    deciding = {id(entrants(address)) for address in AREA}
    assert [pattern for pattern, who in ENTRANTS if id(who) not in deciding] == []


# Those of the staff see much, which takes long: ``make access`` asks them all.
@pytest.mark.parametrize(
    "reader", [*OUTSIDERS, *(pytest.param(one, marks=pytest.mark.access) for one in STAFF)]
)
def test_who_gets_in(reader, world):
    desk, asker = Desk(world), Asker(reader, world)
    wrong = []
    for address in AREA:
        path = desk.path_of(address)
        answers = [asker.ask(method, path) for method in ("GET", "POST")]
        gets_in = not all(map(is_refused, answers))
        codes = " and ".join(str(answer.status_code) for answer in answers)
        if gets_in is not (reader in entrants(address)):
            wrong.append(f"{address.name} {path} answers {codes}: {'in' if gets_in else 'out'}")
        if reader not in STAFF and 500 in [answer.status_code for answer in answers]:
            wrong.append(f"{path} fails for {reader}")
        for answer in answers:
            wrong += [f"{path} says {word}" for word in leaked(answer.said, reader, world.words_at_desks)]
    assert not wrong, "\n" + "\n".join(wrong)

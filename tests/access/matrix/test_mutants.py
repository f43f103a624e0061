"""The proof that the matrix catches: with any one rule or query broken, it finds something wrong."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.access.matrix import mutants
from tests.access.matrix.asking import Asker, mismatches
from tests.access.matrix.deeds import DEEDS, wrong_answer
from tests.access.matrix.readers import READERS
from tests.access.matrix.table import rows

METHODS = ("GET", "POST")


@pytest.fixture
def watched(world):
    """Return the names of all rules and queries that can be broken; afterwards they are whole again."""
    yield mutants.take_over()
    mutants.give_back()


@pytest.mark.access
def test_no_rule_and_no_query_can_be_broken_unnoticed(watched, world):
    questions = [*asked_by_pages(world), *asked_of_rules(world)]
    for question in questions:
        mutants.watch(question)
        assert question() is None
    mutants.watch(None)
    denied = {key: list(dict.fromkeys(found)) for key, found in mutants.denied.items()}
    unnoticed = []
    for key in watched:
        mutants.break_rule(key)
        if not any(question() for question in denied.get(key, [])):
            unnoticed.append(f"{key}, which said no {len(denied.get(key, []))} times")
    mutants.break_rule(None)
    assert len(watched) > 50
    assert not unnoticed, "\n" + "\n".join(unnoticed)


def asked_by_pages(world) -> list[Callable[[], str | None]]:
    """Return a question for each reader, address and method; it answers with what is wrong."""
    askers = {reader: Asker(reader, world) for reader in READERS}

    def question(reader, row, method):
        return lambda: next(iter(mismatches([row], askers[reader], world, [method])), None)

    return [question(reader, row, method) for reader in READERS for row in rows("public") for method in METHODS]


def asked_of_rules(world) -> list[Callable[[], str | None]]:
    """Return a question for each reader and deed."""
    return [partial(wrong_answer, deed, reader, world) for deed in DEEDS for reader in READERS]

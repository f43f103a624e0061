"""Every rule, for every reader: the answer is the one that the table gives, in both ways of asking."""

from network.core.access import can
from tests.access.matrix.deeds import DEEDS, person_called, registered, wrong_answers
from tests.access.matrix.readers import READERS


def test_every_rule_stands_in_the_table(world):
    told = set()
    for deed in DEEDS:
        thing = deed.thing(world)
        told.add((thing if isinstance(thing, type) else type(thing), deed.action))
    assert told == registered()


def test_everybody_may_do_what_the_table_says_and_nothing_else(world):
    assert list(wrong_answers(world)) == []


def test_seeing_and_finding_are_the_same_for_every_thing_and_every_reader(world):
    models = {
        model for model, action in registered() if action == "view" and hasattr(model.objects, "visible_to")
    }
    for reader in READERS:
        person = person_called(reader, world)
        for model in models:
            found = set(model.objects.visible_to(person).values_list("pk", flat=True))
            seen = {thing.pk for thing in model.objects.all() if can(person, "view", thing)}
            assert found == seen, (reader, model)

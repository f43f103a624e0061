"""The count: elections worked out by hand, and a thousand random ones that keep what the method promises."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cities.cycles.count import PARTS, Count, Step, count_ballots, droop_quota
from cities.cycles.draw import draw_order

ORANGE, PEAR, CHOCOLATE, STRAWBERRY, SWEETS = 1, 2, 3, 4, 5


def votes(count, number):
    """Return the votes after round ``number`` as people write them."""
    return {entry: parts / PARTS for entry, parts in count.rounds[number - 1].votes.items()}


def steps(count):
    return [(one.step.value, one.about, one.elected) for one in count.rounds]


def test_the_textbook_party_with_three_kinds_of_food():
    """20 guests choose 3 of 5: quota 6, Chocolate’s surplus of 6 of 12 passes on at half its value."""
    ballots = [
        *[(ORANGE,)] * 4,
        *[(PEAR, ORANGE)] * 2,
        *[(CHOCOLATE, STRAWBERRY)] * 8,
        *[(CHOCOLATE, SWEETS)] * 4,
        (STRAWBERRY,),
        (SWEETS,),
    ]
    count = count_ballots(ballots, places=3, draw=(1, 2, 3, 4, 5))
    assert (count.quota, count.ballots) == (6, 20)
    assert votes(count, 1) == {1: 4, 2: 2, 3: 12, 4: 1, 5: 1}
    assert votes(count, 2) == {1: 4, 2: 2, 3: 6, 4: 5, 5: 3}
    assert votes(count, 3) == {1: 6, 2: 0, 3: 6, 4: 5, 5: 3}
    assert steps(count) == [
        ("first", None, (CHOCOLATE,)),
        ("surplus", CHOCOLATE, ()),
        ("exclusion", PEAR, (ORANGE,)),
        ("last", None, (STRAWBERRY,)),  # 5 of the 8 votes that are left
    ]
    assert count.elected == (CHOCOLATE, ORANGE, STRAWBERRY)


def test_transfer_values_are_cut_off_after_five_places():
    """Entry 1 has 7 of 9 first preferences for 2 places: quota 4, surplus 3; 3/7 is 0.42857, cut off."""
    ballots = [*[(1, 2)] * 5, *[(1, 3)] * 2, (2,), (3,)]
    count = count_ballots(ballots, places=2, draw=(1, 2, 3))
    assert count.quota == 4
    assert votes(count, 2) == {1: 4, 2: 3.14285, 3: 1.85714}
    assert count.rounds[1].lost == 1  # 0.00001 of a vote
    assert count.elected == (1, 2)


def test_a_surplus_of_passed_on_ballots_counts_every_ballot_at_its_own_value():
    """Entry 2 holds 3 whole ballots and 5 of 0.5: 5.5 votes, surplus 0.5.

    A whole one passes on at 0.5 / 5.5 = 0.09090, one of 0.5 at 0.5 × 0.5 / 5.5 = 0.04545.
    """
    ballots = [*[(1, 2, 3)] * 5, *[(1, 4)] * 5, *[(2, 4)] * 3, *[(3,)] * 2, (4,), *[(5,)] * 3]
    count = count_ballots(ballots, places=3, draw=(1, 2, 3, 4, 5))
    assert count.quota == 5
    assert votes(count, 2) == {1: 5, 2: 5.5, 3: 2, 4: 3.5, 5: 3}
    assert votes(count, 3) == {1: 5, 2: 5, 3: 2.22725, 4: 3.7727, 5: 3}
    assert count.rounds[2].lost == 5  # 5 × 0.04545 + 3 × 0.09090 is 0.49995 of the 0.5


def test_ballots_without_a_further_choice_are_lost():
    count = count_ballots([*[(1,)] * 3, *[(2,)] * 2, (3,)], places=1, draw=(1, 2, 3))
    assert steps(count)[1:] == [("last", None, (1,))]  # 3 of 6: the others together have no more
    count = count_ballots([*[(1,)] * 4, *[(2,)] * 3, *[(3, 2)] * 2], places=1, draw=(1, 2, 3))
    assert steps(count)[1:] == [("exclusion", 3, (2,))]
    count = count_ballots([*[(1,)] * 4, *[(2,)] * 3, *[(3,)] * 2], places=1, draw=(1, 2, 3))
    assert count.rounds[1].lost == 2 * PARTS
    assert count.elected == (1,)


def test_equals_are_told_apart_by_earlier_rounds_then_by_the_draw():
    ballots = [*[(1,)] * 4, *[(2,)] * 3, *[(3,)] * 2, *[(4, 3)], *[(5,)] * 5]
    count = count_ballots(ballots, places=1, draw=(2, 3, 1, 4, 5))
    # Round 2: 2 and 3 have three votes each; 3 had fewer before, so it goes although it was drawn later anyway.
    assert [one.about for one in count.rounds[1:3]] == [4, 3]
    assert count.rounds[2].tied == (2, 3)
    drawn = count_ballots(ballots, places=1, draw=(3, 2, 1, 4, 5), looks_back=False)
    assert [one.about for one in drawn.rounds[1:3]] == [4, 2]
    back = count_ballots(ballots, places=1, draw=(3, 2, 1, 4, 5))
    assert [one.about for one in back.rounds[1:3]] == [4, 3]
    even = count_ballots([(1,), (2,)], places=1, draw=(2, 1))
    assert (even.elected, even.rounds[-1].tied) == ((2,), (1, 2))


def test_as_many_entries_as_places_are_all_elected_and_nobody_without_a_ballot():
    count = count_ballots([(2,), (1,), (1,)], places=3, draw=(1, 2, 3))
    assert count.elected == (1, 2, 3)
    assert count_ballots([], places=3, draw=(1, 2)).elected == ()
    assert count_ballots([(1,)], places=0, draw=(1, 2)).elected == ()


def test_the_quota():
    assert [droop_quota(ballots=n, places=3) for n in (0, 3, 4, 20, 5000)] == [1, 1, 2, 6, 1251]


def test_the_draw_can_be_repeated_and_depends_on_the_seed_alone():
    assert draw_order("a1b2", [3, 1, 2, 4]) == draw_order("a1b2", [4, 3, 2, 1])
    assert sorted(draw_order("a1b2", range(1, 9))) == list(range(1, 9))
    assert len({draw_order(f"seed {n}", range(1, 9)) for n in range(50)}) > 45


@st.composite
def elections(draw):
    """An election of up to 12 entries, 9 places and 60 ballots of any length."""
    entries = draw(st.integers(1, 12))
    places = draw(st.integers(1, 9))
    chance = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311
    popular = [chance.random() ** 3 + 0.01 for _entry in range(entries)]
    ballots = []
    for _ballot in range(draw(st.integers(1, 60))):
        keyed = sorted(range(1, entries + 1), key=lambda e: chance.random() ** (1 / popular[e - 1]))
        ballots.append(tuple(keyed[::-1][: chance.randint(1, entries)]))
    return entries, places, ballots, chance


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(elections())
def test_a_thousand_elections_keep_what_the_method_promises(election):
    entries, places, ballots, chance = election
    lots = draw_order("seed", range(1, entries + 1))
    count = count_ballots(ballots, places=places, draw=lots)

    assert len(count.elected) == len(set(count.elected)) == min(places, entries)
    firsts = {e: sum(ballot[0] == e for ballot in ballots) for e in range(1, entries + 1)}
    assert {e for e, number in firsts.items() if number >= count.quota} <= set(count.elected)
    if places == 1:
        majority = [e for e, number in firsts.items() if number * 2 > len(ballots)]
        assert majority in ([], list(count.elected))
    for one in count.rounds:  # no vote appears or disappears
        assert sum(one.votes.values()) + one.lost == len(ballots) * PARTS
        assert one.lost >= 0 and min(one.votes.values()) >= 0
    for one in count.rounds[1:]:  # who is excluded had the fewest votes of those in the count
        before = count.rounds[count.rounds.index(one) - 1]
        if one.step is Step.EXCLUSION:
            out = {r.excluded for r in count.rounds[: count.rounds.index(one)]}
            won = {e for r in count.rounds[: count.rounds.index(one)] for e in r.elected}
            rivals = [before.votes[e] for e in firsts if e not in out | won]
            assert before.votes[one.about] == min(rivals)

    shuffled = chance.sample(ballots, len(ballots))
    assert count_ballots(shuffled, places=places, draw=lots) == count
    assert Count.from_data(count.as_data()) == count


@settings(max_examples=300, deadline=None, derandomize=True)
@given(elections())
def test_other_numbers_for_the_entries_change_nothing(election):
    entries, places, ballots, chance = election
    lots = draw_order("seed", range(1, entries + 1))
    names = dict(zip(range(1, entries + 1), chance.sample(range(100, 200), entries), strict=True))
    renamed = [tuple(names[e] for e in ballot) for ballot in ballots]
    count = count_ballots(ballots, places=places, draw=lots)
    other = count_ballots(renamed, places=places, draw=[names[e] for e in lots])
    assert other.elected == tuple(names[e] for e in count.elected)


@pytest.mark.parametrize("looks_back", [True, False])
@settings(max_examples=300, deadline=None, derandomize=True)
@given(election=elections())
def test_the_draw_decides_nothing_but_ties(election, looks_back):
    entries, places, ballots, _chance = election
    lots = draw_order("seed", range(1, entries + 1))
    count = count_ballots(ballots, places=places, draw=lots, looks_back=looks_back)
    if not any(one.tied for one in count.rounds):
        assert count_ballots(ballots, places=places, draw=lots[::-1], looks_back=looks_back) == count

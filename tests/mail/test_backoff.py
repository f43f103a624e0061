"""Waiting before the next try."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from network.mail.backoff import FIRST_WAIT, LONGEST_WAIT, MAX_ATTEMPTS, backoff

attempts = st.integers(min_value=1, max_value=10_000)
jitters = st.floats(min_value=0, max_value=1)


@given(attempts, jitters)
def test_a_wait_is_never_shorter_than_half_the_first_nor_longer_than_the_cap(attempt, jitter):
    assert FIRST_WAIT / 2 <= backoff(attempt, lambda: jitter) <= LONGEST_WAIT


@given(attempts, jitters)
def test_with_the_same_jitter_no_wait_is_shorter_than_the_one_before(attempt, jitter):
    assert backoff(attempt, lambda: jitter) <= backoff(attempt + 1, lambda: jitter)


def test_all_tries_together_outlast_a_server_that_is_away_for_a_day():
    shortest = sum((backoff(n, lambda: 0.0) for n in range(1, MAX_ATTEMPTS)), timedelta())
    assert shortest > timedelta(days=1)

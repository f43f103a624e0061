"""Thirty posts at the same moment, in real threads, each with its own connection to the database."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories.discussion import ThreadFactory
from tests.factories.groups import MembershipFactory
from working_groups.discussion.services import add_post

pytestmark = pytest.mark.django_db(transaction=True)

POSTS, THREADS = 30, 6


def test_the_number_of_posts_stays_true_and_a_form_sent_at_once_is_one_post(home):
    thread = ThreadFactory()
    author = MembershipFactory(group=thread.group).person
    start, same, errors = threading.Barrier(THREADS), uuid.uuid4(), []

    def write(number):
        try:
            start.wait(30)
            for one in range(POSTS // THREADS):
                token = same if one == 0 else uuid.uuid4()
                add_post(thread=thread, text=f"{number}", author=author, form_token=token, now=timezone.now())
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(THREADS)))
    thread.refresh_from_db()
    assert errors == []
    assert thread.number_of_posts == thread.posts.count() == POSTS - THREADS + 1

"""The content generation is asked once a request, and a change is seen as soon as it is committed."""

import pytest
from django.core.cache import cache
from django.template import Context, Template
from wagtail.models import Site

from network.core import generation
from network.core.models import MenuItem, NetworkSettings

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    """Return a list that grows whenever the cache is asked."""
    times, ask = [], generation._ask
    monkeypatch.setattr(generation, "_ask", lambda: times.append(1) or ask())
    return times


@pytest.fixture
def in_request():
    """Be inside a request."""
    generation._begin()
    yield
    generation._end()


def test_a_page_asks_once(client, home, asked):
    for number in (1, 2):
        assert client.get("/").status_code == 200
        assert len(asked) == number


def test_what_another_process_raises_is_seen_by_the_next_request(in_request):
    before = generation.current_generation()
    cache.set(generation.KEY, before + 1, timeout=None)
    assert generation.current_generation() == before
    generation._end()
    generation._begin()
    assert generation.current_generation() == before + 1


def test_outside_of_requests_it_is_asked_each_time():
    before = generation.current_generation()
    cache.set(generation.KEY, before + 1, timeout=None)
    assert generation.current_generation() == before + 1


def test_what_a_request_itself_raises_it_sees(in_request, django_capture_on_commit_callbacks):
    before = generation.current_generation()
    assert generation.keep("a test", lambda: "old") == "old"
    with django_capture_on_commit_callbacks(execute=True):
        MenuItem.objects.create(label="New", address="/new/")
        assert generation.current_generation() == before  # not before it is committed
    assert generation.current_generation() != before
    assert generation.keep("a test", lambda: "new") == "new"


def test_a_change_while_something_is_read_does_not_keep_what_was_read_before():
    def read():
        cache.set(generation.KEY, generation.current_generation() + 1, timeout=None)
        return "old"

    assert generation.keep("a test", read) == "old"
    assert generation.keep("a test", lambda: "new") == "new"


def test_kept_parts_of_the_frame_follow_a_change(client, home, django_capture_on_commit_callbacks):
    assert "Made by many" not in client.get("/cities/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        NetworkSettings.objects.create(site=Site.objects.get(), description="Made by many")
    assert "Made by many" in client.get("/cities/").content.decode()


def test_kept_parts_see_nothing_of_the_reader():
    part = Template(
        '{% kept "a test" %}<b>{{ user }}{{ request }}{{ page }}{{ network.name }}</b>{% endkept %}'
    )
    network = {"name": "Exchange"}
    assert part.render(Context({"user": "somebody", "network": network})) == "<b>Exchange</b>"
    assert part.render(Context({"page": "a page", "network": network})) == "<b>Exchange</b>"

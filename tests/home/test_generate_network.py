"""Synthetic networks: counted, repeatable, and never by accident in a real one."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from cities.models import City
from knowledge.models import GoodPracticePage, KnowledgeProductPage
from network.accounts.models import User

SMALL = {"cities": 6, "products": 7, "practices": 4, "members": 5}


@pytest.fixture(autouse=True)
def demo_settings(settings):
    settings.DEMO_MAILBOX = True


def generate(**options) -> str:
    out = StringIO()
    call_command("generate_network", stdout=out, **SMALL | options)
    return out.getvalue()


def network() -> list:
    """Return what there is, as somebody would describe it."""
    return [
        list(City.objects.order_by("name").values_list("name", "population", "latitude", "sectors__slug")),
        list(
            KnowledgeProductPage.objects.order_by("path").values_list(
                "title", "summary", "published_on", "theme_links__theme__slug", "city_links__city__slug"
            )
        ),
        list(GoodPracticePage.objects.order_by("path").values_list("title", "year_start", "evidence_level")),
        list(User.objects.order_by("email").values_list("email", "name", "job_title", "expertise__slug")),
    ]


def empty() -> None:
    for page in [*KnowledgeProductPage.objects.all(), *GoodPracticePage.objects.all()]:
        page.delete()
    City.objects.all().delete()
    User.objects.all().delete()


def test_it_begins_a_network_adds_what_was_asked_for_and_says_so(client, db):
    said = generate()
    assert [kind.objects.count() for kind in (City, KnowledgeProductPage, GoodPracticePage, User)] == [
        6,
        7,
        4,
        5,
    ]
    for line in ("6 of 6 cities", "7 of 7 products", "4 of 4 practices", "5 of 5 members", " s in all"):
        assert line in said
    assert not any(Page.find_problems())
    for path in ("/", "/cities/", "/knowledge/", "/practices/", "/accessibility/"):
        assert client.get(path).status_code == 200, path


def test_the_same_seed_makes_the_same_network_and_another_one_another(db):
    generate(seed=4)
    first = network()
    empty()
    generate(seed=4)
    assert network() == first
    empty()
    generate(seed=5)
    assert all(one != other for one, other in zip(network(), first, strict=True))


def test_a_second_run_adds_to_the_first_in_steps(db, monkeypatch):
    monkeypatch.setattr("network.home.management.commands.generate_network.CHUNK", 2)
    generate()
    assert "5 of 5 members" in generate()
    assert User.objects.get(name="Synthetic member 10").email == "member-000010@interurban.example"
    assert City.objects.count() == 12
    assert not any(Page.find_problems())


def test_nobody_can_sign_in_as_a_member_by_password(client, db):
    generate()
    assert not any(person.has_usable_password() for person in User.objects.all())
    assert not User.objects.filter(is_staff=True).exists()


def test_a_real_network_is_left_alone_unless_somebody_means_it(db, settings):
    settings.DEMO_MAILBOX = False
    with pytest.raises(CommandError, match="--yes-really"):
        generate()
    assert not City.objects.exists()
    generate(yes_really=True)
    assert City.objects.count() == 6


def test_numbers_below_zero_are_refused(db):
    with pytest.raises(CommandError, match="below zero"):
        generate(members=-1)

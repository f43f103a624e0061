"""Where others wrote of an erased person is found, however they spelled her name, on every database."""

import tracemalloc

import pytest
from django.utils import timezone

from network.accounts.privacy import mentions as module
from network.accounts.privacy.erasure import erase_person
from network.accounts.privacy.mentions import finder_of, fold, mentions
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import ChallengeFactory
from tests.factories.challenges import CommentFactory
from tests.factories.home import StandardPageFactory

NOW = timezone.now()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ana", "Then Ana told us."),
        ("Ana", "ANA!"),
        ("Ana", "We asked (ana)"),
        ("Li", "As Li’s list says"),
        ("Jo Ek", "Jo Ek was there"),
        ("Zoë", "zoe was there"),
        ("Zoe", "ZOË was there"),
        ("Łukasz Żak", "LUKASZ ZAK"),
        ("Lukasz Zak", "ŁUKASZ ŻAK"),
        ("Łukasz Żak", "łukasz\u00a0żak"),
        ("Łukasz Żak", "Łukasz\nŻak"),
        ("Jürgen Groß", "JURGEN GROSS"),
        ("Øyvind Ås", "øyvind ås"),
        ("Øyvind Ås", "Oyvind As"),
        ("İrem Işık", "irem isik"),
        ("Nguyễn Văn An", "nguyen van an"),
        ("Zoe\u0308 Ek", "Zoë Ek"),
        ("Иван Петров", "ИВАН ПЕТРОВ"),
        ("Γιώργος Νέος", "ΓΙΩΡΓΟΣ ΝΕΟΣ"),
        ("李明华", "我问李明华了"),
        ("Ana Novak", "Ana&nbsp;Novak"),
        ("Ana Novak", "<b>Ana</b> Novak"),
        ("Ana Novak", "Ana Novaks Haus"),
        ("O’Neil", "Mr O'Neil"),
    ],
)
def test_a_name_is_found_however_it_is_spelled(name, text):
    assert finder_of(name, [])(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ana", "Montana and Anatolia"),
        ("Li", "A list of lilies"),
        ("Ana Novak", "Ana and Mr Novak"),
        ("Zoë", "zoetrope"),
        ("Łukasz Żak", "Łukasz Żurek"),
    ],
)
def test_another_word_is_not(name, text):
    assert not finder_of(name, [])(text)


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Write to ANA@people.example.", True),
        ('<a href="mailto:ana@people.example">', True),
        ("joana@people.example", False),
        ("ana@people.example-city.example", False),
    ],
)
def test_an_address_is_found_whole(text, is_found):
    assert finder_of("", ["ana@people.example"])(text) is is_found


def test_who_has_neither_name_nor_address_is_looked_for_nowhere(db):
    assert finder_of("", []) is None and finder_of("★", []) is None
    assert list(mentions("", [])) == []


def test_letters_that_json_escapes_are_read():
    assert fold("\\u0141uk\\\\u00e1sz\\\\nAna") == "lukasz ana"
    assert fold("\\ud83d\\ude00 Ana").strip() == "ana"


@pytest.mark.parametrize(
    ("name", "text"), [("Ana", "Ask ANA."), ("Żak", "As żak said."), ("Øyvind Ås", "ØYVIND ÅS knows.")]
)
def test_staff_are_shown_where_it_stands(home, name, text):
    comment = CommentFactory(text=text)
    CommentFactory(text="Montana and Zakopane")
    challenge = ChallengeFactory(title=f"A hall for {name.lower()}")
    page = StandardPageFactory(parent=home, title="About", body=[("text", f"<p>{text}</p>")])
    page.save_revision()
    person = UserFactory(name=name)
    hits = erase_person(person=person, erased_by=UserFactory(administrator=True), now=NOW)
    expected = {
        f"cities.challengecomment:{comment.pk}:text",
        f"cities.challenge:{challenge.pk}:title",
        f"cities.challenge:{challenge.pk}:slug",  # an address names her too
        f"home.standardpage:{page.pk}:body",
        f"wagtailcore.revision:{page.latest_revision_id}:content",
    }
    assert set(hits) == expected


def test_texts_are_read_in_chunks(home, monkeypatch):
    """What is held in memory at once is some rows, however many there are."""
    monkeypatch.setattr(module, "OURS", ("cities",))
    challenge = ChallengeFactory()
    filler = "x" * 2000
    model = type(CommentFactory(challenge=challenge, text=f"{filler}"))
    template = model.objects.get()
    rows = [
        model(challenge=challenge, city_id=template.city_id, text=f"{filler} {'Ana' if n % 1000 == 0 else n}")
        for n in range(5000)
    ]
    for row in rows:
        row.written_at = NOW
    model.objects.bulk_create(rows, batch_size=500)
    del rows
    tracemalloc.start()
    hits = list(mentions("Ana", []))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(hits) == 5
    assert peak < 3_000_000  # all of them are 10 MB

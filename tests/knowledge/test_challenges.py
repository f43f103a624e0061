"""Practices and products name the challenges that they answer, and each side leads to the other."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import inline_formset

from cities.enums import ChallengeState
from cities.models import Challenge
from knowledge.models import GoodPracticePage, KnowledgeIndexPage, KnowledgeProductPage, PracticeIndexPage
from network.core.models import Theme
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.cities import CityFactory
from tests.factories.knowledge import PracticeFactory, ProductFactory
from tests.following import FollowedClient
from tests.knowledge.forms import add_address, product_form
from tests.search.asking import ask, titles

SPECS = {"practice": PracticeIndexPage.list_spec, "product": KnowledgeIndexPage.list_spec}
HIDDEN = [ChallengeState.DRAFT, ChallengeState.SUBMITTED, ChallengeState.RETURNED, ChallengeState.WITHDRAWN]


@pytest.fixture
def circular(db):
    return Theme.objects.get(slug="circular-economy")


@pytest.fixture
def heat(home, circular):
    return ChallengeFactory(
        title="Heat after coal", slug="heat", city=CityFactory(name="Essen", slug="essen"), themes=[circular]
    )


@pytest.fixture
def indexes(knowledge_index, practice_index):
    return {"practice": practice_index, "product": knowledge_index}


@pytest.fixture
def answer(indexes):
    """Return a function that makes a practice or product which answers challenges."""

    def make(kind, *challenges, **fields):
        factory = {"practice": PracticeFactory, "product": ProductFactory}[kind]
        parent = indexes[kind]
        parent.refresh_from_db()
        return factory(parent=parent, challenges=challenges, **{"cities": [CityFactory()]} | fields)

    return make


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def sections(client, challenge):
    """Return the rows of each section of the challenge's page that shows pages, by the section's title."""
    found = client.get(challenge.get_absolute_url()).context["sections"]
    return {one.title: one.context["entries"] for one in found if "entries" in one.context}


@pytest.mark.parametrize("kind", SPECS)
def test_a_page_leads_to_what_it_answers(client, answer, heat, kind):
    page = answer(kind, heat, ChallengeFactory(title="Trams", city=heat.city))
    text = read(client, page.url)
    assert '<a href="/challenges/heat/">Heat after coal (Essen)</a>' in text
    assert text.index("Heat after coal (Essen)") < text.index("Trams (Essen)")
    assert "Answers the challenge" not in read(client, answer(kind).url)


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("kind", SPECS)
def test_what_a_reader_may_not_see_is_named_nowhere(answer, heat, kind, state):
    author = AffiliationFactory(city=heat.city).person
    hidden = ChallengeFactory(title="Zebrafinch", slug="zebra", city=heat.city, author=author, state=state)
    page = answer(kind, heat, hidden, title="The works")
    stranger, writer = FollowedClient(), Client()
    writer.force_login(author)
    assert "Zebrafinch" not in read(stranger, page.url)
    assert "Zebrafinch" in read(writer, page.url)
    listed = page.get_parent().url
    assert "Zebrafinch" not in read(stranger, listed)
    assert "The works" in read(stranger, f"{listed}?q=coal")
    assert titles(ask(SPECS[kind], q="zebrafinch")) == []
    assert ask(SPECS[kind], challenge="zebra").ignored == ["challenge=zebra"]


def test_a_withdrawn_challenge_leaves_list_and_page_and_comes_back(client, answer, heat):
    page = answer("practice", heat, title="The works")
    assert "Heat after coal" in read(client, "/practices/")
    challenge = Challenge.objects.get(pk=heat.pk)
    for state, is_shown in ((ChallengeState.WITHDRAWN, False), (ChallengeState.PUBLISHED, True)):
        challenge.state = state
        challenge.save()
        read(client, "/practices/")  # the index follows
        assert [facet.name for facet in ask(SPECS["practice"]).facets].count("challenge") == is_shown
        assert ("Heat after coal" in read(client, page.url)) is is_shown
    city = heat.city
    city.live = False
    city.save()
    assert "Heat after coal" not in read(client, "/practices/")
    assert "Heat after coal" not in read(client, page.url)


@pytest.mark.parametrize("kind", SPECS)
def test_the_lists_are_narrowed_by_challenge_and_every_number_is_true(answer, heat, reindex, kind):
    trams, floods = (ChallengeFactory(title=name, slug=name.lower()) for name in ("Trams", "Floods"))
    resilience = [Theme.objects.get(slug="resilience")]
    answer(kind, heat, title="First")
    answer(kind, heat, trams, title="Second", themes=resilience)
    answer(kind, trams, title="Third")
    answer(kind, title="Fourth", themes=resilience)
    answer(kind, floods, title="Not yet", live=False)
    reindex()
    spec = SPECS[kind]
    assert sorted(titles(ask(spec, challenge="heat"))) == ["First", "Second"]
    assert ask(spec, challenge=["heat", "trams"]).count == 3
    assert titles(ask(spec, challenge="heat", theme="resilience")) == ["Second"]
    facet = next(facet for facet in ask(spec).facets if facet.name == "challenge")
    assert [(choice.value, choice.count) for choice in facet.choices] == [("heat", 2), ("trams", 2)]
    assert facet.choices[0].label == "Heat after coal (Essen)"
    walked = 0
    by_challenge = {"challenge": ["heat"]}
    for asked in ({}, {"theme": ["resilience"]}, by_challenge, by_challenge | {"q": "second"}):
        for facet in ask(spec, **asked).facets:
            for choice in facet.choices:
                if not choice.checked:
                    chosen = asked | {facet.name: [*asked.get(facet.name, []), choice.value]}
                    assert ask(spec, **chosen).count == choice.count, (asked, facet.name, choice)
                    walked += facet.name == "challenge" or "challenge" in asked
    assert walked > 12
    [chip] = ask(spec, challenge="heat").chips
    assert (chip.label, chip.url) == ("Heat after coal (Essen)", spec.path)


@pytest.mark.parametrize("with_index", [True, False])
def test_a_challenge_shows_what_answers_it_before_what_could_help(client, answer, heat, reindex, with_index):
    own = answer("practice", heat, title="Our own answer", cities=[heat.city])
    answer("practice", title="Like it")
    answer("product", heat, title="A guide")
    reader = client if with_index else Client()
    shown = sections(reader, heat)
    names = list(shown)
    assert names[:2] == ["Practices that address this", "Knowledge products about this"]
    assert [entry.title for entry in shown[names[0]]] == ["Our own answer"]
    assert [entry.title for entry in shown[names[1]]] == ["A guide"]
    if with_index:
        assert names[2] == "Practices that could help"
        [suggested] = shown[names[2]]
        assert suggested.title == "Like it" and "Shares Circular economy" in suggested.notes[-1]
    own.unpublish()
    assert "Our own answer" not in str(sections(reader, heat))


def test_a_challenge_without_a_theme_shows_what_answers_it(client, answer, heat):
    heat.themes.clear()
    answer("practice", heat, title="The works")
    assert list(sections(client, heat)) == ["Practices that address this"]


def test_of_many_answers_three_are_shown_with_the_way_to_all(client, answer, heat):
    for _ in range(5):
        answer("practice", heat)
    text = read(client, heat.get_absolute_url())
    assert 'href="/practices/?challenge=heat">All 5 practices' in text
    assert "5 good practices" in read(client, "/practices/?challenge=heat")


@pytest.mark.parametrize("with_index", [True, False])
def test_answers_that_only_some_may_open_are_shown_to_them_alone(client, answer, heat, with_index):
    page = answer("practice", heat, title="Behind a door")
    group = Group.objects.create(name="Inside")
    restriction = PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(group)
    reader = client if with_index else Client()
    assert sections(reader, heat) == {}
    insider, outsider = UserFactory(), UserFactory()
    insider.groups.add(group)
    for person, is_shown in ((insider, True), (outsider, False)):
        reader.force_login(person)
        assert ("Practices that address this" in sections(reader, heat)) is is_shown


@pytest.mark.parametrize("kind", SPECS)
def test_pages_ask_as_often_for_one_challenge_as_for_twenty(answer, heat, reindex, kind):
    """The page of the challenge, and that of what answers it."""
    client, counts, challenges = Client(), [], [heat]
    for another in SPECS:  # that pages lead on to
        answer(another)
    for number in (1, 20):
        while len(challenges) < number:
            challenges.append(ChallengeFactory(city__name=f"City {len(challenges)}"))
        pages = [answer(kind, *challenges) for _ in range(number)]
        reindex()
        asked = []
        for path in (pages[0].url, heat.get_absolute_url(), f"{pages[0].get_parent().url}?challenge=heat"):
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                text = read(client, path)
            assert "Heat after coal" in text
            asked.append(len(queries))
        counts.append(asked)
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 15


def test_editors_choose_among_published_challenges(editor, indexes, heat):
    draft = ChallengeFactory(title="Not yet", draft=True)
    chooser = editor.get(reverse("challenge_chooser:choose")).content.decode()
    assert "Heat after coal" in chooser and "Essen" in chooser and "Not yet" not in chooser
    results = reverse("challenge_chooser:choose_results")
    assert "Heat after coal" in editor.get(f"{results}?q=coal").content.decode()
    assert "Heat after coal" not in editor.get(f"{results}?q=trams").content.decode()
    address = add_address(indexes["product"])
    refused = editor.post(address, product_form(challenge_links=inline_formset([{"challenge": draft.pk}])))
    assert "not one of the available choices" in refused.content.decode()
    assert not KnowledgeProductPage.objects.exists()
    editor.post(address, product_form(challenge_links=inline_formset([{"challenge": heat.pk}])))
    page = KnowledgeProductPage.objects.get().get_latest_revision_as_object()
    assert [link.challenge for link in page.challenge_links.all()] == [heat]


def test_a_challenge_that_was_withdrawn_does_not_lock_what_named_it(editor, indexes, heat):
    address = add_address(indexes["product"])
    editor.post(address, product_form(challenge_links=inline_formset([{"challenge": heat.pk}])))
    Challenge.objects.update(state=ChallengeState.WITHDRAWN)
    page = KnowledgeProductPage.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Heat after coal" in editor.get(edit).content.decode()
    [link] = page.get_latest_revision_as_object().challenge_links.all()
    rows = inline_formset([{"challenge": heat.pk, "id": link.pk or ""}], initial=1 if link.pk else 0)
    editor.post(edit, product_form(title="Another title", challenge_links=rows))
    draft = KnowledgeProductPage.objects.get().get_latest_revision_as_object()
    assert draft.title == "Another title"
    assert [link.challenge for link in draft.challenge_links.all()] == [heat]


def test_a_deleted_challenge_is_named_no_longer(client, answer, heat):
    page = answer("practice", heat)
    page.save_revision()
    heat.delete()
    assert client.get(page.url).status_code == 200
    draft = GoodPracticePage.objects.get().get_latest_revision_as_object()
    assert list(draft.challenge_links.all()) == []

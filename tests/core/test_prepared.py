"""A query whose text is made once gives what Django gives, whatever it is asked for."""

import pytest
from django.utils import timezone
from wagtail.models import Page, Revision

from network.core.prepared import PreparedObjects, PreparedRows

LIVE = PreparedRows(
    lambda ids: Page.objects.filter(pk__in=ids, live=True).order_by("pk").values_list("pk", "title")
)
ALL = PreparedRows(lambda _ids: Page.objects.order_by("pk").values_list("pk", "depth"))


def test_it_is_asked_for_other_keys_and_for_other_numbers_of_keys(db):
    root = Page.objects.get(depth=1)
    pages = [root.add_child(instance=Page(title=f"Page {n}", slug=f"page-{n}")) for n in range(4)]
    one, two, three, four = [page.pk for page in pages]
    for ids in ([one], [two], [one, two, three], [four, three, one], [three, three], [one, -1], [0]):
        assert LIVE.rows(ids) == [(pk, f"Page {pk - one}") for pk in sorted(set(ids) & {one, two, three, four})]
    pages[0].unpublish()
    assert LIVE.rows([one, two]) == [(two, "Page 1")]


def test_without_keys_it_returns_what_there_is_now(db):
    for _time in range(2):
        assert ALL.rows() == list(Page.objects.order_by("pk").values_list("pk", "depth"))
        Page.objects.get(depth=1).add_child(instance=Page(title="New", slug=f"new-{Page.objects.count()}"))


def test_values_that_have_to_be_converted_are_refused(db, settings):
    contents = PreparedRows(lambda _ids: Revision.objects.values_list("content"))  # JSON, in every database
    with pytest.raises(TypeError):
        contents.rows()


def test_objects_are_those_of_django(db):
    by_slug = PreparedObjects(lambda slugs: Page.objects.filter(slug__in=slugs, depth__gt=0))
    root = Page.objects.get(depth=1)
    for number in range(2):
        root.add_child(instance=Page(title="Page", slug=f"page-{number}", first_published_at=timezone.now()))
    for slugs in (["page-0"], ["page-1"], ["page-0", "page-1"], ["page-2"], ["-1"], ["' OR 1=1 --"]):
        expected = list(Page.objects.filter(slug__in=slugs).order_by("path"))
        found = by_slug.rows(slugs)
        assert [vars(page) | {"_state": None} for page in found] == [
            vars(page) | {"_state": None} for page in expected
        ]
        assert [(page._state.db, page._state.adding) for page in found] == [("default", False)] * len(found)

"""The index follows the database: through notes, across gaps, and whatever happens to its process."""

import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cities.models import City
from knowledge.models import GoodPracticePage, KnowledgeIndexPage, KnowledgeProductPage
from network.core.models import Theme
from network.search import follower, store
from network.search.documents import sources
from network.search.follower import GAP_SECONDS, Busy, Follower, Notes, catch_up, is_outdated
from network.search.lag import index_lag
from network.search.models import IndexChange
from network.search.queries import Narrowing, read_question
from network.search.rebuild import build_missing, rebuild
from network.search.results import find
from network.search.services import CHANGES_KEPT
from tests.factories.cities import CityFactory
from tests.factories.knowledge import PracticeFactory, ProductFactory
from tests.search.asking import ask, titles

ROOT = Path(__file__).resolve().parent.parent.parent
KINDS = tuple(source.kind for source in sources.all())


def found(words: str = "") -> dict[str, str]:
    """Return title and address of what the index has, of all of it or of what has ``words``."""
    reader = store.open_reader()
    query = Narrowing(KINDS, read_question(words)).as_query(reader)
    hits = find(reader, query, limit=reader.searcher.num_docs).hits
    return {hit.stored["title"]: hit.stored["url"] for hit in hits}


def database() -> set[str]:
    """Return the title of everything that is for everybody."""
    rows = [row for source in sources.all() for row in source.public()]
    return {getattr(row, "title", None) or row.name for row in rows}


def is_true() -> bool:
    """Return whether the index, with every note applied, has what the database has."""
    catch_up()
    return found().keys() == database() and index_lag() == 0.0


def follow_once() -> None:
    """Take one step of a follower, with the comparison that each begins with."""
    one = Follower()
    one.step()
    one.end()


def close(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page.page_ptr, restriction_type=PageViewRestriction.LOGIN)


@pytest.fixture
def library(knowledge_index, practice_index, reindex):
    essen = CityFactory(name="Essen", slug="essen")
    for title in ("Halls", "Heat", "Parks"):
        knowledge_index.refresh_from_db()
        ProductFactory(parent=knowledge_index, title=title, slug=title.lower(), cities=[essen])
    PracticeFactory(parent=practice_index, title="Trams", cities=[essen])
    reindex()
    return {page.title: page for page in KnowledgeProductPage.objects.all()}


def test_what_is_saved_published_unpublished_and_deleted_is_followed(library, knowledge_index):
    knowledge_index.refresh_from_db()
    page = ProductFactory(parent=knowledge_index, title="Draft", live=False)
    assert is_true()
    assert "Draft" not in found()
    page.save_revision().publish()
    assert is_true()
    assert "Draft" in found()
    page.refresh_from_db()
    page.title = "Printed"
    page.save_revision().publish()
    assert is_true()
    assert found().keys() >= {"Printed"}
    page.unpublish()
    assert is_true()
    library["Heat"].delete()
    assert is_true()
    assert not {"Printed", "Heat"} & found().keys()


def test_a_restriction_closes_a_page_and_all_below_its_parent(library, knowledge_index):
    one = close(library["Heat"])
    assert is_true()
    assert "Heat" not in found()
    above = close(knowledge_index)
    assert is_true()
    assert found().keys() == {"Essen", "Trams"}
    above.delete()
    one.delete()
    assert is_true()
    assert {"Halls", "Heat", "Parks"} <= found().keys()


def test_moved_and_renamed_branches_have_their_new_addresses(library, knowledge_index, practice_index):
    Page.objects.get(pk=library["Heat"].pk).move(practice_index, pos="last-child")
    catch_up()
    assert found()["Heat"] == "/practices/heat/"
    knowledge_index.refresh_from_db()
    knowledge_index.slug = "library"
    knowledge_index.save(clean=False)  # its form would put the address back
    catch_up()
    assert found()["Halls"] == "/library/halls/"


def test_deleting_a_parent_takes_out_all_below_it(library, knowledge_index):
    knowledge_index.refresh_from_db()
    knowledge_index.delete()
    assert is_true()
    assert found().keys() == {"Essen", "Trams"}


def test_an_alias_is_closed_with_its_source(library, practice_index):
    library["Heat"].create_alias(parent=practice_index, update_slug="heat-again")
    catch_up()
    assert len(Page.objects.filter(title="Heat")) == 2
    assert "/practices/heat-again/" in {hit.stored["url"] for hit in hits("heat")}
    close(library["Heat"])
    catch_up()
    assert hits("heat") == []


def hits(words: str) -> list:
    reader = store.open_reader()
    return find(reader, Narrowing(KINDS, read_question(words)).as_query(reader), limit=20).hits


def test_what_shows_a_city_has_its_new_name_and_lets_go_of_a_deleted_one(library):
    essen = City.objects.get(slug="essen")
    essen.name = "Zollverein"
    essen.save()
    catch_up()
    assert found("zollverein").keys() == {"Zollverein", "Halls", "Heat", "Parks", "Trams"}
    assert not found("essen")
    essen.delete()
    catch_up()
    assert not found("zollverein")
    assert {"Halls", "Trams"} <= found().keys()


def test_what_is_filed_under_a_theme_follows_that_and_those_above_it(library, knowledge_index):
    above = Theme.objects.get(slug="circular-economy")
    below = Theme.objects.create(name="Urban mining", slug="urban-mining", broader=above)
    knowledge_index.refresh_from_db()
    ProductFactory(parent=knowledge_index, title="Bricks", themes=[below])
    below.name = "Anthropogenic stock"
    below.save()
    above.name = "Roundaboutness"
    above.save()
    catch_up()
    assert found("anthropogenic").keys() == {"Bricks"}
    assert "Bricks" in found("roundaboutness")


def test_what_cannot_be_made_is_left_out_and_reported(library, monkeypatch, caplog):
    source = sources.of_kind("product")
    whole = type(source).body

    def body(self, row):
        if row.title == "Heat":
            raise RuntimeError("a broken block")
        return whole(self, row)

    monkeypatch.setattr(type(source), "body", body)
    rebuild()
    assert "Heat" not in found()
    assert "Halls" in found()
    assert "cannot be indexed" in caplog.text


def test_a_large_branch_is_closed_at_once_and_opened_in_parts(library, knowledge_index, monkeypatch):
    monkeypatch.setattr(follower, "BATCH", 2)
    restriction = close(knowledge_index)
    assert is_true()
    assert found().keys() == {"Essen", "Trams"}
    restriction.delete()
    with store.applying():
        folder = follower.IndexFolder(store.current_folder())
        notes = folder.notes
        follower.apply_notes(folder, notes, notes.read())
        folder.commit(notes)
        assert notes.unfinished
        folder.close()  # ended here, it begins again with the note
    assert is_true()
    assert {"Halls", "Heat", "Parks"} <= found().keys()


def note(number: int) -> None:
    IndexChange.objects.create(pk=number, label="wagtailcore.page", object_id="1")


def test_a_gap_is_waited_for_and_what_comes_behind_it_is_applied_once(db):
    for number in (11, 13, 14):
        note(number)
    notes = Notes(10)
    assert [one.pk for one in notes.read()] == [11, 13, 14]
    notes.applied([11, 13, 14], now=100)
    assert notes.position == 11
    assert notes.read() == []
    note(12)  # its transaction was slow
    assert [one.pk for one in notes.read()] == [12]
    notes.applied([12], now=101)
    assert (notes.position, notes.ahead) == (14, {})


def test_numbers_that_never_come_are_given_up_side_by_side(db):
    notes = Notes(10)
    notes.applied([12, 15, 18], now=100)
    assert notes.settle(now=100 + GAP_SECONDS - 1) == 10
    assert notes.settle(now=100 + GAP_SECONDS) == 18


def test_an_unfinished_note_is_never_passed(db):
    notes = Notes(10)
    notes.unfinished.add(11)
    notes.stale["page"] = {1}
    notes.applied([12, 13], now=100)
    assert notes.settle(now=10_000) == 10
    notes.stale["page"].clear()
    notes.finish(now=10_000)
    assert notes.position == 13


def test_a_gap_survives_a_restart(library):
    last = IndexChange.objects.latest("pk").pk
    library["Heat"].unpublish()
    IndexChange.objects.filter(pk__gt=last).delete()
    note(last + 3)
    catch_up()
    assert index_lag() == 0.0
    folder = follower.IndexFolder(store.current_folder())
    folder.close()
    assert folder.notes.position <= last
    assert {last + 1, last + 2, last + 3} & folder.notes.ahead.keys() == {last + 3}
    IndexChange.objects.create(pk=last + 1, label="wagtailcore.page", object_id=str(library["Heat"].pk))
    assert is_true()


def test_what_no_note_tells_of_is_found_by_comparison(library):
    KnowledgeProductPage.objects.filter(title="Heat").update(live=False)
    later = timezone.now() + timedelta(seconds=1)
    GoodPracticePage.objects.update(title="Trolleys", last_published_at=later)
    follow_once()
    assert found().keys() == database()


def test_an_index_that_notes_cannot_bring_up_is_outdated(library, monkeypatch):
    folder = store.current_folder()
    assert not is_outdated(folder)
    monkeypatch.setattr(timezone, "now", lambda: after)
    after = timezone.datetime.now(tz=timezone.get_current_timezone()) + CHANGES_KEPT
    assert is_outdated(folder)


def test_an_index_of_a_database_that_was_put_back_is_outdated(library):
    catch_up()
    IndexChange.objects.all().delete()
    assert not is_outdated(store.current_folder())
    note(1)
    assert is_outdated(store.current_folder())
    assert is_true()


def test_a_broken_index_is_outdated(library):
    folder = store.current_folder()
    (folder / "meta.json").write_text("{")
    assert store.open_reader() is None
    assert is_outdated(folder)
    follow_once()
    assert found().keys() == database()


def test_a_broken_index_is_logged_when_it_breaks_and_when_it_is_well_again(library, caplog):
    caplog.set_level("INFO", logger="network.search.store")
    assert store.open_reader()
    meta = store.current_folder() / "meta.json"
    kept = meta.read_text()

    def told() -> list[str]:
        """Return the levels of what this asking and two more log."""
        caplog.clear()
        for _ in range(3):
            store.open_reader()
        return [record.levelname for record in caplog.records]

    meta.write_text("{")
    assert told() == ["ERROR"]
    meta.write_text(kept)
    assert told() == ["INFO"]
    meta.write_text("{")
    assert told() == ["ERROR"]


def test_an_index_that_breaks_under_the_follower_is_built_again(library):
    one = Follower()
    one.step()
    (store.current_folder() / "meta.json").write_text("{")
    one.step()
    one.end()
    assert found().keys() == database()


def test_a_lost_folder_is_built_again(library):
    (store.current_folder() / "meta.json").unlink()
    assert store.open_reader() is None
    follow_once()
    assert found().keys() == database()


def test_one_process_follows_and_one_builds(library):
    first, second = store.Following(), store.Following()
    assert first.is_held()
    assert not second.is_held()
    with pytest.raises(Busy):
        catch_up()
    follow_once()  # it waits
    first.release()
    assert second.is_held()
    second.release()
    assert build_missing() == 0


def test_a_rebuild_removes_what_a_killed_one_left_and_keeps_other_versions(library):
    left = store.new_folder()
    other = store.home() / "0123456789-1"
    other.mkdir()
    rebuild()
    assert not left.exists()
    assert other.exists()
    os.utime(other, (0, 0))
    rebuild()
    assert not other.exists()
    assert len([path for path in store.home().iterdir() if path.is_dir()]) == 2  # the current one and the last


def test_notes_that_a_rebuild_has_read_are_not_applied_again(library, monkeypatch):
    applied = []
    monkeypatch.setattr(follower, "apply_notes", lambda folder, notes, batch: applied.extend(batch))
    rebuild()
    assert applied == []


class RealFollower:
    """A process that follows the test's database and index."""

    def __init__(self, folder: Path) -> None:
        url = connection.settings_dict
        if connection.vendor == "sqlite":
            address = f"sqlite:///{url['NAME']}"
        else:
            address = (
                f"postgres://{url['USER']}:{url['PASSWORD']}@{url['HOST']}:{url['PORT'] or 5432}/{url['NAME']}"
            )
        variables = {"DATABASE_URL": address, "INTERURBAN_INDEX": str(folder)}
        variables["DJANGO_SETTINGS_MODULE"] = "network.settings.dev"
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "search_index", "--follow"], cwd=ROOT, env=os.environ | variables
        )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def wait(condition) -> bool:
    deadline = time.monotonic() + 60
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_follower_begins_where_it_was(home):
    from tests.factories.knowledge import KnowledgeIndexFactory

    index = KnowledgeIndexFactory(parent=home)
    rebuild()
    first = RealFollower(project_settings.SEARCH_INDEX)
    try:
        ProductFactory(parent=index, title="Before")
        assert wait(lambda: "Before" in found())
        for number in range(5):
            index.refresh_from_db()
            ProductFactory(parent=index, title=f"Meanwhile {number}")
    finally:
        first.kill()
    KnowledgeProductPage.objects.get(title="Before").unpublish()
    close(KnowledgeProductPage.objects.get(title="Meanwhile 0"))
    second = RealFollower(project_settings.SEARCH_INDEX)
    try:
        assert wait(lambda: index_lag() == 0.0)
        assert found().keys() == database() == {f"Meanwhile {number}" for number in range(1, 5)}
        second.process.terminate()
        assert second.process.wait(timeout=30) == 0
    finally:
        second.kill()


def test_a_product_is_found_again_when_what_took_its_place_is_deleted(knowledge_index, reindex):
    newer = ProductFactory(parent=knowledge_index, title="Newer edition")
    knowledge_index.refresh_from_db()
    ProductFactory(parent=knowledge_index, title="Older edition", superseded_by=newer)
    reindex()
    assert titles(ask(KnowledgeIndexPage.list_spec)) == ["Newer edition"]
    newer.refresh_from_db()
    newer.delete()
    catch_up()
    assert titles(ask(KnowledgeIndexPage.list_spec)) == ["Older edition"]


def files_in_the_way(*, known: bool) -> None:
    """Leave what a process that was killed before its commit leaves: files whose names the next one wants."""
    folder = store.current_folder()
    segments = json.loads((folder / "meta.json").read_text())
    names = [
        f"{segment['segment_id'].replace('-', '')}.{segments['opstamp'] + step}.del"
        for segment in segments["segments"]
        for step in range(1, 30)
    ]
    for name in names:
        (folder / name).write_bytes(b"half a file")
    if known:
        managed = folder / ".managed.json"
        managed.write_text(json.dumps(json.loads(managed.read_text()) + names))


@pytest.mark.parametrize("known", [True, False])
def test_what_a_killed_process_left_behind_stops_nobody(knowledge_index, reindex, known):
    ProductFactory(parent=knowledge_index, title="Old title")
    reindex()
    files_in_the_way(known=known)
    product = KnowledgeProductPage.objects.get()
    product.title = "New title"
    product.save_revision().publish()
    one = Follower()
    for _ in range(follower.TRIES):
        try:
            one.step()
        except ValueError:
            one._failures += 1
            one._let_go()
    one.end()
    assert found().keys() == database()


def test_an_index_that_fails_again_and_again_is_built_anew(knowledge_index, reindex):
    ProductFactory(parent=knowledge_index, title="A title")
    reindex()
    before = store.current_folder()
    one = Follower()
    one._failures = follower.TRIES
    one.step()
    assert store.current_folder() == before
    one._failures = follower.TRIES + 1
    one.step()
    one.end()
    assert store.current_folder() != before and found().keys() == database()

"""The files of a group: adding, versions, renaming, deleting, who may, and how they are served."""

import tracemalloc
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.accounts.privacy.erasure import erase_person
from network.core.models import AuditEntry
from tests.factories.files import CONTENT, DocumentFactory
from tests.factories.groups import GroupFactory, MembershipFactory
from tests.factories.meetings import MeetingFactory
from tests.working_groups.files.hostile import HOSTILE
from tests.working_groups.files.making import GOOD, PDF
from working_groups.files import limits, services
from working_groups.files.forms import PaperField
from working_groups.locks import ArchivedGroup
from working_groups.models import GroupDocument, GroupFile, WorkingGroup

pytestmark = pytest.mark.django_db
FILES = "/working-groups/soil/files/"
OUTSIDE = ("anonymous", "signed in", "other", "coordinator", "representative", "editor", "moderator")


def sent(name="paper.pdf", content=PDF, **changes):
    """Return what the form of a new file sends."""
    values = {"title": "What two halls cost", "meeting": "", "form_token": str(uuid.uuid4())}
    return values | {"upload": SimpleUploadedFile(name, content)} | changes


def body(response) -> bytes:
    content = b"".join(response.streaming_content)
    for close in response._resource_closers:  # to close the answer itself would close the database as well
        close()
    return content


def test_a_member_adds_a_file_and_every_member_reads_it(as_, people, group, kept):
    answer = as_("member").post(f"{FILES}new/", sent(name="Costs of ../halls.pdf"))
    document = GroupDocument.objects.get()
    assert answer.url == document.get_absolute_url()
    file = document.versions.get()
    assert (file.number, file.size, file.kind, file.added_by) == (1, len(PDF), "pdf", people["member"])
    [path] = kept()
    assert path.read_bytes() == PDF and "cost" not in str(path).lower() and path.stat().st_mode & 0o077 == 0
    page = as_("facilitator").get(FILES).content.decode()
    assert "What two halls cost" in page and "Marta Member" in page and "PDF" in page
    assert body(as_("facilitator").get(f"{document.get_absolute_url()}1/")) == PDF
    assert AuditEntry.objects.of(document).filter(action="file.added").exists()


def test_a_form_sent_twice_adds_one_file(as_, group, kept):
    token = str(uuid.uuid4())
    first, second = (as_("member").post(f"{FILES}new/", sent(form_token=token)) for _time in range(2))
    assert first.url == second.url
    assert GroupDocument.objects.count() == GroupFile.objects.count() == len(kept()) == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_means_harm_is_refused_beside_its_field(as_, group, kept, name):
    answer = as_("member").post(f"{FILES}new/", sent(name, HOSTILE[name]))
    assert answer.status_code == 422
    assert "upload" in answer.context["form"].errors
    page = answer.content.decode()
    assert "Choose your picture or file again" in page and "What two halls cost" in page
    assert not GroupDocument.objects.exists() and kept() == []


@pytest.mark.parametrize("name", GOOD)
def test_what_is_kept_is_saved_by_a_browser_and_never_run(as_, group, name):
    as_("member").post(f"{FILES}new/", sent(name, GOOD[name]))
    document = GroupDocument.objects.get()
    answer = as_("member").get(f"{document.get_absolute_url()}1/")
    assert body(answer) == GOOD[name]
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert not {"html", "xml;", "svg", "javascript"} & set(answer["Content-Type"].split("/"))
    assert answer["Content-Length"] == str(len(GOOD[name]))


def test_the_name_that_readers_save_it_as_is_safe_in_every_letter(as_, group):
    as_("member").post(f"{FILES}new/", sent(name='Łódź "costs"\u202efdp.html.pdf'))
    document = GroupDocument.objects.get()
    answer = as_("member").get(f"{document.get_absolute_url()}1/")
    said = answer["Content-Disposition"]
    assert body(answer) == PDF
    assert said.startswith("attachment; filename*=utf-8''%C5%81%C3%B3d%C5%BA") and said.endswith(".pdf")
    assert "\u202e" not in document.versions.get().name


@pytest.mark.parametrize("who", OUTSIDE)
def test_for_those_outside_there_are_no_files(as_, people, group, who):
    document = DocumentFactory(group=group)
    for path in (
        "",
        "new/",
        f"{document.pk}/",
        f"{document.pk}/edit/",
        f"{document.pk}/1/",
        f"{document.pk}/deletion/",
    ):
        assert as_(who).get(f"{FILES}{path}").status_code == 404, path
    assert as_(who).post(f"{FILES}new/", sent()).status_code == 404
    assert GroupDocument.objects.count() == 1


def test_a_file_is_not_reached_through_another_group(as_, people, group):
    other = GroupFactory(slug="other")
    MembershipFactory(group=other, person=people["other"])
    document = DocumentFactory(group=group)
    assert as_("other").get(f"/working-groups/other/files/{document.pk}/1/").status_code == 404
    assert as_("member").get(f"{FILES}{document.pk}/2/").status_code == 404
    assert body(as_("member").get(f"{FILES}{document.pk}/1/")) == CONTENT


def test_who_has_left_reads_nothing_any_more(as_, people, group):
    document = DocumentFactory(group=group, added_by=people["member"])
    group.memberships.filter(person=people["member"]).update(state="ended", ended_at=timezone.now())
    assert as_("member").get(f"{document.get_absolute_url()}1/").status_code == 404
    assert as_("member").post(f"{document.get_absolute_url()}deletion/").status_code == 404


def test_versions_stay_beside_each_other(as_, group, kept):
    document = DocumentFactory(group=group)
    data = {"upload": SimpleUploadedFile("b.pdf", PDF), "note": "With tenants", "form_token": str(uuid.uuid4())}
    as_("facilitator").post(f"{document.get_absolute_url()}version/", data)
    data["upload"].seek(0)
    as_("facilitator").post(f"{document.get_absolute_url()}version/", data)
    assert list(document.versions.values_list("number", "name")) == [(2, "b.pdf"), (1, "costs.csv")]
    page = as_("member").get(document.get_absolute_url()).content.decode()
    assert "With tenants" in page and "Version 1: costs.csv" in page
    assert body(as_("member").get(f"{document.get_absolute_url()}1/")) == CONTENT
    assert body(as_("member").get(f"{document.get_absolute_url()}2/")) == PDF
    assert len(kept()) == 2


def test_two_who_rename_at_once_see_each_others_words(as_, group):
    document = DocumentFactory(group=group, title="Costs")
    form = as_("member").get(f"{document.get_absolute_url()}edit/").context["form"]
    signs = {name: form[name].value() for name in ("version", "base")}
    edit = f"{document.get_absolute_url()}edit/"
    assert as_("facilitator").post(edit, {"title": "Costs of halls", **signs}).status_code == 302
    answer = as_("member").post(edit, {"title": "Costs of two halls", **signs})
    assert answer.status_code == 409
    assert "Costs of halls" in answer.content.decode() and "Costs of two halls" in answer.content.decode()
    document.refresh_from_db()
    assert document.title == "Costs of halls"
    again = answer.context["form"]
    signs = {name: again[name].value() for name in ("version", "base")}
    as_("member").post(edit, {"title": "Costs of two halls", **signs})
    document.refresh_from_db()
    assert (document.title, document.version) == ("Costs of two halls", 3)


def test_who_has_added_it_and_facilitators_delete_a_file_and_are_asked_first(
    as_, people, group, kept, django_capture_on_commit_callbacks
):
    mine, other = (
        DocumentFactory(group=group, added_by=people["member"], versions=2),
        DocumentFactory(group=group),
    )
    assert as_("member").get(f"{other.get_absolute_url()}deletion/").status_code == 404
    assert as_("member").post(f"{other.get_absolute_url()}deletion/").status_code == 404
    assert "all 2 versions" in as_("member").get(f"{mine.get_absolute_url()}deletion/").content.decode()
    assert len(kept()) == 3
    with django_capture_on_commit_callbacks(execute=True):
        as_("member").post(f"{mine.get_absolute_url()}deletion/")
    assert len(kept()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        as_("facilitator").post(f"{other.get_absolute_url()}deletion/")
    assert not GroupDocument.objects.exists() and kept() == []


def test_a_file_goes_from_the_disk_with_its_group(group, kept, django_capture_on_commit_callbacks):
    DocumentFactory(group=group, versions=2)
    with django_capture_on_commit_callbacks(execute=True):
        group.delete()
    assert kept() == []


def test_an_archived_group_is_read_and_not_written(as_, people, group, kept):
    document = DocumentFactory(group=group, added_by=people["member"])
    group.archived_at = timezone.now()
    group.save()
    assert as_("member").get(FILES).status_code == 200
    assert body(as_("member").get(f"{document.get_absolute_url()}1/")) == CONTENT
    for path in ("new/", f"{document.pk}/edit/", f"{document.pk}/version/", f"{document.pk}/deletion/"):
        assert as_("facilitator").get(f"{FILES}{path}").status_code == 404
        assert as_("facilitator").post(f"{FILES}{path}", sent()).status_code == 404
    with pytest.raises(ArchivedGroup):
        services.add_document(**made(group, people))
    assert len(kept()) == 1


def made(group, people, **changes):
    """Return what the service that adds a file wants."""
    upload = services.Upload(SimpleUploadedFile("paper.pdf", PDF), "pdf", "paper.pdf")
    values = {"group": group, "title": "Paper", "upload": upload, "added_by": people["member"]}
    return values | {"form_token": uuid.uuid4(), "now": timezone.now()} | changes


def test_a_group_keeps_so_many_files_and_no_more(as_, people, group, kept, monkeypatch):
    monkeypatch.setattr(limits, "MOST_DOCUMENTS", 2)
    for _time in range(2):
        services.add_document(**made(group, people))
    answer = as_("member").post(f"{FILES}new/", sent())
    assert answer.status_code == 422 and "at most 2 files" in answer.content.decode()
    assert GroupDocument.objects.count() == len(kept()) == 2


def test_a_file_has_so_many_versions_and_no_more(as_, group, kept, monkeypatch):
    monkeypatch.setattr(limits, "MOST_VERSIONS", 2)
    document = DocumentFactory(group=group, versions=2)
    answer = as_("member").post(f"{document.get_absolute_url()}version/", sent())
    assert answer.status_code == 422 and "at most 2 versions" in answer.content.decode()
    assert document.versions.count() == len(kept()) == 2


def test_the_files_of_a_group_take_so_much_and_no_more(as_, group, kept, monkeypatch):
    monkeypatch.setattr(limits, "LARGEST_GROUP", len(CONTENT) + len(PDF) - 1)
    document = DocumentFactory(group=group)
    DocumentFactory()
    for path in ("new/", f"{document.pk}/version/"):
        answer = as_("member").post(f"{FILES}{path}", sent())
        assert answer.status_code == 422 and "take at most" in answer.content.decode()
    assert group.documents.count() == document.versions.count() == 1


def test_limits_are_asked_for_once_the_group_is_locked(group, people, monkeypatch):
    asked = []
    locked = services.locked_group
    monkeypatch.setattr(services, "locked_group", lambda one: asked.append("lock") or locked(one))
    for name in ("check_documents", "check_versions", "check_total"):
        monkeypatch.setattr(services, name, lambda *given, name=name: asked.append(name))
    document = services.add_document(**made(group, people))
    assert asked == ["lock", "check_documents", "check_total"]
    asked.clear()
    upload = made(group, people)["upload"]
    services.add_version(
        document=document, upload=upload, added_by=None, form_token=uuid.uuid4(), now=timezone.now()
    )
    assert asked == ["lock", "check_versions", "check_total"]


def test_a_file_for_a_meeting_stands_on_its_page_for_those_inside(as_, group):
    meeting = MeetingFactory(group=group, audience="everybody", title="Open hall")
    page = as_("member").get(meeting.get_absolute_url()).content.decode()
    assert f"{FILES}new/?meeting={meeting.pk}" in page
    form = as_("member").get(f"{FILES}new/?meeting={meeting.pk}").content.decode()
    assert f'<option value="{meeting.pk}" selected>' in form
    as_("member").post(f"{FILES}new/", sent(meeting=meeting.pk))
    assert "What two halls cost" in as_("member").get(meeting.get_absolute_url()).content.decode()
    assert "What two halls cost" not in as_("other").get(meeting.get_absolute_url()).content.decode()
    assert "Open hall" in as_("facilitator").get(FILES).content.decode()


@pytest.mark.parametrize("named", ["", "x", "²", "9" * 40, "-1", "0"])
def test_a_meeting_that_is_none_of_the_groups_is_not_chosen(as_, group, named):
    elsewhere = MeetingFactory()
    assert as_("member").get(f"{FILES}new/", {"meeting": named}).status_code == 200
    answer = as_("member").post(f"{FILES}new/", sent(meeting=elsewhere.pk))
    assert answer.status_code == 422 and not GroupDocument.objects.exists()


def asked_for(client, path):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_list_asks_the_database_as_often_for_twenty_files_as_for_one(as_, group):
    meeting = MeetingFactory(group=group)
    document = DocumentFactory(group=group, meeting=meeting)
    paths = (FILES, meeting.get_absolute_url(), document.get_absolute_url())
    client = as_("member")
    client.get(FILES)  # what every page has in memory from then on
    few = [asked_for(client, path) for path in paths]
    for _time in range(19):
        DocumentFactory(group=group, meeting=meeting, versions=2)
    for number in range(2, 21):
        services.add_version(
            document=document,
            upload=services.Upload(SimpleUploadedFile("a.pdf", PDF), "pdf", f"{number}.pdf"),
            added_by=None,
            form_token=uuid.uuid4(),
            now=timezone.now(),
        )
    assert [asked_for(client, path) for path in paths] == few


def test_files_stay_without_whoever_has_added_them(as_, people, group, kept):
    services.add_document(**made(group, people))
    erase_person(person=people["member"], erased_by=people["member"], now=timezone.now())
    document = GroupDocument.objects.get()
    assert document.added_by is None and document.versions.get().added_by is None and len(kept()) == 1
    page = as_("facilitator").get(document.get_absolute_url()).content.decode()
    assert "Marta" not in page and "Version 1: paper.pdf" in page


def test_an_administrators_look_into_a_file_leaves_a_trace(as_, group):
    document = DocumentFactory(group=group)
    body(as_("administrator").get(f"{document.get_absolute_url()}1/"))
    assert AuditEntry.objects.of(group).filter(action="private.opened").exists()


def test_memory_stays_flat_while_twenty_megabytes_are_kept(group, people, kept):
    with TemporaryUploadedFile("large.txt", "text/plain", 20 * 2**20, None) as file:
        for _time in range(20):
            file.write(b"Two halls.\n" * (2**20 // 11))
        file.flush()
        tracemalloc.start()
        try:
            services.add_document(**made(group, people, upload=PaperField().clean(file)))
            _now, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert most < 4 * 2**20
    assert [path.stat().st_size for path in kept()] == [GroupFile.objects.get().size]


def meanwhile(monkeypatch, act):
    """Have something happen between the question who may and the lock."""
    locked = services.locked_group

    def late(group):
        act()
        return locked(group)

    monkeypatch.setattr(services, "locked_group", late)


@pytest.mark.parametrize("path", ["version", "edit"])
def test_what_was_deleted_meanwhile_is_not_there(as_, group, kept, monkeypatch, path):
    document = DocumentFactory(group=group)
    meanwhile(monkeypatch, GroupDocument.objects.all().delete)
    answer = as_("member").post(f"{document.get_absolute_url()}{path}/", sent(version=1))
    assert answer.status_code == 404 and len(kept()) == 1


@pytest.mark.parametrize("path", ["new/", "{pk}/version/", "{pk}/edit/"])
def test_a_group_that_was_archived_meanwhile_takes_nothing_and_says_so(as_, group, kept, monkeypatch, path):
    document = DocumentFactory(group=group)
    meanwhile(monkeypatch, lambda: WorkingGroup.objects.update(archived_at=timezone.now()))
    answer = as_("member").post(FILES + path.format(pk=document.pk), sent(version=1))
    assert answer.status_code == 409 and "archived meanwhile" in answer.content.decode()
    assert GroupFile.objects.count() == len(kept()) == 1

"""What the pages of files show, gathered before a template is rendered."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from working_groups.models import GroupDocument, GroupFile, Meeting, WorkingGroup


@dataclass(frozen=True, slots=True)
class Row:
    """A version of a document in a list."""

    document: GroupDocument
    file: GroupFile
    url: str
    size: str


def row_of(group: WorkingGroup, document: GroupDocument, file: GroupFile) -> Row:
    """Return a version as a row; everything is read before."""
    url = reverse("working_groups:document-file", args=[group.slug, document.pk, file.number])
    return Row(document=document, file=file, url=url, size=filesizeformat(file.size))


def documents_of(group: WorkingGroup) -> Any:
    """Return the documents of a group with the last version of each, what was changed last first."""
    newest = Prefetch(
        "versions", GroupFile.objects.newest().select_related("added_by"), to_attr="last_versions"
    )
    return GroupDocument.objects.filter(group=group).select_related("meeting").prefetch_related(newest)


def rows_of(group: WorkingGroup, documents: Any) -> list[Row]:
    """Return documents as rows, each with its last version."""
    found = list(documents)
    for one in found:
        one.group = group
    return [row_of(group, one, file) for one in found for file in one.last_versions]


def papers_of(meeting: Meeting) -> list[Row]:
    """Return the papers of a meeting as rows, in the order in which they were added."""
    if meeting.group is None:
        return []
    return rows_of(meeting.group, documents_of(meeting.group).filter(meeting=meeting).order_by("pk"))


def versions_of(group: WorkingGroup, document: GroupDocument) -> list[Row]:
    """Return every version of a document, the last one first."""
    return [row_of(group, document, file) for file in document.versions.select_related("added_by")]

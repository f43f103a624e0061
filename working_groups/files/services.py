"""Adding files to a group, their versions, renaming and deleting them.

A file is laid on the disk before the group is locked, so that nobody waits for a slow disk, and taken off again
where it is not kept.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction

from network.core.audit import record
from network.core.merging import Stale
from network.media.private import private_storage, random_name
from working_groups.digests.changes import tell_at_once
from working_groups.enums import FileKind
from working_groups.files.limits import check_documents, check_total, check_versions
from working_groups.locks import locked_group
from working_groups.models import GroupDocument, GroupFile, Meeting, WorkingGroup


class StaleDocument(Stale):
    """Somebody has renamed the document since the form was opened."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked at: its bytes, what it is, and what readers save it as."""

    file: File
    kind: FileKind
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """A file that lies on the disk, with its size and its sum."""

    name: str
    size: int
    sha256: str


def add_document(
    *,
    group: WorkingGroup,
    title: str,
    upload: Upload,
    meeting: Meeting | None = None,
    added_by: Any,
    form_token: uuid.UUID,
    now: datetime,
) -> GroupDocument:
    """Add a document with its first version; the same form again returns the same.

    Raises ``LimitReached`` and ``ArchivedGroup``.
    """
    with _laid(upload) as (laid, keep), transaction.atomic():
        current = locked_group(group)
        if already := GroupDocument.objects.filter(form_token=form_token).first():
            return already
        check_documents(current)
        check_total(current, laid.size)
        document = GroupDocument.objects.create(
            group=current,
            meeting=meeting,
            title=title,
            added_by=added_by,
            created_at=now,
            changed_at=now,
            form_token=form_token,
        )
        _add_file(document, 1, upload, laid, added_by=added_by, form_token=form_token, now=now)
        record(action="file.added", subject=document, actor=added_by, now=now, sha256=laid.sha256)
        keep()
    return document


def add_version(
    *, document: GroupDocument, upload: Upload, added_by: Any, form_token: uuid.UUID, now: datetime
) -> GroupFile:
    """Add the next version of a document; the same form again returns the same.

    Raises ``LimitReached`` and ``ArchivedGroup``, and ``DoesNotExist`` where it was deleted meanwhile.
    """
    with _laid(upload) as (laid, keep), transaction.atomic():
        group = locked_group(document.group)
        if already := GroupFile.objects.filter(form_token=form_token).first():
            return already
        current = GroupDocument.objects.get(pk=document.pk)
        check_versions(current)
        check_total(group, laid.size)
        last = current.versions.values_list("number", flat=True).first() or 0
        file = _add_file(current, last + 1, upload, laid, added_by=added_by, form_token=form_token, now=now)
        current.changed_at = now
        current.save(update_fields=["changed_at"])
        record(action="file.version", subject=current, actor=added_by, now=now, sha256=laid.sha256)
        keep()
    return file


@transaction.atomic
def change_document(
    *,
    document: GroupDocument,
    title: str,
    meeting: Meeting | None,
    version: int,
    changed_by: Any,
    now: datetime,
) -> GroupDocument:
    """Give the document another title or meeting by a form that was opened on ``version``.

    Raises ``StaleDocument`` where somebody else has done so meanwhile, ``ArchivedGroup``, and ``DoesNotExist``
    where it was deleted.
    """
    locked_group(document.group)
    current = GroupDocument.objects.select_related("group", "meeting").get(pk=document.pk)
    if current.version != version:
        raise StaleDocument(current)
    current.title, current.meeting = title, meeting
    current.version, current.changed_at = version + 1, now
    current.save()
    record(action="file.renamed", subject=current, actor=changed_by, now=now)
    return current


@transaction.atomic
def delete_document(*, document: GroupDocument, deleted_by: Any, now: datetime) -> None:
    """Delete a document with all its versions: from the disk as well, once this is committed."""
    locked_group(document.group)
    record(action="file.deleted", subject=document, actor=deleted_by, now=now)
    document.delete()


@contextmanager
def _laid(upload: Upload) -> Iterator[tuple[Laid, Callable[[], None]]]:
    """Lay the file on the disk, and take it off again unless the second that is yielded was called."""
    storage, kept = private_storage(), []
    size, total = 0, hashlib.sha256()
    upload.file.seek(0)
    for chunk in upload.file.chunks():
        size += len(chunk)
        total.update(chunk)
    upload.file.seek(0)
    name = storage.save(random_name("groups"), upload.file)
    try:
        yield Laid(name, size, total.hexdigest()), lambda: kept.append(name)
    except BaseException:
        kept.clear()
        raise
    finally:
        if not kept:
            storage.delete(name)


def _add_file(
    document: GroupDocument,
    number: int,
    upload: Upload,
    laid: Laid,
    *,
    added_by: Any,
    form_token: uuid.UUID,
    now: datetime,
) -> GroupFile:
    tell_at_once(document.group_id, now=now)
    return GroupFile.objects.create(
        document=document,
        number=number,
        file=laid.name,
        name=upload.name,
        kind=upload.kind,
        size=laid.size,
        sha256=laid.sha256,
        note=upload.note,
        added_by=added_by,
        added_at=now,
        form_token=form_token,
    )

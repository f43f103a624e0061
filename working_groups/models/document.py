"""The papers of a group: each is a document with its versions, and each version is a file."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.media.private import private_storage, random_name
from working_groups.enums import FileKind
from working_groups.models.group import WorkingGroup
from working_groups.models.meeting import Meeting
from working_groups.querysets import GroupFileQuerySet, InsideQuerySet

LONGEST_NAME = 200


def kept_at(_file: "GroupFile", _name: str) -> str:
    """Return where a file lies: the name that it came with is not on the disk."""
    return random_name("groups")


class GroupDocument(models.Model):
    """A paper of a group, alone or for a meeting.

    ``version`` counts changes of title and meeting by forms; the versions of the paper are its files.
    """

    group = models.ForeignKey(
        WorkingGroup, models.CASCADE, related_name="documents", verbose_name=_("working group")
    )
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="documents", verbose_name=_("meeting")
    )
    title = models.CharField(_("title"), max_length=160)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("added by")
    )
    created_at = models.DateTimeField(_("added"))
    changed_at = models.DateTimeField(_("changed"))
    version = models.PositiveIntegerField(default=1, editable=False)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = InsideQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("file of a working group")
        verbose_name_plural = _("files of working groups")
        indexes = [models.Index(fields=["group", "-changed_at"], name="documents_of_a_group")]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="document_has_a_title")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("working_groups:document-detail", args=[self.group.slug, self.pk])


class GroupFile(models.Model):
    """One version of a document. It is never changed; ``name`` is what readers save it as."""

    document = models.ForeignKey(
        GroupDocument, models.CASCADE, related_name="versions", verbose_name=_("document")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    file = models.FileField(_("file"), storage=private_storage, upload_to=kept_at, max_length=120)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    kind = models.CharField(_("type"), max_length=4, choices=FileKind)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    note = models.CharField(_("what is new"), max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added"))
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = GroupFileQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of a file")
        verbose_name_plural = _("versions of files")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_file_of_each_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1, size__gte=1) & ~Q(name="") & ~Q(sha256=""),
                name="file_has_number_size_and_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

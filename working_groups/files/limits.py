"""How much a group may keep. Counts and sums are asked for under the group's lock."""

from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from working_groups.models import GroupDocument, GroupFile, WorkingGroup

MEBIBYTE = 2**20
LARGEST_FILE = 25 * MEBIBYTE
MOST_DOCUMENTS = 200
MOST_VERSIONS = 30
LARGEST_GROUP = 2048 * MEBIBYTE


class LimitReached(Exception):
    """The group may keep no more; the words say what would help."""


def check_documents(group: WorkingGroup) -> None:
    """Raise ``LimitReached`` where the group has as many documents as it may have."""
    if GroupDocument.objects.filter(group=group).count() >= MOST_DOCUMENTS:
        raise LimitReached(
            _("A group keeps at most %(n)s files. Delete one that nobody needs any more.")
            % {"n": MOST_DOCUMENTS}
        )


def check_versions(document: GroupDocument) -> None:
    """Raise ``LimitReached`` where the document has as many versions as it may have."""
    if document.versions.count() >= MOST_VERSIONS:
        raise LimitReached(
            _("A file has at most %(n)s versions. Add this one as a file of its own.") % {"n": MOST_VERSIONS}
        )


def check_total(group: WorkingGroup, size: int) -> None:
    """Raise ``LimitReached`` where ``size`` bytes more are too many for the group."""
    kept = GroupFile.objects.filter(document__group=group).aggregate(sum=Sum("size"))["sum"] or 0
    if kept + size > LARGEST_GROUP:
        raise LimitReached(
            _("The files of a group take at most %(most)s. Delete one that nobody needs any more.")
            % {"most": filesizeformat(LARGEST_GROUP)}
        )

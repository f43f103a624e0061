"""Files of working groups, for tests: each lies on the disk."""

import hashlib
import uuid

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory
from working_groups.enums import FileKind
from working_groups.models import GroupDocument, GroupFile

CONTENT = b"Hall,Cost\nA,41200\n"


class DocumentFactory(DjangoModelFactory):
    """A table with one version, or as many as ``versions`` says."""

    class Meta:
        model = GroupDocument
        skip_postgeneration_save = True

    group = factory.SubFactory(GroupFactory)
    title = factory.Sequence(lambda n: f"Cost tables {n}")
    added_by = factory.SubFactory(UserFactory)
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)
    form_token = factory.LazyFunction(uuid.uuid4)

    @factory.post_generation
    def versions(self, create, number, **kwargs):
        """Have ``number`` versions."""
        for one in range(1, (number or 1) + 1):
            FileFactory(document=self, number=one, added_by=self.added_by)


class FileFactory(DjangoModelFactory):
    """A version."""

    class Meta:
        model = GroupFile

    document = factory.SubFactory(DocumentFactory)
    number = 1
    file = factory.LazyFunction(lambda: ContentFile(CONTENT, name="costs.csv"))
    name = "costs.csv"
    kind = FileKind.CSV
    size = len(CONTENT)
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    added_by = factory.SubFactory(UserFactory)
    added_at = factory.LazyFunction(timezone.now)
    form_token = factory.LazyFunction(uuid.uuid4)

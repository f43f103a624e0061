"""Deleting what is past its time: in small transactions, and nothing that is not."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from network.core import personal_data as module
from network.core.models import AuditEntry
from network.core.personal_data import Holding, Retention, apply_retention

NOW = timezone.now()


def old(before):
    return AuditEntry.objects.filter(at__lt=before)


def entries(number: int, at=NOW - timedelta(days=9)) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(at=at, action="x", subject_type="core.theme", subject_key=n) for n in range(number)
    )


@pytest.fixture
def retention_of(monkeypatch):
    """Return a function that makes one retention the only one, with batches of three rows."""

    def only(delete) -> None:
        holding = Holding(
            key="old",
            title="Old",
            why="-",
            seen_by="-",
            at_erasure="-",
            models=("core.auditentry",),
            retention=Retention(timedelta(days=1), "after", old, delete),
        )
        monkeypatch.setattr(module.PersonalData, "all", lambda _self: [holding])
        monkeypatch.setattr(module, "BATCH", 3)

    return only


@pytest.mark.django_db(transaction=True)
def test_each_batch_is_a_transaction_of_its_own(retention_of):
    seen = []

    def delete(rows):
        assert not connection.in_atomic_block
        seen.append(rows.count())
        rows.delete()

    retention_of(delete)
    entries(7)
    entries(2, at=NOW)
    assert apply_retention(now=NOW, dry_run=True) == {"old": 7}
    assert seen == []
    assert apply_retention(now=NOW) == {"old": 7}
    assert seen == [3, 3, 1]
    assert AuditEntry.objects.count() == 2
    assert apply_retention(now=NOW) == {"old": 0}


@pytest.mark.django_db(transaction=True)
def test_what_was_deleted_before_a_failure_stays_deleted(retention_of):
    calls = []

    def delete(rows):
        calls.append(1)
        with transaction.atomic():
            rows.delete()
            if len(calls) == 2:
                raise RuntimeError

    retention_of(delete)
    entries(7)
    with pytest.raises(RuntimeError):
        apply_retention(now=NOW)
    assert AuditEntry.objects.count() == 4
    assert apply_retention(now=NOW) == {"old": 4}


def test_rows_that_cannot_be_deleted_do_not_hold_it_up_for_ever(db, retention_of):
    retention_of(lambda rows: None)
    entries(7)
    assert apply_retention(now=NOW) == {"old": 7}
    assert AuditEntry.objects.count() == 7


def test_a_row_that_is_taken_up_meanwhile_stays(db, retention_of):
    def delete(rows):
        AuditEntry.objects.filter(subject_key=1).update(at=NOW)
        rows.delete()

    retention_of(delete)
    entries(4)
    apply_retention(now=NOW)
    assert list(AuditEntry.objects.values_list("subject_key", flat=True)) == [1]

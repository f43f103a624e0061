"""Loads the demo's files: a paper in two versions for the meeting that was held, and a table."""

import uuid
from datetime import datetime

from django.core.files.base import ContentFile

from network.core.demo import once
from working_groups.demo.load import person_of
from working_groups.enums import FileKind
from working_groups.files.services import Upload, add_document, add_version
from working_groups.models import GroupDocument, WorkingGroup

COSTS = """\
Hall,Year,Heating (EUR),Guards (EUR)
Hall A,1,41200,36500
Hall A,2,38900,12400
Hall B,1,57800,49000
Hall B,2,52100,48200
"""
LINES = (
    "What two halls cost",
    "Heating an empty hall costs more than its guards.",
    "Tenants who come early stay.",
)


def load(*, now: datetime) -> dict[str, int]:
    """Load the files, once; return how many were new."""
    group = WorkingGroup.objects.filter(slug="soil-and-components").first()
    before = GroupDocument.objects.count()
    if group:
        with once("files:soil-and-components") as new:
            if new:
                _load(group, now)
    return {"files": GroupDocument.objects.count() - before}


def _load(group: WorkingGroup, now: datetime) -> None:
    by = person_of("facilitator")
    paper = add_document(
        group=group,
        meeting=group.meetings.held(now).first(),
        title="What two halls cost",
        upload=_paper(LINES[:2]),
        added_by=by,
        form_token=uuid.uuid4(),
        now=now,
    )
    add_version(
        document=paper,
        upload=_paper(LINES, note="With what the tenants say"),
        added_by=by,
        form_token=uuid.uuid4(),
        now=now,
    )
    table = Upload(ContentFile(COSTS.encode()), FileKind.CSV, "costs-of-halls.csv")
    title = "Cost tables side by side"
    add_document(group=group, title=title, upload=table, added_by=by, form_token=uuid.uuid4(), now=now)


def _paper(lines: tuple[str, ...], note: str = "") -> Upload:
    return Upload(ContentFile(small_pdf(lines)), FileKind.PDF, "two-halls.pdf", note)


def small_pdf(lines: tuple[str, ...]) -> bytes:
    """Return a PDF of one page with these lines of plain letters."""
    shown = "".join(f"({line}) Tj 0 -24 Td " for line in lines)
    text = f"BT /F1 16 Tf 72 760 Td {shown}ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    ending = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(made))
    return bytes(made) + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + ending

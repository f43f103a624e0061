"""What files are by their bytes, and which are refused."""

import contextlib
import io
import os
import re
import time
import tracemalloc

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from tests.working_groups.files.hostile import HOSTILE
from tests.working_groups.files.making import GOOD, PDF, office_with
from working_groups.enums import FileKind
from working_groups.files.names import safe_name
from working_groups.files.scanning import examine

pytestmark = pytest.mark.same_on_every_database

ENDING = re.compile(r"\.(\w+)$")
OTHER_CHECKS = {"empty.pdf", "fifty.pdf"}  # the form refuses them before anything is read


@pytest.mark.parametrize("name", GOOD)
def test_files_as_programs_write_them_are_taken_for_what_they_are(name):
    kind = {"jpeg": "jpg"}.get(ENDING.search(name.lower())[1], ENDING.search(name.lower())[1])
    assert examine(SimpleUploadedFile(name, GOOD[name]), name) == FileKind(kind)


@pytest.mark.parametrize("name", sorted(set(HOSTILE) - OTHER_CHECKS))
def test_files_that_mean_harm_are_refused_with_a_sentence(name):
    with pytest.raises(ValidationError) as refused:
        examine(SimpleUploadedFile(name, HOSTILE[name]), name)
    assert all(str(message).endswith(".") for message in refused.value.messages)


def on_disk(name: str, content: bytes) -> TemporaryUploadedFile:
    """Return a large upload, as it lies in a file of its own."""
    file = TemporaryUploadedFile(name, "application/octet-stream", len(content), None)
    file.write(content)
    file.flush()
    file.seek(0)
    return file


@pytest.mark.parametrize(
    "name", ["javascript.pdf", "packed-javascript.pdf", "zip-behind.pdf", "html-behind.png"]
)
def test_a_file_on_the_disk_is_looked_at_like_one_in_memory(name):
    with on_disk(name, HOSTILE[name]) as file, pytest.raises(ValidationError):
        examine(file, name)
    with on_disk("paper.pdf", PDF) as file:
        assert examine(file, "paper.pdf") == FileKind.PDF


@pytest.mark.parametrize("name", ["large.pdf", "large.txt", "large.docx"])
def test_memory_stays_flat_whatever_is_looked_at(name):
    filling = bytes(range(32, 127)) * 221_000  # 21 MB
    content = {
        "large.pdf": PDF.replace(b"BT /F1", filling + b"BT /F1"),
        "large.txt": filling,
        "large.docx": office_with("docx", {"word/media/image1.emf": os.urandom(21_000_000)}),
    }[name]
    with on_disk(name, content) as file:
        del content, filling
        tracemalloc.start()
        try:
            examine(file, name)
            _now, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert most < 4 * 2**20


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd.pdf", "etc-passwd.pdf"),
        ("C:\\Users\\x\\report.pdf", "C-Users-x-report.pdf"),
        ("report\u202efdp.exe.pdf", "reportfdp.exe.pdf"),
        ('a"; filename="b.html.pdf', "a- filename=-b.html.pdf"),
        ("line\r\nSet-Cookie: x.pdf", "lineSet-Cookie- x.pdf"),
        (".pdf", "pdf.pdf"),
        ("Łódź – costs.pdf", "Łódź – costs.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("....pdf", "file.pdf"),
    ],
)
def test_a_name_leads_nowhere_and_hides_nothing(name, safe):
    assert safe_name(name, FileKind.PDF) == safe


def test_a_file_is_left_at_its_beginning():
    file = io.BytesIO(PDF)
    examine(file, "paper.pdf")
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("quotes.csv", b'"-' * 10_000_000),
        ("tabs.csv", b"\t" * 20_000_000),
        ("bars.csv", b"=|" * 10_000_000),
        ("names.pdf", PDF.replace(b"BT /F1", b"/J#61" * 4_000_000 + b"BT /F1")),
        ("links.docx", office_with("docx", {"word/_rels/a.rels": b"<Relationship " * 700_000})),
    ],
)
def test_no_file_is_looked_at_for_long(name, content):
    began = time.process_time()
    with contextlib.suppress(ValidationError):
        examine(SimpleUploadedFile(name, content), name)
    assert time.process_time() - began < 10

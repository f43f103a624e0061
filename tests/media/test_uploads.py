"""An uploaded document is what its name says, and nothing that runs in a browser."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from network.media.models import PortalDocument

pytestmark = pytest.mark.django_db


def archive(*members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for member in members:
            made.writestr(member, b"<x/>")
    return buffer.getvalue()


def check(name, content):
    PortalDocument(title="A file", file=SimpleUploadedFile(name, content)).clean()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7\n..."),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml")),
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml")),
        ("a.pptx", archive("[Content_Types].xml", "ppt/presentation.xml")),
        ("a.odt", archive("mimetype", "content.xml")),
        ("a.ods", archive("mimetype", "content.xml")),
        ("a.epub", archive("mimetype", "META-INF/container.xml")),
        ("a.zip", archive("anything.txt")),
        ("a.csv", b"city,year\nEssen,2019\n"),
        ("a.txt", "Gesundheit für alle <3".encode()),
    ],
)
def test_real_files_pass(name, content):
    check(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.pdf", b"MZ\x90\x00"),
        ("a.xlsx", b"%PDF-1.7"),
        ("a.txt", b"<svg onload=alert(1)>"),
        ("a.csv", b"\xef\xbb\xbf  <!DOCTYPE html>"),
        ("a.txt", b"MZ\x00\x00"),
        ("a.svg", b"<svg/>"),
        ("a.html", b"<p>"),
    ],
)
def test_disguised_files_are_refused(name, content):
    with pytest.raises(ValidationError):
        check(name, content)

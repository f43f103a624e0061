"""Files that mean harm are refused with a sentence beside the field, whichever form takes them; none runs."""

import io
import re
import struct
import zipfile
import zlib
from functools import cache, partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from knowledge.models import ProductFile
from network.media.models import PortalDocument, PortalImage
from tests.factories.accounts import UserFactory
from tests.factories.media import make_document, make_image

pytestmark = pytest.mark.same_on_every_database

SCRIPT = b"<html><body><script>alert(document.domain)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
MEBIBYTE = 2**20
ERROR = re.compile(r'class="error-message"[^>]*>(.*?)</', re.DOTALL)


def png(width: int = 4, height: int = 4) -> bytes:
    """Return a picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "#0f625b").save(buffer, "PNG")
    return buffer.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """Return a small file whose header announces a large picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zipped(members: dict[str, bytes]) -> bytes:
    """Return an archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@cache
def bomb(folder: str) -> bytes:
    """Return an office file of about half a megabyte that unpacks to 600."""
    part = b"\0" * (100 * MEBIBYTE)
    return zipped({"[Content_Types].xml": b"<Types/>"} | {f"{folder}/{n}.xml": part for n in range(6)})


DOCUMENTS = [
    ("page.html", SCRIPT),
    ("drawing.svg", SVG),
    ("report.pdf", SCRIPT),
    ("report.pdf", SVG),
    ("report.pdf", b"GIF89a" + SCRIPT),
    ("report.pdf", b"PK\x03\x04" + SCRIPT),
    ("notes.txt", SCRIPT),
    ("notes.txt", b"\xef\xbb\xbf\r\n " + SVG),
    ("cities.csv", SCRIPT),
    ("page.html.exe", b"MZ"),
    ("report.docx", SCRIPT),
    ("report.docx", b"PK\x03\x04" + SCRIPT),
    ("report.docx", zipped({"xl/workbook.xml": b"<workbook/>"})),
    ("sheet.xlsx", partial(bomb, "xl")),
    ("report.docx", partial(bomb, "word")),
    ("archive.zip", zipped({f"{n}.txt": b"" for n in range(20_000)})),
    ("large.pdf", b"%PDF-1.7" + b"\0" * (50 * MEBIBYTE)),
    ("report.pdf", b""),
]
IMAGES = [
    ("drawing.svg", SVG),
    ("drawing.png", SVG),
    ("page.png", SCRIPT),
    ("page.jpg", b"\xff\xd8\xff\xe0" + SCRIPT),
    ("page.png", b"\x89PNG\r\n\x1a\n" + SCRIPT),
    ("page.gif", b"GIF89a" + SCRIPT),
    ("page.webp", b"RIFF\x00\x00\x00\x00WEBP" + SCRIPT),
    ("picture.jpg", png()),
    ("picture.html", png()),
    ("huge.png", png_that_claims(50_000, 50_000)),
    ("wide.png", png_that_claims(2_000_000_000, 1)),
    ("flat.png", png_that_claims(0, 0)),
    ("cut.png", png()[:40]),
    ("large.png", png() + b"\0" * (50 * MEBIBYTE)),
    ("empty.png", b""),
]


@pytest.fixture
def editor(client, home, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(UserFactory(administrator=True))
    client.raise_request_exception = False
    return client


def told(response) -> str:
    """Return what a form says about the file, whether it answers a page or JSON."""
    assert response.status_code in {200, 400, 422}, response.status_code
    if response["Content-Type"].startswith("application/json"):
        answer = response.json()
        return answer.get("error_message") or " ".join(ERROR.findall(answer.get("htmlFragment", "")))
    contexts = response.context or []
    forms = [found["form"] for found in contexts if "form" in found]
    return " ".join(error for form in forms for error in form.errors.get("file", []))


def send(client, where: str, name: str, content: bytes, **fields):
    kwargs = {"args": fields.pop("args")} if "args" in fields else {}
    file = "files[]" if where.endswith("add_multiple") else "file"
    data = {"title": "A file", file: SimpleUploadedFile(name, content)} | fields
    return client.post(reverse(where, **kwargs), data)


@pytest.mark.parametrize(("name", "content"), DOCUMENTS, ids=[name for name, _content in DOCUMENTS])
def test_no_form_takes_a_document_that_means_harm(editor, name, content):
    content = content() if callable(content) else content
    kept = make_document()
    for where, more in {
        "wagtaildocs:add": {},
        "wagtaildocs:add_multiple": {},
        "wagtaildocs_chooser:create": {},
        "wagtaildocs:edit": {"args": [kept.pk]},
    }.items():
        fields = dict(more)
        if where == "wagtaildocs_chooser:create":
            fields |= {"document-chooser-upload-title": "A file"}
            fields |= {"document-chooser-upload-file": SimpleUploadedFile(name, content)}
        assert told(send(editor, where, name, content, **fields)), where
    assert list(PortalDocument.objects.all()) == [kept]
    assert PortalDocument.objects.get().file.name == kept.file.name


@pytest.mark.parametrize(("name", "content"), IMAGES, ids=[name for name, _content in IMAGES])
def test_no_form_takes_an_image_that_means_harm(editor, name, content):
    kept = make_image()
    for where, more in {
        "wagtailimages:add": {},
        "wagtailimages:add_multiple": {},
        "wagtailimages_chooser:create": {},
        "wagtailimages:edit": {"args": [kept.pk]},
    }.items():
        fields = dict(more)
        if where == "wagtailimages_chooser:create":
            fields |= {"image-chooser-upload-title": "A file"}
            fields |= {"image-chooser-upload-file": SimpleUploadedFile(name, content)}
        assert told(send(editor, where, name, content, **fields)), where
    assert list(PortalImage.objects.all()) == [kept]


@pytest.mark.parametrize(("name", "content"), IMAGES, ids=[name for name, _content in IMAGES])
def test_the_networks_logo_is_a_picture(editor, name, content):
    if len(content) > MEBIBYTE or name == "picture.jpg":
        return
    address = reverse("wagtailsettings:edit", args=["core", "networksettings"])
    address = editor.get(address).headers.get("Location", address)
    response = editor.post(address, {"name": "Network", "logo": SimpleUploadedFile(name, content)})
    assert response.status_code == 200
    assert response.context["form"].errors["logo"]


def served(client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return response, content


def test_a_pdf_that_is_a_page_as_well_is_served_as_what_it_says_it_is(editor, network):
    """The standard lets a PDF carry anything behind its first line: browsers must take it for nothing else."""
    send(editor, "wagtaildocs:add", "both.pdf", b"%PDF-1.7\n" + SCRIPT)
    document = PortalDocument.objects.get()
    network.product.files = [ProductFile(document=document, language="en")]
    network.product.save()
    response, content = served(editor, document.url)
    assert SCRIPT in content
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"


def test_a_picture_that_is_a_page_as_well_is_served_as_a_picture(editor, home):
    send(editor, "wagtailimages:add", "both.png", png() + SCRIPT)
    response, content = served(editor, PortalImage.objects.get().file.url)
    assert SCRIPT in content
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


NAMES = ["a\r\nSet-Cookie: a=b.pdf", 'a"; filename="x.html".pdf', "../../a.pdf"]
NAMES += ["a" * 400 + ".pdf", "Łódź 東京.pdf"]


@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_writes_no_header_and_leaves_no_folder(editor, home, name):
    send(editor, "wagtaildocs:add", name, b"%PDF-1.7")
    for document in PortalDocument.objects.all():
        response, _content = served(editor, document.url)
        assert "\n" not in response["Content-Disposition"]
        assert "a=b" not in response.headers.get("Set-Cookie", "")
        assert document.file.name.startswith("documents/")
        assert ".." not in document.file.name

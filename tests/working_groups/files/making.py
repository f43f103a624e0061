"""Files as programs write them, to be told apart from those in ``hostile``."""

import io
import zipfile
import zlib

from PIL import Image

from working_groups.demo.files import small_pdf

PDF = small_pdf(("What two halls cost",))
OOXML = "application/vnd.openxmlformats-officedocument"
MAIN = {
    "docx": ("word/document.xml", f"{OOXML}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OOXML}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OOXML}.presentationml.presentation.main+xml"),
}
ODF = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
ICS = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nEND:VCALENDAR\r\n"


def zipped(members, *, comment=b"", mode=zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of ``members``, by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", mode) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = comment
    return buffer.getvalue()


def office(kind: str, **more: bytes | str) -> bytes:
    """Return a small office file; ``more`` are further members, with ``__`` for a slash."""
    further = {name.replace("__", "/"): content for name, content in more.items()}
    return office_with(kind, further)


def office_with(kind: str, further, types: str = "") -> bytes:
    """Return a small office file with further members by their own names."""
    if kind in ODF:
        return zipped({"mimetype": ODF[kind], "content.xml": "<office:document-content/>"} | further)
    part, main = MAIN[kind]
    declared = f'<Types><Override PartName="/{part}" ContentType="{types or main}"/></Types>'
    return zipped({"[Content_Types].xml": declared, "_rels/.rels": "<Relationships/>", part: "<x/>"} | further)


def picture(kind: str = "PNG", size=(4, 4)) -> bytes:
    """Return a picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "#0f625b").save(buffer, kind)
    return buffer.getvalue()


def pdf_with(inside: bytes) -> bytes:
    """Return a PDF with ``inside`` as one object more."""
    return PDF.replace(b"xref\n0", b"9 0 obj\n" + inside + b"\nendobj\nxref\n0", 1)


def object_stream(inside: bytes, extra: bytes = b"/Filter /FlateDecode") -> bytes:
    """Return a compressed stream of objects."""
    packed = zlib.compress(b"10 0 " + inside)
    head = b"<< /Type /ObjStm /N 1 /First 5 %s /Length %d >>" % (extra, len(packed))
    return head + b"\nstream\n" + packed + b"\nendstream"


GOOD = {
    "paper.pdf": PDF,
    "objects.pdf": pdf_with(object_stream(b"<< /Type /Font >>")),
    "link.pdf": pdf_with(b"<< /S /URI /URI (https://developer.example/docs/Web/JavaScript/Encrypt) >>"),
    "text.docx": office("docx"),
    "table.xlsx": office("xlsx"),
    "talk.pptx": office("pptx"),
    "chart.pptx": office_with("pptx", {"ppt/embeddings/table.xlsx": office("xlsx")}),
    "text.odt": office("odt"),
    "table.ods": office("ods"),
    "copied.odt": office_with("odt", {"styles.xml": b'<text:bookmark-start text:name="__DdeLink__8_7"/>'}),
    "talk.odp": office("odp"),
    "plan.png": picture(),
    "photo.jpg": picture("JPEG"),
    "photo.JPEG": picture("JPEG"),
    "photo.webp": picture("WEBP"),
    "costs.csv": "Stadt;Kosten\r\nŁódź;-4,5\r\n".encode(),
    "sums.csv": b'Name,Sum\n"=A1+B1",-4\n+31 20 | x,@home!\n',
    "notes.txt": b"Two cities signed.\n\nOne <b>did</b> not.\n",
    "event.ics": ICS,
}

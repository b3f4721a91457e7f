"""Turns a set page into a file for the archive: PDF/A-2b (ISO 19005-2), same each time.

Nothing in it comes from the clock or from chance, and it holds nothing that acts.
"""

import re
from datetime import date
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    ObjectStreamMode,
    Pdf,
    Stream,
    String,
)

from isteam_app import resources
from isteam_app.letters.tag_tree import attach
from isteam_app.letters.tags import Structure

PROGRAM = "ISTeam"
ENGLISH = "en-GB"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
PROFILE = "sRGB IEC61966-2.1"
_FACTS = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
<xmp:CreateDate>{on:%Y-%m-%d}T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>{on:%Y-%m-%d}T00:00:00Z</xmp:ModifyDate>
<pdf:Producer>{program}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def archived(
    page: bytes,
    structure: Structure,
    *,
    title: str,
    author: str,
    on: date,
    language: str = ENGLISH,
) -> bytes:
    """Return the finished file. `title` is shown by readers and never holds a name.

    `structure` is what its pages were drawn with, `language` that of its words
    (BCP 47); one that cannot be a language counts as English.
    """
    if not _LANGUAGE.fullmatch(language):
        language = ENGLISH
    title, author = " ".join(title.split()), " ".join(author.split())
    with Pdf.open(BytesIO(page)) as pdf:
        _describe(pdf, title=title, author=author, on=on, language=language)
        attach(pdf, structure)
        _add_colours(pdf)
        for sheet in pdf.pages:
            _remove(sheet.obj, "/Trans")
        _remove(pdf.Root, "/Outlines")
        _remove(pdf.Root, "/PageMode")
        pdf.Root.Lang = String(language)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        return saved(pdf)


def saved(pdf: Pdf) -> bytes:
    """Return a file's bytes: the same each time, and small."""
    _name_packing(pdf)
    finished = BytesIO()
    pdf.save(
        finished,
        deterministic_id=True,
        object_stream_mode=ObjectStreamMode.generate,
        min_version="1.7",
        fix_metadata_version=False,
    )
    return finished.getvalue()


def _name_packing(pdf: Pdf) -> None:
    """Name how a stream is packed, where a list of one does: else it is packed anew."""
    for each in pdf.objects:
        if isinstance(each, Stream):
            packing = each.get("/Filter")
            if isinstance(packing, Array) and len(packing) == 1:
                each.Filter = packing[0]


def facts_of(*, title: str, author: str, on: date, language: str = ENGLISH) -> bytes:
    """Return what a file says of itself, as the standard has it (XMP)."""
    facts = _FACTS.format(
        title=escape(title),
        author=escape(author),
        language=escape(language),
        program=PROGRAM,
        on=on,
    )
    return facts.encode()


def stamp_of(on: date) -> str:
    return f"D:{on:%Y%m%d}000000Z"


@cache
def colours() -> bytes:
    """Return the profile of the colours that every file is drawn in."""
    return resources.path("letters", "sRGB.icc").read_bytes()


def _remove(owner: Object, key: str) -> None:
    if key in owner:
        del owner[key]


def _describe(pdf: Pdf, *, title: str, author: str, on: date, language: str) -> None:
    """Write the file's facts twice, alike, as the standard asks (6.6.2.3)."""
    facts = facts_of(title=title, author=author, on=on, language=language)
    metadata = pdf.make_stream(facts, Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Metadata = metadata
    stamp = stamp_of(on)
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(title),
            Author=String(author),
            Creator=String(PROGRAM),
            Producer=String(PROGRAM),
            CreationDate=String(stamp),
            ModDate=String(stamp),
        )
    )


def _add_colours(pdf: Pdf) -> None:
    profile = pdf.make_stream(colours(), N=3)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String(PROFILE),
                Info=String(PROFILE),
                DestOutputProfile=profile,
            )
        ]
    )

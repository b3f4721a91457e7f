"""Reads a tagged PDF as a screen reader does: its parts in order, and their words.

The tree is read with pikepdf, the words with PDFium, which took no part
in writing them.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
import pypdfium2
from pypdfium2 import raw

PAINTING = re.compile(r"Tj|TJ|'|\"|S|s|f\*?|F|B\*?|b\*?|sh|Do|INLINE IMAGE|BI|EI")
Place = tuple[int, int]
"""A page and the number of a mark on it, both counted from 0."""


@dataclass
class Heard:
    """A part with its own words; `kids` are the parts below it."""

    role: str
    alt: str = ""
    places: list[Place] = field(default_factory=list)
    words: str = ""
    kids: "list[Heard]" = field(default_factory=list)
    number: tuple[int, int] = (0, 0)
    facts: dict[str, str] = field(default_factory=dict)

    def walk(self) -> "Iterator[Heard]":
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def outline(self) -> object:
        """Return the roles alone, nested."""
        if not self.kids:
            return self.role
        return (self.role, *(kid.outline() for kid in self.kids))


def heard(pdf: bytes) -> Heard:
    """Return the part that holds all others, with everything below it."""
    said = marked_words(pdf)
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        return _heard(opened.Root.StructTreeRoot.K, pages, said)


def lines(pdf: bytes) -> list[tuple[str, str]]:
    """Return what is read out: each part that has words, with its role."""
    parts = heard(pdf).walk()
    return [(each.role, each.words or each.alt) for each in parts if each.places]


def _heard(
    element: pikepdf.Object, pages: dict[tuple[int, int], int], said: dict[Place, str]
) -> Heard:
    found = Heard(str(element.S)[1:], str(element.get("/Alt", "")))
    found.number = element.objgen
    found.facts = {key: _plain(value) for key, value in _facts(element).items()}
    below = element.K
    for kid in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(kid, int):
            found.places.append((pages[element.Pg.objgen], kid))
        elif kid.get("/Type") == "/MCR":
            found.places.append((pages[kid.Pg.objgen], int(kid.MCID)))
        else:
            assert kid.P.objgen == element.objgen
            found.kids.append(_heard(kid, pages, said))
    spoken = (said.get(place, "") for place in found.places)
    found.words = " ".join(" ".join(spoken).split())
    found.words = str(element.get("/ActualText", found.words))
    return found


def _facts(element: pikepdf.Object) -> pikepdf.Dictionary:
    return element.get("/A", pikepdf.Dictionary())


def _plain(value: pikepdf.Object) -> str:
    if isinstance(value, pikepdf.Array):
        return " ".join(str(each) for each in value)
    return str(value)


def marked_words(pdf: bytes) -> dict[Place, str]:
    """Return the words of each mark of each page, as PDFium reads them."""
    document = pypdfium2.PdfDocument(pdf)
    said: dict[Place, str] = {}
    try:
        for number, page in enumerate(document):
            text = page.get_textpage()
            for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                mark = raw.FPDFPageObj_GetMarkedContentID(each.raw)
                place = number, mark
                said[place] = f"{said.get(place, '')} {_text(each.raw, text.raw)}"
    finally:
        document.close()
    return said


def _text(each: object, page: object) -> str:
    length = raw.FPDFTextObj_GetText(each, page, None, 0)
    buffer = ctypes.create_string_buffer(length)
    wide = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    raw.FPDFTextObj_GetText(each, page, wide, length)
    return buffer.raw[: length - 2].decode("utf-16-le")


def unmarked(pdf: bytes) -> list[str]:
    """Return what draws on a page outside every part and all furniture."""
    found = []
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            depth = 0
            for step in pikepdf.parse_content_stream(page):
                name = str(step.operator)
                depth += (name in {"BDC", "BMC"}) - (name == "EMC")
                assert depth in {0, 1}, "marks stand inside each other"
                if PAINTING.fullmatch(name) and not depth:
                    found.append(f"{[str(each) for each in step.operands]} {name}")
            assert depth == 0
    return found


def places(pdf: bytes) -> dict[Place, tuple[int, int]]:
    """Return whom each mark belongs to, as the file's own index has it."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        numbers = opened.Root.StructTreeRoot.ParentTree.Nums
        index = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        return {
            (number, mark): owner.objgen
            for number, page in enumerate(opened.pages)
            for mark, owner in enumerate(index[int(page.obj.StructParents)])
        }

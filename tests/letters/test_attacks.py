"""Hostile text, wherever somebody can type it, is printed and does nothing else.

What a paragraph's own words do is in `test_build`; here the text stands everywhere
else, too, and the whole file is searched, not only its pages.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa
from tag_reader import heard, lines, unmarked

from isteam_app.domain.addresses import Address
from isteam_app.domain.settings import Signatory
from isteam_app.letters.build import build_letter
from isteam_app.letters.content import LetterContent

ROOT = Path(__file__).resolve().parents[2]
Letter = Callable[..., LetterContent]

ATTACKS = (
    '<img src="/etc/passwd"/>',
    '<img src="http://127.0.0.1:9/x.png" width="1"/>',
    '<a href="javascript:app.alert(1)">click</a>',
    '<a href="file:///etc/passwd">click</a>',
    '<font color="white">hidden</font>',
    "<font color=\"[[[getattr(pow,Word('__globals__'))]]]\">x</font>",
    '<para backColor="9**9**9">x</para>',
    '<onDraw name="x" label="y"/>',
    '<seq id="a"/><seqReset id="a"/>',
    '<index item="x"/><bullet>x</bullet>',
    "<br/></para></document>",
    "A <b@c.example> B",
    "R&D; &lt; &#65; &amp;",
    "<![CDATA[x]]><!-- gone? -->",
    ") Tj ET endstream endobj",
    "(\\051) Tj /JavaScript << /JS (x) >>",
    "\\) >> /OpenAction << /S /Launch",
    "/Artifact BMC EMC EMC /P <</MCID 0>> BDC",
    "trailer << /Root 1 0 R >> %%EOF",
    "</rdf:li></rdf:Alt><pdfaid:part>9",
    "<?xpacket end='w'?>]]>",
    "{title} {0} %s %(x)s ${HOME} `id`",
    "../../../../etc/passwd",
    "\\\\server\\share\\x",
    "=HYPERLINK(http://127.0.0.1)",
    "'; DROP TABLE case; --",
    "smb://127.0.0.1/x http://127.0.0.1/",
    "x" * 40,
)
HIDDEN = "A\u202e\u2066n\u200b\x00n \x1b]0;x\x07\ufeff\ud800\u2028O\u3000\t\n\x7fx"

MOST_REFERENCE = 20
"""So much of it stands on the two lines that a reference has."""

MOST_SENDER = 3
"""At least so often it finds room among the sender's lines."""

ACTIVE = frozenset(
    {
        "/A",
        "/AA",
        "/AcroForm",
        "/Annots",
        "/Collection",
        "/Dests",
        "/EF",
        "/EmbeddedFile",
        "/EmbeddedFiles",
        "/F",
        "/Filespec",
        "/GoToR",
        "/ImportData",
        "/JS",
        "/JavaScript",
        "/Launch",
        "/Movie",
        "/Names",
        "/OpenAction",
        "/Outlines",
        "/RichMedia",
        "/Rendition",
        "/Sound",
        "/SubmitForm",
        "/URI",
        "/XFA",
    }
)
NAMED = ACTIVE - {"/A", "/F"} | {"/Image"}
"""What a file may not call anything, either."""
ATTRIBUTES = "/A"
"""Of a part, this key holds its attributes and no action."""


def active(pdf: bytes) -> set[str]:
    """Return what in a file could act, fetch, carry or lead somewhere, or is a picture.

    Every object of the file is looked at, reached or not.
    """
    with pikepdf.open(BytesIO(pdf)) as opened:
        objects = [*opened.objects, opened.trailer]
        return {name for each in objects for name in _active(each)}


def _active(each: object, depth: int = 0) -> Iterator[str]:
    if not isinstance(each, pikepdf.Object) or (depth and each.is_indirect):
        return
    kids: list[object] = []
    if isinstance(each, pikepdf.Array):
        kids = each.as_list()
    elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        spared = {ATTRIBUTES} if each.get("/Type") == "/StructElem" else set()
        yield from ACTIVE & {*each.keys()} - spared
        kids = [value for _, value in each.items()]
    elif isinstance(each, pikepdf.Name) and str(each) in NAMED:
        yield str(each)
    for kid in kids:
        yield from _active(kid, depth + 1)


def squeezed(text: str) -> str:
    return "".join(text.split())


def everywhere(letter: LetterContent, text: str) -> LetterContent:
    """Return a letter with one text in every place that somebody can fill."""
    company = replace(
        letter.organisation,
        name=text,
        team=text,
        address=Address(lines=(text, text), town=text, postcode=text),
        phone=text,
        email=text,
        company_number=text,
    )
    return replace(
        letter,
        organisation=company,
        signatory=Signatory(name=text, role=text),
        recipient=(text, text, text),
        our_reference=text[:MOST_REFERENCE],
        your_reference=text[:MOST_REFERENCE],
        print_reference=text,
        watermark=text[:12],
        language=text[:12],
        letter_id=417,
        number=3,
        values={
            "salutation": text,
            "their_reference": text,
            "answer": text,
            "purposes": (text, text),
            "enclosures": (text,),
        },
        body="Dear {{salutation}}\n\n# Re {{their_reference}}\n\n## {{answer}}\n\n"
        "{{answer}}\n\n- {{purposes}}\n\n1. **{{answer}}**\n",
    )


class TestEverywhere:
    @pytest.mark.parametrize("attack", ATTACKS)
    def test_the_text_is_kept_and_nothing_comes_of_it(
        self, letter: Letter, attack: str
    ) -> None:
        pdf = build_letter(everywhere(letter(), attack), preview=True).pdf
        plain = build_letter(everywhere(letter(), "Plain"), preview=True).pdf
        assert active(pdf) == set()
        assert heard(pdf).outline() == heard(plain).outline()
        read, like = lines(pdf), lines(plain)
        assert len(read) == len(like)
        for (role, said), (_, usual) in zip(read, like, strict=True):
            wanted = usual.casefold().count("plain")
            short = role == "P" and "reference" in usual
            kept = squeezed(attack[:MOST_REFERENCE] if short else attack).casefold()
            found = squeezed(said).casefold().count(kept)
            assert found >= min(wanted, MOST_SENDER), said
        assert unmarked(pdf) == []

    @pytest.mark.parametrize("attack", [*ATTACKS, HIDDEN])
    def test_the_file_stays_one_for_the_archive(
        self, letter: Letter, attack: str
    ) -> None:
        content = replace(everywhere(letter(), attack), language="en-GB")
        built = build_letter(content, preview=True)
        with pikepdf.open(BytesIO(built.pdf)) as opened:
            assert pdfa.check(opened, "2b").findings == []
            assert opened.Root.Metadata.read_bytes().count(b"<pdfaid:part>") == 1
        assert built.pdf == build_letter(content, preview=True).pdf

    def test_what_is_hidden_is_taken_out_of_the_title_too(self, letter: Letter) -> None:
        pdf = build_letter(everywhere(letter(), HIDDEN), preview=True).pdf
        with pikepdf.open(BytesIO(pdf)) as opened:
            assert str(opened.docinfo.Title) == "Ann ]0;x O x"
        assert active(pdf) == set()

    @pytest.mark.parametrize(
        "attack", [each for each in ATTACKS if not {"{", "[", "]"} & {*each}]
    )
    def test_a_templates_own_text_is_text(self, letter: Letter, attack: str) -> None:
        said = attack.replace("\\", "\\\\").replace("*", "\\*").replace("_", "\\_")
        said = said.replace("=", "\\=") if said.startswith("=") else said
        body = f"Dear you\n\n# Re {said}\n\nSo {said}\n\n- So {said}\n"
        pdf = build_letter(letter(body=body), preview=True).pdf
        read = [squeezed(text) for _, text in lines(pdf)]
        for prefix in ("Re", "So", "So"):
            assert prefix + squeezed(attack) in read
            read.remove(prefix + squeezed(attack))
        assert active(pdf) == set()

    @pytest.mark.parametrize("said", ["<&>\"'", "x" * 10_000, ")>>/JS(", "\ud800"])
    def test_a_language_that_is_none_does_no_harm(
        self, letter: Letter, said: str
    ) -> None:
        content = letter(language=said)
        pdf = build_letter(content).pdf
        with pikepdf.open(BytesIO(pdf)) as opened:
            assert str(opened.Root.Lang) == "en-GB"
        assert active(pdf) == set()


def with_action(pdf: bytes) -> Iterator[tuple[str, bytes]]:
    """The same file with one thing in it that acts."""
    text = pikepdf.String("x")
    acting = {
        "/OpenAction": pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=text),
        "/Names": pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary()),
        "/AcroForm": pikepdf.Dictionary(XFA=text),
        "/Outlines": pikepdf.Dictionary(),
    }
    for key, value in acting.items():
        with pikepdf.open(BytesIO(pdf)) as opened:
            opened.Root[key] = value
            target = BytesIO()
            opened.save(target)
            yield key, target.getvalue()
    with pikepdf.open(BytesIO(pdf)) as opened:
        picture = opened.make_stream(b"\0", Subtype=pikepdf.Name.Image)
        opened.Root.Lost = opened.make_indirect(pikepdf.Dictionary(Deep=picture))
        target = BytesIO()
        opened.save(target)
        yield "/Image", target.getvalue()


def test_the_search_would_find_what_acts(letter: Letter) -> None:
    whole = build_letter(letter()).pdf
    assert active(whole) == set()
    for key, changed in with_action(whole):
        assert key in active(changed)


WATCHED = """
import sys
from dataclasses import replace
sys.path.insert(0, "tests/letters")
from conftest import CONTENT
from test_attacks import ATTACKS, everywhere
from isteam_app.letters.appended import AppendedPart, appended
from isteam_app.letters.build import build_letter
from isteam_app.letters.page_image import PageImage
from isteam_app.letters.stamp import stamped

PAGE = PageImage(width=64, height=64, pixels=bytes(range(256)) * 64)

def make(text):
    content = everywhere(CONTENT, text)
    built = build_letter(content, preview=True)
    bundle = appended(built.pdf, content, [AppendedPart(title=text, pages=[PAGE])])
    stamped(bundle.pdf, text)

make("Plain")
build_letter(CONTENT)
seen = []
QUIET = ("object.__getattr__", "sys._getframe", "code.__new__", "marshal.loads")

def watch(event, arguments):
    if event not in QUIET and not event.startswith(("builtins.id", "gc.")):
        seen.append((event, str(arguments)[:80]))

sys.addaudithook(watch)
for attack in ATTACKS:
    make(attack)
build_letter(CONTENT)
print(seen)
seen.clear()
open("/dev/null").close()
import socket
socket.socket().close()
print(sorted({event for event, _ in seen} & {"open", "socket.__new__"}))
"""


def test_nothing_is_opened_or_reached_while_a_letter_is_made() -> None:
    printed = subprocess.run(
        [sys.executable, "-c", WATCHED],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout.splitlines()
    assert printed == ["[]", "['open', 'socket.__new__']"]


MARKUP = {
    "Paragraph",
    "ParaParser",
    "XPreformatted",
    "Table",
    "LongTable",
    "Image",
    "SimpleDocTemplate",
    "TableOfContents",
    "ListFlowable",
    "MultiBuild",
}
"""What of the setter reads texts as markup, or calls what does."""


def reportlab_names(file: Path) -> set[str]:
    """Return what a file takes from the setter; a whole module counts as all of it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {a.name for a in node.names if a.name.startswith("reportlab")}
        elif isinstance(node, ast.ImportFrom) and (
            (node.module or "").startswith("reportlab")
        ):
            names |= {alias.name for alias in node.names}
    return names


def test_only_the_words_that_come_in_pieces_know_the_setters_paragraph() -> None:
    files = (ROOT / "isteam_app").rglob("*.py")
    found = {
        file.name: names & MARKUP | {name for name in names if "." in name}
        for file in files
        if (names := reportlab_names(file))
    }
    assert {name: said for name, said in found.items() if said} == {
        "tags.py": {"Paragraph"}
    }

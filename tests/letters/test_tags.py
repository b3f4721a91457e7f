"""A screen reader is told every word of a letter, in the order it is to be read."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import pdfa
from reportlab.lib.styles import ParagraphStyle
from tag_reader import heard, lines, marked_words, places, unmarked

from isteam_app.domain.envelopes import Area
from isteam_app.letters import ink
from isteam_app.letters.build import build_letter
from isteam_app.letters.checks import address_lines
from isteam_app.letters.content import LetterContent
from isteam_app.letters.finish import archived
from isteam_app.letters.flow import words
from isteam_app.letters.fonts import typeface
from isteam_app.letters.merge import BlockKind, merge
from isteam_app.letters.pen import Pen
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.tags import Structure, Tagged, Words
from isteam_app.letters.templates import Template, all_templates

Letter = Callable[..., LetterContent]
HEADINGS = {BlockKind.SUBJECT: "H1", BlockKind.HEADING: "H2"}


def squeezed(text: str) -> str:
    """Return a text without its spaces: readers put them in their own places."""
    return "".join(text.split())


def expected(content: LetterContent) -> list[tuple[str, str]]:
    """What a letter says, in the order a person would read it out."""
    company, by = content.organisation, content.signatory
    merged = merge(content.body, content.values)
    said = [
        ("P", company.name),
        ("P", company.team),
        ("P", f"{company.team} {company.name} {' '.join(company.address.printed())}"),
        ("P", " ".join(address_lines(content.recipient))),
        ("P", "Private and confidential"),
        ("P", f"Date {content.on:%A} {content.on.day} {content.on:%B %Y}"),
        ("P", f"Our reference {content.our_reference}"),
    ]
    if content.your_reference:
        said.append(("P", f"Your reference {content.your_reference}"))
    blocks = [*merged.blocks]
    kinds = [block.kind for block in blocks]
    slip = kinds.index(BlockKind.SLIP) if BlockKind.SLIP in kinds else len(blocks)
    formal = "".join(run.text for run in blocks[0].runs).startswith("Dear Sir")
    for number, block in enumerate(blocks):
        if number == slip:
            said += signed(content, by.name, by.role, formal=formal)
            continue
        if block.marker:
            said.append(("Lbl", block.marker))
        role = (
            "LBody" if block.kind is BlockKind.ITEM else HEADINGS.get(block.kind, "P")
        )
        said.append((role, "".join(run.text for run in block.runs)))
    if slip == len(blocks):
        said += signed(content, by.name, by.role, formal=formal)
    return said


def signed(
    content: LetterContent, name: str, role: str, *, formal: bool
) -> list[tuple[str, str]]:
    closing = "Yours faithfully" if formal else "Yours sincerely"
    said = [("P", closing), ("P", name), ("P", role)]
    enclosed = content.values.get("enclosures", ())
    if enclosed and "{{enclosures}}" not in content.body:
        said.append(("H2", "Enclosed"))
        for entry in enclosed:
            said += [("Lbl", "•"), ("LBody", entry)]
    return said


class TestEveryLetter:
    @pytest.mark.parametrize(
        ("template", "size"),
        list(zip(all_templates(), itertools.cycle((12, 18, 24)), strict=False)),
        ids=lambda each: getattr(each, "key", each),
    )
    def test_it_is_read_out_whole_and_in_order(
        self, template: Template, size: int
    ) -> None:
        content = replace(sample_letter(template), body_size=size)
        *read, footer = lines(build_letter(content).pdf)
        assert [(role, squeezed(text)) for role, text in read] == [
            (role, squeezed(text)) for role, text in expected(content)
        ]
        assert footer[1].startswith(content.organisation.name)
        assert "large print" in footer[1]

    @pytest.mark.parametrize("template", all_templates(), ids=lambda one: one.key)
    def test_all_that_is_drawn_is_a_part_or_furniture(self, template: Template) -> None:
        pdf = build_letter(sample_letter(template)).pdf
        assert unmarked(pdf) == []
        kept = {place: each for place, each in marked_words(pdf).items() if each}
        owned = {
            place: part.number for part in heard(pdf).walk() for place in part.places
        }
        assert places(pdf) == owned
        assert {place for place in kept if place[1] >= 0} <= set(owned)
        assert not any("Page 1 of" in text for _, text in lines(pdf))
        assert all("Page " in text for (_, mark), text in kept.items() if mark < 0)


class TestOrder:
    def test_a_paragraph_over_two_pages_is_one(self, letter: Letter) -> None:
        long = "Seven words that fill the next page. " * 150
        pdf = build_letter(
            letter(body=f"Dear you\n\n# Re\n\nOne.\n\n{long}\n\nEnd.")
        ).pdf
        (part,) = (each for each in heard(pdf).walk() if "Seven" in each.words)
        assert [page for page, _ in part.places] == [0, 1]
        assert part.words == long.strip()

    def test_a_list_item_over_two_pages_is_one(self, letter: Letter) -> None:
        long = "Seven words that fill the next page. " * 150
        pdf = build_letter(letter(body=f"Dear you\n\n# Re\n\n- {long}\n\nEnd.")).pdf
        (item,) = (each for each in heard(pdf).walk() if each.role == "LI")
        assert [kid.role for kid in item.kids] == ["Lbl", "LBody"]
        assert item.kids[1].words == long.strip()
        assert len(item.kids[1].places) == 2

    def test_bold_words_stay_in_their_sentence(self, letter: Letter) -> None:
        said = [text for _, text in lines(build_letter(letter()).pdf)]
        assert any(
            squeezed(text) == "ItreachedusonThursday19November2026." for text in said
        )

    def test_lists_within_lists_and_beside_each_other(self, letter: Letter) -> None:
        body = "Dear you\n\n# Re\n\n- a\n\n  more\n  - b\n- c\n\n1. d\n2. e\n\nEnd."
        document = heard(build_letter(letter(body=body)).pdf)
        first, second = (kid for kid in document.kids if kid.role == "L")
        item = ("LI", "Lbl", "LBody")
        nested = ("LBody", "P", ("L", item))
        assert first.outline() == ("L", ("LI", "Lbl", nested), item)
        assert second.outline() == ("L", item, item)
        kinds = [each.facts["/ListNumbering"] for each in (first, second)]
        assert kinds == ["/Disc", "/Decimal"]

    def test_a_letter_without_a_subject_begins_with_the_first_heading(
        self, letter: Letter
    ) -> None:
        body = "Dear you\n\n## One\n\nText.\n\n## Two\n\nText."
        pdf = build_letter(
            letter(body=body, values={"enclosures": ("A form",)}), preview=True
        ).pdf
        assert [text for role, text in lines(pdf) if role == "H1"] == [
            "One",
            "Two",
            "Enclosed",
        ]

    def test_a_slip_is_a_section_of_its_own(self) -> None:
        pdfs = [build_letter(sample_letter(each)).pdf for each in all_templates()]
        sections = [
            kid for pdf in pdfs for kid in heard(pdf).kids if kid.role == "Sect"
        ]
        assert sections
        assert all({page for page, _ in kid.kids[0].places} != {0} for kid in sections)

    def test_a_word_cut_at_the_edge_is_read_in_one(self, letter: Letter) -> None:
        name = "x" * 120
        pdf = build_letter(letter(values={"salutation": f"{name} {name}"})).pdf
        said = {squeezed(text) for _, text in lines(pdf)}
        assert f"Dear{name}{name}" in said


WORDS = st.text(alphabet="abcŵß. ", min_size=1, max_size=40).filter(str.strip)
LONG = st.integers(1, 90).map(lambda n: "Words that fill a line of it. " * n)
BLOCKS = st.one_of(
    st.tuples(st.sampled_from(["## {}", "{}", "{}", "- {}", "1. {}", "  - {}"]), WORDS),
    st.tuples(st.sampled_from(["{}", "- {}"]), LONG),
)


class TestAnyLetter:
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(blocks=st.lists(BLOCKS, max_size=14))
    def test_it_is_read_out_whole_in_order_and_well_formed(
        self, blocks: list[tuple[str, str]]
    ) -> None:
        body = "Dear you\n\n# Re\n\n" + "\n\n".join(
            form.format(text) for form, text in blocks
        )
        content = replace(sample_letter(all_templates()[0]), body=body, requires=())
        content = replace(content, wording="", values={})
        pdf = build_letter(content, preview=True).pdf
        *read, _ = lines(pdf)
        heads = {"H1": "H", "H2": "H", "LBody": "P"}
        assert [(heads.get(role, role), squeezed(text)) for role, text in read] == [
            (heads.get(role, role), squeezed(text))
            for role, text in expected(content)
            if squeezed(text)
        ]
        assert unmarked(pdf) == []
        for part in heard(pdf).walk():
            kids = [kid.role for kid in part.kids]
            if part.role == "L":
                assert set(kids) == {"LI"}
            if part.role == "LI":
                assert kids == ["Lbl", "LBody"]
        owned = {place for part in heard(pdf).walk() for place in part.places}
        assert owned == set(places(pdf))


def test_a_name_from_right_to_left_is_read_out_as_it_is_written(
    letter: Letter,
) -> None:
    name = "محمد بن علي"
    content = letter(values={"salutation": name}, recipient=(name, "EX1 2AB"))
    pdf = build_letter(content).pdf
    read = [text for _, text in lines(pdf)]
    assert f"{name} EX1 2AB" in read
    assert f"Dear {name}" in read
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert pdfa.check(opened, "2b").findings == []


class TestFile:
    def test_it_says_what_a_reader_needs_to_know(self, letter: Letter) -> None:
        pdf = build_letter(letter(body="Dear you\n\n" + "Some words.\n\n" * 60)).pdf
        with pikepdf.open(BytesIO(pdf)) as opened:
            root = opened.Root
            assert bool(root.MarkInfo.Marked)
            assert bool(root.ViewerPreferences.DisplayDocTitle)
            assert str(root.Lang) == "en-GB"
            assert int(root.StructTreeRoot.ParentTreeNextKey) == len(opened.pages) == 3
            assert {str(page.obj.Tabs) for page in opened.pages} == {"/S"}
            assert pdfa.check(opened, "2b").findings == []

    def test_a_letter_in_welsh_says_so_in_both_places(self, letter: Letter) -> None:
        with pikepdf.open(BytesIO(build_letter(letter(language="cy")).pdf)) as opened:
            assert str(opened.Root.Lang) == "cy"
            assert b"<rdf:li>cy</rdf:li>" in opened.Root.Metadata.read_bytes()
            assert pdfa.check(opened, "2b").findings == []

    def test_it_claims_no_more_than_it_keeps(self, letter: Letter) -> None:
        with pikepdf.open(BytesIO(build_letter(letter()).pdf)) as opened:
            facts = opened.Root.Metadata.read_bytes()
        assert b"<pdfaid:conformance>B<" in facts
        assert b"pdfua" not in facts


def drawn(draw: Callable[[Tagged], None]) -> bytes:
    """A finished file of one page."""
    typeface()
    target, structure = BytesIO(), Structure()
    canvas = Tagged(
        target, structure=structure, invariant=1, initialFontName=ink.BODY.fontName
    )
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return archived(
        target.getvalue(), structure, title="x", author="x", on=date(2026, 11, 24)
    )


class TestCanvas:
    def test_a_picture_is_read_out_by_its_words(self) -> None:
        def draw(canvas: Tagged) -> None:
            pen = Pen(canvas)
            with pen.picture("Signature of R. Adeyemi", Area(20, 20, 60, 40)):
                canvas.rect(60, 700, 100, 50)

        pdf = drawn(draw)
        (picture,) = heard(pdf).kids
        assert (picture.role, picture.alt) == ("Figure", "Signature of R. Adeyemi")
        assert picture.facts["/BBox"] == "56.69 728.50 170.08 785.20"

    def test_a_part_without_ink_leaves_no_trace(self) -> None:
        def draw(canvas: Tagged) -> None:
            with Pen(canvas).part():
                pass
            canvas.rect(1, 1, 5, 5)

        assert heard(drawn(draw)).kids == []

    def test_what_nobody_claims_is_furniture(self) -> None:
        def draw(canvas: Tagged) -> None:
            pen = Pen(canvas)
            pen.rule(20, 50, 40)
            with pen.part():
                pen.text("Words", 20, 50, size=10)
            pen.watermark("DEMO")
            pen.text("Page 1", 20, 60, size=10)

        pdf = drawn(draw)
        assert lines(pdf) == [("P", "Words")]
        assert unmarked(pdf) == []

    def test_the_test_would_notice_what_is_unmarked(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Tagged, "_mark_furniture", lambda _: None)
        assert unmarked(drawn(lambda canvas: canvas.rect(1, 1, 5, 5)))

    def test_nothing_is_drawn_aside(self) -> None:
        with pytest.raises(NotImplementedError):
            drawn(lambda canvas: canvas.beginForm("aside"))

    def test_words_are_never_read_as_markup(self) -> None:
        with pytest.raises(TypeError, match="never as markup"):
            Words("<b>x</b>", ParagraphStyle("any"))
        assert words("<b>x</b>", ink.BODY).frags[0].text == "<b>x</b>"

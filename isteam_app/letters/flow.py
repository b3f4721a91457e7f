"""Turns a filled letter into the blocks that are set on the page.

Words reach the page as text, never as markup: the setter's own tag reader is not used.
"""

from dataclasses import replace

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer
from reportlab.platypus.paraparser import ParaFrag

from isteam_app.domain.settings import Signatory
from isteam_app.letters import ink
from isteam_app.letters.characters import clean
from isteam_app.letters.fonts import BOLD, REGULAR
from isteam_app.letters.ink import Styles
from isteam_app.letters.logo import Picture
from isteam_app.letters.merge import TICK_BOX, Block, BlockKind, Run
from isteam_app.letters.outline import Outline
from isteam_app.letters.scripts import draw_line
from isteam_app.letters.scripts import width as text_width
from isteam_app.letters.signing import ROOM_TO_SIGN, SignaturePicture
from isteam_app.letters.tags import Part, Role, Words
from isteam_app.letters.tick import TickItem

_ENOUGH_COMPANY, _KEPT_WITH_SIGNATURE = 160, 900
"""So many characters of the letter, at least and at most, stay with the signature."""
_SIGN_LINE, _SIGN_FOOT, _SIGN_INDENT, _SIGN_GAP = 34, 8, 130, 8
"""The room of a line to be filled in, where its words stand, where its rule begins, and
how far from its words that is at least; in points, beside reading text of 12."""
_FORMAL_GREETINGS = ("Dear Sir", "Dear Madam")
_HEADINGS = {BlockKind.SUBJECT, BlockKind.HEADING}
_BULLET = "\N{BULLET}"


def letter_flow(
    blocks: tuple[Block, ...],
    *,
    signatory: Signatory,
    enclosures: tuple[str, ...],
    styles: Styles,
    scanned: Picture | None = None,
) -> list[Flowable]:
    """Return the whole letter below its letterhead: signature block, then any slip."""
    end = next(
        (at for at, block in enumerate(blocks) if block.kind is BlockKind.SLIP),
        len(blocks),
    )
    letter, slip = blocks[:end], blocks[end + 1 :]
    setter = Setter(Outline(), styles)
    following = (*letter, None)[1:]
    flow: list[Flowable] = [
        setter.set(block, before_item=after is not None and _is_item(after))
        for block, after in zip(letter, following, strict=True)
    ]
    split = _kept_from(letter, styles)
    closing = words(_closing(letter), styles.closing)
    room = _room_to_sign(signatory, scanned)
    signature = _signature(signatory, enclosures, setter)
    signed = KeepTogether([*flow[split:], closing, room, *signature])
    return [*flow[:split], signed, *_slip(slip, setter.section())]


class Setter:
    """Sets one block after another, in reading order and in one size."""

    def __init__(self, outline: Outline, styles: Styles) -> None:
        self.outline, self.styles = outline, styles

    def section(self) -> "Setter":
        """Return what sets a part that stands by itself."""
        return Setter(self.outline.section(), self.styles)

    def set(self, block: Block, *, before_item: bool) -> Words:
        """Set one block; what stands before an item of a list is close to it."""
        style = self._style(block, before_item=before_item)
        fragments: list[ParaFrag] = []
        for run in block.runs:
            for position, line in enumerate(run.text.replace("\t", " ").split("\n")):
                if position:
                    fragments.append(_line_break(style))
                _join(fragments, _fragment(replace(run, text=line), style))
        part, marker = self.outline.place(block)
        if block.marker == TICK_BOX:
            return TickItem.of(fragments, style, part, marker=marker)
        return Words.of(fragments, style, part, sign=block.marker, marker=marker)

    def _style(self, block: Block, *, before_item: bool) -> ParagraphStyle:
        styles = self.styles
        if block.kind is BlockKind.ITEM:
            return styles.item(block.depth, last=not before_item)
        if block.kind is BlockKind.SUBJECT:
            return styles.subject
        if block.kind is BlockKind.HEADING:
            return styles.heading
        return styles.lead_in if before_item else styles.body


class SignLine(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """Words with a rule after them, to be filled in by hand."""

    def __init__(self, label: str, part: Part, styles: Styles) -> None:
        super().__init__()
        self._part = part
        self._label = clean(label)
        self._styles = styles

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, self._styles.scaled(_SIGN_LINE)
        return self.width, self.height

    def draw(self) -> None:
        size, scaled = self._styles.size, self._styles.scaled
        words = text_width(self._label, size) + scaled(_SIGN_GAP)
        start, foot = max(scaled(_SIGN_INDENT), words), scaled(_SIGN_FOOT)
        self.canv.setFillColor(ink.TEXT)
        with self.canv.part(self._part):
            draw_line(self.canv, self._label, 0, foot, size)
        self.canv.setStrokeColor(ink.RULE)
        self.canv.setLineWidth(0.7)
        self.canv.line(start, foot - 2, self.width, foot - 2)


def _slip(blocks: tuple[Block, ...], setter: Setter) -> list[Flowable]:
    """Set what comes back to us, on a page of its own."""
    if not blocks:
        return []
    following = (*blocks, None)[1:]
    return [
        PageBreak(),
        *(
            _slip_line(block, setter, before_item=after is not None and _is_item(after))
            for block, after in zip(blocks, following, strict=True)
        ),
    ]


def _slip_line(block: Block, setter: Setter, *, before_item: bool) -> Flowable:
    text = _text(block)
    if block.kind is BlockKind.PARAGRAPH and text.endswith(":") and not before_item:
        return SignLine(text, setter.outline.place(block)[0], setter.styles)
    return setter.set(block, before_item=before_item)


def _is_item(block: Block) -> bool:
    return block.kind is BlockKind.ITEM


def _kept_from(blocks: tuple[Block, ...], styles: Styles) -> int:
    """Return where the blocks begin that stay with the signature."""
    most = _KEPT_WITH_SIGNATURE * (ink.BODY_SIZE / styles.size) ** 2
    start, kept = len(blocks), 0
    while start and kept < _ENOUGH_COMPANY:
        length = len(_text(blocks[start - 1]))
        if kept + length > most:
            break
        start, kept = start - 1, kept + length
    while 0 < start < len(blocks) and blocks[start - 1].kind in _HEADINGS:
        start -= 1
    return start


def words(
    text: str, style: ParagraphStyle, marker: str = "", *, part: Part | None = None
) -> Words:
    """Set one plain text, a paragraph if no `part` says otherwise; never as markup."""
    fragments = [_fragment(Run(clean(text)), style)]
    return Words.of(fragments, style, part or Part(Role.PARAGRAPH), sign=marker)


def _closing(blocks: tuple[Block, ...]) -> str:
    """Return how the letter ends: by name "sincerely", to an office "faithfully"."""
    greeting = _text(blocks[0]) if blocks else ""
    formal = greeting.startswith(_FORMAL_GREETINGS)
    return "Yours faithfully" if formal else "Yours sincerely"


def _room_to_sign(signatory: Signatory, scanned: Picture | None) -> Flowable:
    """Return the room for a pen, or the signature as it was scanned."""
    if scanned is None:
        return Spacer(0, ROOM_TO_SIGN)
    return SignaturePicture(scanned, f"Signature of {clean(signatory.name)}")


def _signature(
    signatory: Signatory, enclosures: tuple[str, ...], setter: Setter
) -> list[Flowable]:
    styles = setter.styles
    block: list[Flowable] = [
        words(signatory.name, styles.name),
        words(signatory.role, styles.role),
    ]
    if enclosures:
        heading = setter.outline.heading()
        block.append(words("Enclosed", styles.enclosed, part=heading))
        for entry in enclosures:
            item = Block(BlockKind.ITEM, (Run(clean(entry)),), 1, _BULLET)
            block.append(setter.set(item, before_item=True))
    return block


def _text(block: Block) -> str:
    return "".join(run.text for run in block.runs)


def _join(fragments: list[ParaFrag], new: ParaFrag) -> None:
    """Add words; those in the same ink as the last ones become one piece."""
    last = fragments[-1] if fragments else None
    if last is None or hasattr(last, "lineBreak") or _ink(last) != _ink(new):
        fragments.append(new)
    else:
        last.text += new.text


def _ink(fragment: ParaFrag) -> tuple[str, Color]:
    return fragment.fontName, fragment.textColor


def _fragment(run: Run, style: ParagraphStyle) -> ParaFrag:
    bold = run.bold or run.missing or style.fontName == BOLD
    return ParaFrag(
        text=run.text,
        fontName=BOLD if bold else REGULAR,
        fontSize=style.fontSize,
        textColor=ink.ALERT if run.missing else style.textColor,
        rise=0,
        us_lines=[],
        link=[],
    )


def _line_break(style: ParagraphStyle) -> ParaFrag:
    fragment = _fragment(Run(""), style)
    fragment.lineBreak = True
    return fragment

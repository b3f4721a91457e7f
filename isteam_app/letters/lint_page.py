"""Whether a template begins as a letter does, so that its envelope tells nothing.

The window shows what stands above the greeting. The page puts the address there; a
template that wrote there as well would let the postman read it.
"""

from collections.abc import Iterator, Sequence

from isteam_app.letters.finding import Finding, error, warning
from isteam_app.letters.merge import Block, BlockKind
from isteam_app.letters.variants import Variant

GREETING = "Dear "
_TELLING = (
    "private",
    "confidential",
    "data protection",
    "personal data",
    "information security",
    "complaint",
    "request",
    "police",
    "court",
    "fraud",
    "debt",
    "medical",
    "cctv",
)
"""Words that would tell what a letter is about, or that it is worth opening."""
_SHOWN = 40
_HEADINGS = (BlockKind.SUBJECT, BlockKind.HEADING)


def page_findings(each: Sequence[Variant]) -> Iterator[Finding]:
    """Return what is wrong with the beginning of the letters, and with headings."""
    for variant in each:
        blocks = variant.merged.blocks
        yield from _greeting(blocks)
        yield from _bare_headings(blocks)
        yield from _signs_left(blocks)


def _greeting(blocks: tuple[Block, ...]) -> Iterator[Finding]:
    at = next(
        (at for at, block in enumerate(blocks) if _is_greeting(block)), len(blocks)
    )
    before = " ".join(_text(block) for block in blocks[:at])
    if at == len(blocks):
        yield error(
            "window",
            "The letter does not begin with a greeting. Begin it with "
            "“Dear {{salutation}}”: nothing may stand above that.",
            line=1,
        )
        return
    if before:
        told = next((word for word in _TELLING if word in before.lower()), "")
        shown = f" The word “{told}” could be read on it." if told else ""
        yield error(
            "window",
            "Something stands above the greeting, where the envelope has its window."
            f"{shown} Put it below.",
            line=1,
        )
    if not any(run.field == "salutation" for run in blocks[at].runs):
        yield error(
            "headings",
            "The greeting greets nobody by name. Write “Dear {{salutation}}”.",
            line=1,
        )
    after = [block.kind for block in blocks[at + 1 :]]
    if BlockKind.SUBJECT not in after:
        yield error(
            "headings",
            "The letter has no subject. Write one under the greeting, with “# ” "
            "before it.",
            line=1,
        )
    elif after[0] is not BlockKind.SUBJECT:
        yield warning(
            "headings",
            "Something stands between the greeting and the subject. Put it below.",
            line=1,
        )


def _bare_headings(blocks: tuple[Block, ...]) -> Iterator[Finding]:
    following = (*blocks, None)[1:]
    for block, after in zip(blocks, following, strict=True):
        if block.kind is not BlockKind.HEADING:
            continue
        if after is None or after.kind in (*_HEADINGS, BlockKind.SLIP):
            yield warning(
                "headings",
                f"Nothing stands under the heading “{_text(block)}”. Write something, "
                "or take it out.",
                where=_text(block),
            )


def _signs_left(blocks: tuple[Block, ...]) -> Iterator[Finding]:
    """Find signs of bold words that have no partner: they would be printed."""
    for block in blocks:
        for run in block.runs:
            if not run.field and "**" in run.text:
                yield error(
                    "signs",
                    "“**” has no partner in its paragraph and would be printed. Put "
                    "two stars before the bold words and two right after them.",
                    where=run.text.strip()[:_SHOWN],
                )


def _is_greeting(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and _text(block).startswith(GREETING)


def _text(block: Block) -> str:
    return "".join(run.text for run in block.runs)

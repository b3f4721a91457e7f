"""The blocks that several templates share, and how they come to stand in a letter."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from isteam_app import resources
from isteam_app.errors import TemplateBroken

DEEPEST_BLOCK = 4
"""Blocks that may include one another."""
MOST_INCLUDED = 100
"""Blocks that one letter may include, those in blocks counted too."""

Cut = Callable[[str, str, int], Iterator[tuple[str, str, int]]]
"""Cuts a text of a name, from a line on, into (block included or "", source, line)."""


@cache
def shared_blocks() -> Mapping[str, str]:
    """Return every shared block by its name, as written."""
    folder = resources.path("letters", "parts")
    return {
        file.stem: file.read_text(encoding="utf-8").strip() + "\n"
        for file in sorted(folder.glob("*.txt"))
    }


def shared_block(name: str) -> str:
    """Return a shared block by its name, as written."""
    return shared_blocks()[name]


def expanded(
    text: str,
    *,
    cut: Cut,
    blocks: Mapping[str, str],
    name: str,
    first_line: int,
    room: int,
) -> Iterator[str]:
    """Yield a text with its blocks in place; see `directives.expand`.

    `room` is how many characters it may have. Raises `TemplateBroken`.
    """
    used = included = 0
    here = first_line

    def put(
        source: str, title: str, first: int, inside: tuple[str, ...]
    ) -> Iterator[str]:
        nonlocal used, included, here
        for block, words, line in cut(source, title, first):
            here = here if inside else line
            if block:
                included += 1
                _refuse(title, line, _too_deep(block, inside, included))
                named = f"The block “{block}”"
                yield from put(blocks[block], named, 1, (*inside, block))
                continue
            used += len(words)
            if used > room:
                _refuse(
                    name,
                    here,
                    f"with its blocks the letter is longer than {room:,} characters. "
                    "Take an [[include ...]] out.",
                )
            yield words

    yield from put(text, name, first_line, ())


def _too_deep(block: str, inside: tuple[str, ...], included: int) -> str:
    """Say why a block cannot be included here, or nothing."""
    if block in inside[-1:]:
        return "this block includes itself. Take the [[include ...]] out."
    if block in inside:
        way = " and ".join(f"“{one}”" for one in inside[inside.index(block) + 1 :])
        return (
            f"the block “{block}” includes itself by way of {way}. Take this "
            "[[include ...]] out."
        )
    if len(inside) >= DEEPEST_BLOCK:
        return (
            f"more than {DEEPEST_BLOCK} blocks stand in one another. Write the words "
            "here instead of including them."
        )
    if included > MOST_INCLUDED:
        return (
            f"the letter includes more than {MOST_INCLUDED} blocks. Take some "
            "[[include ...]] out."
        )
    return ""


def _refuse(name: str, line: int, sentence: str) -> None:
    if sentence:
        raise TemplateBroken(f"{name}, line {line}: {sentence}")

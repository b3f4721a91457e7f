"""How much faster two processes make a batch of letters than one (promise 8).

The second yardstick is what the team did before: a word processor that fills in the
same letter. It is asked for several at once, so that its own start counts for little.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks._measure import heading, report
from isteam_app.letters.content import LetterContent
from isteam_app.letters.fitting import Fitting
from isteam_app.letters.merge import merge
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.templates import load
from isteam_app.services.letter_pool import LetterPool

LETTERS, ROUNDS = 1_000, 3
MERGED = 20
MOST_OF_ONE, MOST_OF_WORD_PROCESSOR = 1 / 1.7, 1 / 20
_OFFICE = "soffice"
_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:body><office:text>{paragraphs}</office:text></office:body></office:document>"""


def main() -> int:
    """Print each promise beside what was measured; return how many were missed."""
    usual = sample_letter(load("access-acknowledgement"))
    batch = [
        Fitting(content=replace(usual, print_reference=f"IS-2026-{number:05} / L1"))
        for number in range(LETTERS)
    ]
    heading()
    one, two = _in_turn(batch)
    missed = report(
        f"8  {LETTERS:,} letters, two processes / one", two / one, MOST_OF_ONE
    )
    merged = _by_word_processor(usual)
    if merged is None:
        print("8  no word processor here (LibreOffice Writer): not compared")  # noqa: T201  a report
        return missed
    each = two / LETTERS
    return min(
        1,
        missed
        + report("8  a letter / by mail merge", each / merged, MOST_OF_WORD_PROCESSOR),
    )


def _in_turn(batch: Sequence[Fitting]) -> tuple[float, float]:
    taken: dict[int, list[float]] = {1: [], 2: []}
    with LetterPool(1) as one, LetterPool(2) as two:
        for pool in (one, two):
            list(pool.make(batch[:32]))  # the processes stand ready
        for _ in range(ROUNDS):
            for processes, pool in ((1, one), (2, two)):
                start = perf_counter()
                made = sum(each.built is not None for each in pool.make(batch))
                taken[processes].append(perf_counter() - start)
                if made != len(batch):
                    raise SystemExit("not every letter was made")
    return median(taken[1]), median(taken[2])


def _by_word_processor(content: LetterContent) -> float | None:
    """Return the seconds that a word processor takes for one letter as PDF."""
    if shutil.which(_OFFICE) is None:
        return None
    with TemporaryDirectory() as place:
        folder = Path(place)
        for number in range(MERGED):
            (folder / f"{number}.fodt").write_text(_document(content, number), "utf-8")
        convert = partial(_convert, folder)
        convert([folder / "0.fodt"])  # its profile is made once
        start = perf_counter()
        convert([folder / f"{number}.fodt" for number in range(MERGED)])
        seconds = perf_counter() - start
        if len(list(folder.glob("*.pdf"))) != MERGED:
            return None
    return seconds / MERGED


def _document(content: LetterContent, number: int) -> str:
    blocks = merge(content.body, content.values).blocks
    lines = [
        *content.recipient,
        f"IS-2026-{number:05} / L1",
        *("".join(run.text for run in block.runs) for block in blocks),
        content.signatory.name,
    ]
    told = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    return _PAGE.format(paragraphs=told)


def _convert(folder: Path, files: Sequence[Path]) -> None:
    subprocess.run(  # noqa: S603  names of ours alone
        [
            _OFFICE,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )


if __name__ == "__main__":
    sys.exit(main())

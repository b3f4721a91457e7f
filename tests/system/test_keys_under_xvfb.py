"""The whole line on a real screen with real keys: first run, post, letter, frozen.

The program runs as a process of its own, in a home that holds nothing. What it leaves
is then read through the services, and searched for words that must not be readable.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from print_service import wait_until
from virtual_screen import Program, missing_programs, virtual_screen

from isteam_app.domain.cases import CaseKind
from isteam_app.domain.letters import LetterState
from isteam_app.domain.listing import CaseFilter, CaseOrder
from isteam_app.services.cases import case_page, list_cases
from isteam_app.services.letters import letter_pdf
from isteam_app.services.print_desk import list_letters
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock, unlock

MISSING = missing_programs()
pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"
)
WORDS = "quiet otters paint fences"
NAME = "Ms Marged Qzxellwood"
ADDRESS = "27 Zqxlantern Row, Eastbridge, QX4 7TB"
GIST = "Two zqxparcels"
TODAY = ("Worklist", "Everyone", "New item of post")
"""Where the keyboard may be on Today: in the list, or where there is none yet."""
NEEDLES = ("Qzxellwood", "Zqxlantern", "zqxparcels", WORDS)


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with virtual_screen() as number:
        yield number


@pytest.fixture
def program(display: str, tmp_path: Path) -> Iterator[Program]:
    """The program at its very first start."""
    started = Program(display, tmp_path)
    yield started
    started.kill()


def make_vault(program: Program, tmp_path: Path) -> Path:
    """Go through first run by the keyboard alone; return the vault's folder."""
    program.press("Return")
    program.wait_for_focus("Organisation")
    program.press("Return", "Return")
    program.wait_for_focus("Your name")
    program.type("Robin Sample")
    program.press("Return")
    program.type(WORDS)
    program.press("Return")
    program.type(WORDS)
    program.press("Return")
    program.wait_for_focus("Group 2")
    groups = save_sheet(program, tmp_path / "sheet.pdf")
    for place in (2, 5, 8):
        program.wait_for_focus(f"Group {place}")
        program.type(groups[place - 1])
        program.press("Return")
    program.wait_for_focus(*TODAY)
    found = list(program.home.rglob("*.isvault"))
    assert len(found) == 1
    return found[0]


def save_sheet(program: Program, sheet: Path) -> list[str]:
    """Save the recovery sheet; return the groups that stand on it."""
    program.tab_to("Save the sheet as PDF", back=True)
    program.press("space")
    program.wait_for_focus("File name")
    program.press("ctrl+a")
    program.type(str(sheet))
    program.press("Return")
    wait_until(sheet.exists, "the recovery sheet")
    program.wait_for_focus("Group 2")
    with pypdfium2.PdfDocument(sheet) as document:
        words = document[0].get_textpage().get_text_bounded()
    sheet.unlink()
    return words.partition("Recovery key")[2].partition("What this is")[0].split()


def take_in_post(program: Program) -> None:
    """Type an item of post as far as its last field."""
    program.press("ctrl+n")
    program.wait_for_focus("Who wrote")
    program.type(NAME)
    program.tab_to("Paste the address")
    program.type(ADDRESS)
    program.tab_to("Received at any site")
    program.type("today")
    program.tab_to("Copy of their data")
    program.press("space")
    program.tab_to("Summary")
    program.type(GIST)


def save_post(program: Program) -> None:
    program.tab_to("Save and write the letter")
    program.press("space")
    program.wait_for_title("/ L1")
    program.wait_for_focus("Text of the letter")


def freeze_letter(program: Program) -> None:
    program.press("ctrl+Home")
    program.tab_to("Finalise", back=True)
    program.press("space")
    wait_until(lambda: program.state()["depth"] == 2, "the question")
    program.press("Return")
    program.wait_for_focus("The letter as it will be printed")


def opened(vault: Path) -> Session:
    return unlock(vault, WORDS)


def places_with(needle: str, *roots: Path) -> list[str]:
    """Every file under these places that holds the words, in either coding."""
    wanted = (needle.encode(), needle.encode("utf-16-le"))
    return [
        file.name
        for root in roots
        for file in sorted(root.rglob("*"))
        if file.is_file() and any(word in file.read_bytes() for word in wanted)
    ]


def test_from_first_run_to_a_frozen_letter(program: Program, tmp_path: Path) -> None:
    vault = make_vault(program, tmp_path)
    take_in_post(program)
    save_post(program)
    freeze_letter(program)
    assert program.close() == 0
    session = opened(vault)
    rows = list_cases(session, CaseFilter(), CaseOrder()).rows
    assert [row.person for row in rows] == [NAME]
    case = case_page(session, rows[0].id).case
    assert re.fullmatch(r"IS-\d{4}-00001", case.reference)
    assert case.kind is CaseKind.ACCESS
    assert case.post.summary == GIST
    assert case.subject.address.postcode == "QX4 7TB"
    letters = list_letters(session, (LetterState.FINAL,)).rows
    assert [one.case_id for one in letters] == [case.id]
    assert letter_pdf(session, letters[0].id).startswith(b"%PDF-")
    lock(session)
    places = (vault, program.home, program.temp)
    assert [word for word in NEEDLES if places_with(word, *places)] == []


def test_the_search_would_find_plain_text(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "log").write_bytes(b"\0\1" + NAME.encode() + b"\2")
    (tmp_path / "settings").write_bytes(NAME.encode("utf-16-le"))
    assert places_with("Qzxellwood", tmp_path) == ["log", "settings"]


@pytest.mark.parametrize("moment", ["typing", "saving"])
def test_a_window_that_is_killed_leaves_a_whole_vault(
    program: Program, display: str, tmp_path: Path, moment: str
) -> None:
    vault = make_vault(program, tmp_path)
    take_in_post(program)
    if moment == "saving":
        program.tab_to("Save and write the letter")
        program.press("space")
    program.kill()
    session = opened(vault)
    assert session.vault.verify().problems == ()
    rows = list_cases(session, CaseFilter(), CaseOrder()).rows
    assert [row.person for row in rows] in ([], [NAME])
    lock(session)
    places = (vault, program.home, program.temp)
    assert [word for word in NEEDLES if places_with(word, *places)] == []
    again = Program(display, tmp_path)
    try:
        again.wait_for_focus("Passphrase")
        again.type(WORDS)
        again.press("Return")
        again.wait_for_focus(*TODAY)
        assert again.close() == 0
    finally:
        again.kill()

"""The tour that `isteam demo --tour` takes: the whole main job, in the real windows."""

import csv
import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest
from PySide6.QtGui import QImage
from sheet_steps import workbook

ROOT = Path(__file__).parents[2]
SAME_NUMBERS = ROOT / "tests" / "same_numbers"
FEWEST_COLOURS = 12
"""Fewer than this is an empty page, whatever the theme."""
KINDS = (
    "first-run", "recovery-sheet", "today-empty", "unlock", "today", "new-post",
    "deadlines", "cases", "case", "letter", "letter-final", "print-desk",
    "disclosure", "request-01-requester", "request-09-left", "request-timeline",
    "request-lock", "request-blocked", "request-refuse", "request-approve",
    "request-letter", "request-record", "request-emergency", "directory", "numbers",
    "numbers-tables", "register", "register-exported", "settings", "template",
    "people", "person",
    "backups", "restored", "keys", "sheet-new", "team-leaving", "audit", "audit-seal",
    "locked", "typing-back", "unlock-damaged", "damage", "salvaged", "look-only",
    "diagnostics",
)  # fmt: skip
IN_BOTH = (
    "today", "new-post", "cases", "case", "letter", "disclosure", "settings", "backups",
    "request-lock", "request-blocked", "request-approve", "directory", "numbers",
    "restored", "keys", "team-left", "audit-checked", "damage", "look-only",
)  # fmt: skip
NEVER_THE_SAME = ("sheet-new", "audit", "diagnostics", "salvaged")
"""What shows random keys and hashes, or this computer's own figures; and a long page,
which may stand a little higher or lower once it is dressed anew."""


def take_tour(out: Path, temp: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """Take the tour as a program of its own, where there is no screen."""
    temp.mkdir(exist_ok=True)
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {k: v for k, v in os.environ.items() if k not in hidden}
    return subprocess.run(
        [sys.executable, "-m", "isteam_app", "demo", "--tour", str(out)],
        cwd=ROOT,
        env={
            **environment,
            "TMPDIR": str(temp),
            "PYTHONPATH": str(SAME_NUMBERS),
            **extra,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one tour leaves behind; it also shows that the tour ended well."""
    base = tmp_path_factory.mktemp("tour")
    outcome = take_tour(base / "out", base / "temp")
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stderr == ""
    assert f"Everything is in {base / 'out'}" in outcome.stdout
    return base / "out"


@pytest.fixture(scope="module")
def pictures(tour: Path) -> Mapping[str, Path]:
    """The pictures by name and theme: `today-light`."""
    return {file.stem.partition("-")[2]: file for file in tour.glob("*.png")}


def words_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).split())


def letters(tour: Path) -> list[Path]:
    return sorted(tour.glob("IS-2026-*.pdf"))


def test_every_kind_of_page_is_pictured(pictures) -> None:
    wanted = {f"{name}-light" for name in KINDS} | {f"{name}-dark" for name in IN_BOTH}
    assert wanted - set(pictures) == set()


def test_pictures_show_something_at_their_size(pictures) -> None:
    for name, file in pictures.items():
        picture = QImage(str(file))
        small = "-small-" in name
        assert (picture.width(), picture.height()) == (
            (1024, 640) if small else (1280, 800)
        )
        colours = {
            picture.pixel(x, y)
            for x in range(0, picture.width(), 4)
            for y in range(0, picture.height(), 4)
        }
        assert len(colours) >= FEWEST_COLOURS, name


def test_dark_pictures_are_dark(pictures) -> None:
    for name in IN_BOTH:
        light, dark = (
            on_the_whole(QImage(str(pictures[f"{name}-{theme}"])))
            for theme in ("light", "dark")
        )
        assert dark < 110 < light, name


def on_the_whole(picture: QImage) -> int:
    """How light a picture is, from 0 to 255."""
    spots = [(x, y) for x in range(0, 1280, 40) for y in range(0, 800, 40)]
    return sum(picture.pixelColor(x, y).lightness() for x, y in spots) // len(spots)


def test_no_two_pictures_are_the_same(pictures) -> None:
    seen = [hashlib.sha256(file.read_bytes()).digest() for file in pictures.values()]
    assert len(seen) == len(set(seen))


def test_letters_are_archive_files_marked_as_demonstration(tour) -> None:
    found = letters(tour)
    assert len(found) == 2
    for file in found:
        with pikepdf.open(file) as pdf:
            report = pikepdf.pdfa.check(pdf, "2b")
            assert [one for one in report.findings if one.severity == "error"] == []
        assert "DEMO" in words_of(file).replace(" ", "")


def test_letters_say_what_was_typed(tour) -> None:
    acknowledgement, answer = (words_of(file) for file in reversed(letters(tour)))
    assert "please tell us as quickly as you can" in acknowledgement
    assert "Friday 20 November 2026" in acknowledgement
    assert "Delivery records, photographs" in acknowledgement
    assert "Fairmark Catalogues Ltd sent it." in answer


def test_the_recovery_sheet_can_be_read_back(tour) -> None:
    words = words_of(tour / "recovery-sheet.pdf")
    assert words.startswith("Recovery sheet")
    assert "Fernleigh Post Print Ltd" in words


def test_the_new_sheet_and_the_seal_can_be_read(tour) -> None:
    assert words_of(tour / "recovery-sheet-new.pdf").startswith("Recovery sheet")
    seal = words_of(tour / "audit-seal.pdf")
    assert "entries" in seal


def test_the_report_of_damage_names_nobody(tour) -> None:
    report = (tour / "damage-report.txt").read_text("utf-8")
    assert "not whole" in report
    for canary in ("Sample", "Specimen", "Fernleigh", "IS-2026", "isteam-tour"):
        assert canary not in report


def test_the_register_has_the_request_that_was_recorded(tour) -> None:
    pages = workbook((tour / "register.xlsx").read_bytes())
    heading, *lines = next(iter(pages.values()))
    rows = [dict(zip(heading, line, strict=False)) for line in lines]
    mine = [row for row in rows if row["Their reference"] == "EC/4417/26"]
    assert len(mine) == 1
    assert mine[0]["Organisation"] == "Eastbridge Constabulary"
    assert mine[0]["Decision"] == "Asked for more"
    assert ["Reason", "The audit of November"] in pages["About"]
    assert len(rows) > 1


def test_the_register_leaves_in_every_view_and_format(tour) -> None:
    whole = (tour / "register-all.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(whole)))
    locked = [row for row in rows if row["Reference"].startswith("R-")]
    assert len(rows) > len(locked) > 3
    pages = words_of(tour / "register-all.pdf")
    assert all(row["Reference"] in pages for row in rows)
    told = str(workbook((tour / "register-regulator.xlsx").read_bytes()))
    numbers = words_of(tour / "register-numbers.pdf")
    assert "Eastbridge Constabulary" in told
    for row in locked:
        assert row["Reference"] not in told + numbers


def test_the_decision_is_kept_with_its_rules(tour) -> None:
    file = tour / "decision-record.pdf"
    with pikepdf.open(file) as pdf:
        report = pikepdf.pdfa.check(pdf, "2b")
        assert [one for one in report.findings if one.severity == "error"] == []
    words = words_of(file)
    for said in ("K04WH221", "Sam Placeholder", "Robin Sample", "2026-11"):
        assert said in words


def test_what_is_disclosed_goes_with_a_letter(tour) -> None:
    (letter,) = tour.glob("D-2026-*.pdf")
    words = words_of(letter)
    assert "K04WH221" in words
    assert "Delivery record and signature of one item" in words


def test_the_index_names_every_file(tour) -> None:
    lines = (tour / "index.txt").read_text("utf-8").splitlines()
    named = {line.split()[0] for line in lines}
    assert named == {file.name for file in tour.iterdir()} - {"index.txt"}


def test_nothing_of_the_vaults_is_left(tour) -> None:
    assert list((tour.parent / "temp").iterdir()) == []
    assert list(tour.rglob("*.isvault")) == []


def test_two_tours_make_the_same_pictures(tour, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert take_tour(again, tour.parent / "temp").returncode == 0
    names = sorted(file.name for file in tour.glob("*.png"))
    assert names == sorted(file.name for file in again.glob("*.png"))
    alike = [n for n in names if not n.partition("-")[2].startswith(NEVER_THE_SAME)]
    assert len(alike) > 100
    other = [n for n in alike if QImage(str(tour / n)) != QImage(str(again / n))]
    assert other == []


def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    in_the_way = tmp_path / "out"
    in_the_way.write_text("a file")
    outcome = take_tour(in_the_way, tmp_path / "temp")
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("The tour stopped: ")
    assert "Traceback" not in outcome.stderr
    assert in_the_way.read_text() == "a file"


def test_the_tour_belongs_to_the_demonstration() -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "isteam_app", "--vault", "x", "--tour", "y"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 2
    assert "--tour goes with demo" in outcome.stderr

"""The real window at work on a vault full of canaries, then killed, or closed.

Told: the folder for everything, and how to end. What a bystander could see is written
into files below `seen`, where the search will look as well.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from faults._canaries import Canaries, fill_columns
from faults._vaults import now
from isteam_app import hardening, places, printing
from isteam_app.domain.addresses import Address
from isteam_app.domain.backup_calendar import Why
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.disclosure_forms import FORMS
from isteam_app.domain.disclosures import Subject
from isteam_app.domain.forms import Answer, Form
from isteam_app.domain.people import Capacity
from isteam_app.errors import IsteamError
from isteam_app.logs import Log, LogEvent
from isteam_app.services.backups import make_backup
from isteam_app.services.cases import add_note, case_page
from isteam_app.services.damage_report import report_of_session
from isteam_app.services.diagnostics import gather, save
from isteam_app.services.disclosure_decisions import ask_for_more
from isteam_app.services.disclosure_sections import (
    add_subjects,
    fill_in,
    record_request,
)
from isteam_app.services.intake import NewPost, receive_post
from isteam_app.services.letter_check import recipient_of
from isteam_app.services.letters import finalise, letter_pdf, save_draft, start_letter
from isteam_app.services.people import save_person
from isteam_app.services.scans import Scan
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings
from isteam_app.services.unlock import create, lock
from isteam_app.storage.kdf import FLOOR_COST
from ui.app import application
from ui.common.theme import Theme
from ui.crash import CrashReporter
from ui.local_choices import LocalChoices
from ui.main_window import MainWindow
from ui.workplace import Workplace

_LISTS = ("today", "cases", "people", "letters", "disclosures", "settings", "audit")
_PATIENCE = 60.0


def main(place: Path, end: str) -> None:
    hardening.harden()
    seen = place / "seen"
    sing = Canaries()
    passphrase = f"{sing()} {sing()} seven lanterns"
    made = create(
        place / "vaults" / "team.isvault",
        passphrase=passphrase,
        member=sing(),
        now=now,
        cost=FLOOR_COST,
    )
    _fill(made.session, sing)
    lock(made.session)
    app = application()
    log = Log(places.logs())
    reporter = CrashReporter(log, show=lambda _: None)
    reporter.install()
    log.write(LogEvent.STARTED)
    theme = Theme("light")
    theme.apply(app)
    choices = LocalChoices(places.settings_file())
    window = MainWindow(theme, choices, now=now, on_bug=reporter.record)
    titles = _Titles()
    app.installEventFilter(titles)
    window.show()
    window.begin(place / "vaults" / "team.isvault", demo=False)
    work = _unlocked(window, passphrase)
    _look_around(work)
    _print(work.session, seen)
    _break(sing(), seen)
    _leave_traces(work.session, seen, log)
    (seen / "titles.txt").write_text("\n".join(sorted(titles.heard)))
    half_typed = _type_half(work, sing())
    print(f"columns {fill_columns(work.session.vault.inside().engine, sing)}")
    print(f"canaries {sing.sung} typed {half_typed}", flush=True)
    if end == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    window.lock()
    window.close()
    log.write(LogEvent.STOPPED)


class _Titles(QWidget):
    """Hears every title that a window takes."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if event.type() == QEvent.Type.WindowTitleChange and isinstance(
            watched, QWidget
        ):
            self.heard.add(watched.windowTitle())
        return False


def _fill(session: Session, sing: Canaries) -> None:
    """Work through the services with a canary in every field they take."""
    posts = [_post(sing), _post(sing, kinds=tuple(CaseKind)[:3])]
    received = [receive_post(session, post) for post in posts]
    case = received[0].cases[0]
    add_note(session, case_page(session, case.id).case, sing())
    draft = start_letter(session, case.id, "access-acknowledgement")
    words = f"{draft.body}\n\n{sing()}"
    saved = save_draft(session, draft, words, dict(draft.answers))
    twice = recipient_of(session, saved.id).twice
    final = finalise(session, saved, ticked=[each.key for each in twice])
    start_letter(session, final.case_id, "access-acknowledgement")
    _record_request(session, sing)
    with session.vault.read() as vault:
        person = vault.people.get(1)
    particulars = replace(
        person.particulars, vulnerable=sing(), language=sing(), capable=sing()
    )
    save_person(session, person, replace(person, particulars=particulars))
    before = session.settings()
    save_settings(
        session,
        replace(
            before,
            organisation=replace(before.organisation, name=sing(), team=sing()),
            regulator=replace(before.regulator, name=sing()),
            signatory=replace(before.signatory, name=sing(), role=sing()),
            systems=(sing(), sing()),
        ),
    )


def _post(sing: Canaries, **changes: object) -> NewPost:
    scan = Scan(
        name=f"{sing()}.pdf",
        media_type="application/pdf",
        data=b"%PDF-1.7\n" + sing().encode() * 90_000,
        pages=1,
    )
    usual = NewPost(
        name=sing(),
        salutation=sing(),
        address=_address(sing),
        received=now().date(),
        reached_team=now().date(),
        kinds=(CaseKind.ACCESS,),
        their_reference=sing(),
        summary=sing(),
        acting_for=sing(),
        subject_address=_address(sing),
        capacity=Capacity.OTHER,
        reply_name=sing(),
        reply_address=_address(sing),
        scans=(scan,),
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # names are the fields'


def _address(sing: Canaries) -> Address:
    return Address(
        lines=(sing(), sing()), town=sing(), postcode="QX4 7TB", country=sing()
    )


def _record_request(session: Session, sing: Canaries) -> None:
    """Fill in every form of a request, each answer that is typed with a canary."""
    request = record_request(session, _answers(FORMS["requester"], sing))
    for form in FORMS.values():
        if form.key not in ("requester", "left", "after"):  # those come later
            request = fill_in(session, request, form.key, _answers(form, sing))
    subject = Subject(disclosure_id=request.id, name=sing(), details=sing())
    request = add_subjects(session, request, [subject])
    ask_for_more(session, request, sing())


def _answers(form: Form, sing: Canaries) -> dict[str, str]:
    answers = {}
    for question in form.questions:
        if question.answer is Answer.DAY:
            answers[question.key] = now().date().isoformat()
        elif question.offered:
            answers[question.key] = question.offered[0][0]
        else:
            answers[question.key] = sing()
    return answers


def _unlocked(window: MainWindow, passphrase: str) -> Workplace:
    field = window.unlock_page.first_focus()
    assert isinstance(field, QWidget)  # noqa: S101  the page of a vault that is there
    QTest.keyClicks(field, passphrase)
    QTest.keyClick(field, Qt.Key.Key_Return)
    _until(lambda: window.workplace is not None)
    work = window.workplace
    assert work is not None  # noqa: S101  it was waited for
    _settle(work)
    return work


def _look_around(work: Workplace) -> None:
    for key in _LISTS:
        work.go(key)
        _settle(work)
    for record in (work.open_case, work.open_person, work.open_request):
        record(1)
        _settle(work)
    for letter_id in (1, 2):
        work.open_letter(letter_id)
        _settle(work)


def _print(session: Session, seen: Path) -> None:
    """Print by the system's commands, which here note what others could see."""
    with session.vault.read() as vault:
        letter = vault.letters.get(1)
    pdf = letter_pdf(session, 1)
    printing.print_pdf(pdf, title=letter.reference, printer="desk")
    assert (seen / "print-jobs.txt").stat().st_size  # noqa: S101  else nothing was tried


def _break(word: str, seen: Path) -> None:
    """Let a bug escape with a canary in its message, in a slot of the window."""

    def bug() -> None:
        raise ValueError(f"{word} in {seen}")

    QTimer.singleShot(0, bug)
    _until(lambda: "bug" in (places.logs() / "isteam.log").read_text("utf-8"))


def _leave_traces(session: Session, seen: Path, log: Log) -> None:
    found = gather(session, window={"Qt": "6"}, keeper="", logs=places.logs())
    save(found, seen / "diagnostics.zip")
    (seen / "diagnostics.txt").write_text(found.text)
    (seen / "damage.txt").write_text(report_of_session(session))
    (seen / "backups").mkdir()
    make_backup(session, Why.HAND, target=seen / "backups")
    try:
        receive_post(session, NewPost(name="", salutation="", kinds=()))  # type: ignore[call-arg]  # refused on purpose
    except (IsteamError, TypeError) as error:
        (seen / "refusal.txt").write_text(str(error))
    log.write(LogEvent.VAULT_OPENED)


def _type_half(work: Workplace, word: str) -> int:
    """Type into every box of the page for new post, and let it be kept."""
    work.go("intake")
    _settle(work)
    page = work.frame.window()
    boxes = [
        box
        for box in (*page.findChildren(QLineEdit), *page.findChildren(QPlainTextEdit))
        if box.isVisible() and box.isEnabled() and not box.isReadOnly()
    ]
    for box in boxes:
        QTest.keyClicks(box, word)
    work.keep_typing()
    _settle(work)
    return len(boxes)


def _settle(work: Workplace) -> None:
    _until(lambda: not work.background.is_busy)
    QCoreApplication.processEvents()


def _until(holds: Callable[[], bool]) -> None:
    end = monotonic() + _PATIENCE
    while not holds():
        if monotonic() > end:
            raise TimeoutError("the window did not get there")
        QCoreApplication.processEvents()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), sys.argv[2])
    except Exception:  # noqa: BLE001  the reporter would tell it to the log alone
        traceback.print_exc()
        sys.exit(1)

"""What must be known of the people of a case before anything is done."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.dates import long_date
from isteam_app.domain.people import Format, Person
from isteam_app.services.cases import CasePage
from isteam_app.services.representatives import authority_problem
from isteam_app.services.session import Session
from ui.common.notes import INFO, WARN, Note
from ui.common.tokens import GAP

FORMATS = {
    Format.LARGE_16: "Large print, 16 point",
    Format.LARGE_18: "Large print, 18 point",
    Format.LARGE_20: "Large print, 20 point",
    Format.LARGE_24: "Large print, 24 point",
    Format.BRAILLE: "Braille",
    Format.AUDIO: "Audio",
    Format.EASY_READ: "Easy read",
    Format.SIGN_LANGUAGE: "Sign language",
}


class SubjectNotes(QWidget):
    """The notes at the top of a case, one below the other."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)

    def show_case(self, page: CasePage) -> None:
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        notes = subject_notes(self._session, page)
        for note in notes:
            self._column.addWidget(note)
        self.setVisible(bool(notes))


def subject_facts(person: Person) -> tuple[str, ...]:
    """Return short facts that change how the person is written to."""
    known = person.particulars
    facts = []
    if known.died_on is not None:
        facts.append(f"Died {long_date(known.died_on)}")
    if known.child:
        facts.append("Child")
    if known.format in FORMATS:
        facts.append(FORMATS[known.format])
    if known.language:
        facts.append(f"Language: {known.language}")
    return tuple(facts)


def subject_notes(session: Session, page: CasePage) -> tuple[Note, ...]:
    """Return what to heed, each with its reason; what stops a letter comes first."""
    person = page.case.subject
    known = person.particulars
    notes = []
    if known.do_not_write:
        notes.append(Note(WARN, "Do not write to this address", known.do_not_write))
    if page.case.is_open:
        problem = authority_problem(session, page.case, page.today)
        if problem:
            notes.append(Note(WARN, "No authority yet", problem, icon="person"))
    facts = "  \u00b7  ".join(subject_facts(person))
    said = [known.vulnerable and f"Take care: {known.vulnerable}"]
    said.append(known.capable and f"May act alone: {known.capable}")
    words = "\n".join(part for part in said if part)
    if facts or words:
        notes.append(Note(INFO, facts or "Take care", words, icon="person"))
    return tuple(notes)

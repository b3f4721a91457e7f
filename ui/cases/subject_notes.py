"""What must be known of the person a case is about before anything is done."""

from isteam_app.domain.dates import long_date
from isteam_app.domain.people import Format, Person
from isteam_app.services.cases import CasePage
from isteam_app.services.session import Session
from ui.common.notes import INFO, WARN, Note
from ui.common.status import Status

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


def subject_chips(person: Person) -> tuple[Status, ...]:
    """Short facts about the person, for the line over the title."""
    known = person.particulars
    chips = []
    if known.died_on is not None:
        chips.append(Status(f"Died {long_date(known.died_on)}", "person"))
    if known.child:
        chips.append(Status("Child", "person"))
    if known.format in FORMATS:
        chips.append(Status(FORMATS[known.format], "show"))
    if known.language:
        chips.append(Status(f"Writes in {known.language}", "enquiry"))
    return tuple(chips)


def subject_notes(_session: Session, page: CasePage) -> tuple[Note, ...]:
    """What to heed, each with its reason."""
    person = page.case.subject
    known = person.particulars
    notes = []
    if known.do_not_write:
        notes.append(Note(WARN, "Do not write to this address", known.do_not_write))
    if known.vulnerable:
        notes.append(Note(INFO, "Take care", known.vulnerable))
    if known.child and known.capable:
        notes.append(Note(INFO, "A child who may act alone", known.capable))
    return tuple(notes)

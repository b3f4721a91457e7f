"""Lists the forms of a case with what was filled in, and leads to each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.case_types import CaseType
from isteam_app.domain.dates import short_date
from isteam_app.domain.forms import Entry, Form, is_done, unanswered
from isteam_app.services.cases import CasePage
from isteam_app.services.recipients import FORM as RECIPIENT
from ui.cases.asks import ASK_PACKAGE, PACKAGE
from ui.common.buttons import link
from ui.common.cards import hairline
from ui.common.checks import Check, CheckList
from ui.common.moments import here
from ui.common.paint import plain_tip
from ui.common.text import META, STRONG, label, paragraph
from ui.common.tokens import GAP, GAP_CARD

_MOST_NAMED = 3


class FormSection(QWidget):
    """One form: its title and law, a line for each entry, and the way to add one."""

    wanted = Signal(str, int)
    asked = Signal(object)  # an Ask
    recipients_wanted = Signal()

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        self.build_button = link("Build the data package", "export")
        self.build_button.clicked.connect(self._build)
        self.register_button = link("", "disclosures")
        self.register_button.clicked.connect(self.recipients_wanted)
        self.register_button.hide()
        self.add_button = link(form.add or form.title, "add")
        self.add_button.clicked.connect(self._add)
        self.entries = CheckList(ordered=True, counts_shown=False)
        self.entries.setAccessibleName(form.title)
        self.entries.jump.connect(self._open)
        self._needed = paragraph("", META)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(label(form.title, STRONG))
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(hairline())
        column.addSpacing(GAP)
        column.addLayout(head)
        if form.law:
            column.addWidget(paragraph(form.law, META))
        column.addWidget(self._needed)
        column.addWidget(self.entries)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.register_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.build_button, 0, Qt.AlignmentFlag.AlignLeft)

    def offer_recipients(self, names: Sequence[str]) -> None:
        """Offer to put those on the case who were given data, by the register."""
        named = ", ".join(names[:_MOST_NAMED])
        more = len(names) - _MOST_NAMED
        rest = f" and {more} more" if more > 0 else ""
        self.register_button.set_words(f"Add {len(names)} from the register")
        self.register_button.setToolTip(plain_tip(f"{named}{rest}"))
        self.register_button.setVisible(bool(names))

    def show_entries(self, page: CasePage) -> None:
        """Show what was filled in, in the order it was begun."""
        kept = [each for each in page.entries if each.form == self.form.key]
        standing = [each for each in kept if not each.struck]
        self.entries.set_checks([entry_check(self.form, each, page) for each in kept])
        self.entries.setVisible(bool(kept))
        words = "" if standing else _needed(self.form, page.definition)
        self._needed.setText(words)
        self._needed.setVisible(bool(words))
        may_add = self.form.many or not standing
        self.add_button.setVisible(page.case.is_open and may_add)
        packs = self.form.key == PACKAGE
        self.build_button.setVisible(page.case.is_open and packs)

    def focus_on(self, entry: int) -> bool:
        """Take the keyboard to an entry, or to the button where it is not listed."""
        for line in self.entries.lines():
            if line.check_key == str(entry):
                line.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        if self.add_button.isHidden():
            return False
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @Slot()
    def _add(self) -> None:
        self.wanted.emit(self.form.key, 0)

    @Slot()
    def _build(self) -> None:
        self.asked.emit(ASK_PACKAGE)

    @Slot(str)
    def _open(self, key: str) -> None:
        self.wanted.emit(self.form.key, int(key))


class FormList(QWidget):
    """Every form of a case's type, one below the other."""

    wanted = Signal(str, int)
    asked = Signal(object)  # an Ask
    recipients_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sections: dict[str, FormSection] = {}
        self._definition: CaseType | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_CARD)

    def show_case(self, page: CasePage, given: Sequence[str] = ()) -> None:
        """Show the forms of a case with its entries.

        `given`: who was given data about the person and is not on the case yet.
        """
        if self._definition is not page.definition:
            self._definition = page.definition
            self._begin(page.definition)
        for section in self._sections.values():
            section.show_entries(page)
        if RECIPIENT in self._sections:
            self._sections[RECIPIENT].offer_recipients(given)

    def section(self, form: str) -> FormSection:
        """Return the part of one form. Raises KeyError for a form of another type."""
        return self._sections[form]

    def focus_on(self, form: str, entry: int) -> bool:
        """Take the keyboard to an entry of a form; False where nothing can take it."""
        section = self._sections.get(form)
        return section is not None and section.focus_on(entry)

    def _begin(self, definition: CaseType) -> None:
        for section in self._sections.values():
            self._column.removeWidget(section)
            section.hide()
            section.deleteLater()
        self._sections = {}
        for form in definition.forms:
            section = FormSection(form)
            section.wanted.connect(self.wanted)
            section.asked.connect(self.asked)
            section.recipients_wanted.connect(self.recipients_wanted)
            self._sections[form.key] = section
            self._column.addWidget(section)
            section.show()


def entry_check(form: Form, entry: Entry, page: CasePage) -> Check:
    """One entry as a line: what it is about, and whether anything is left to do."""
    title = form.heading(dict(entry.values)) if form.many else "Filled in"
    key = str(entry.id)
    if entry.struck:
        return Check(key, "struck", title, f"Struck out: {entry.struck}", "Open")
    if is_done(form, entry):
        return Check(key, "met", title, _done(form, entry, page), "Open")
    title = title if form.many else "Begun"
    return Check(key, "todo", title, _left(form, entry), "Open")


def _done(form: Form, entry: Entry, page: CasePage) -> str:
    said = ""
    if form.done_by:
        asked = form.question(form.done_by)
        said = asked.words(entry[form.done_by])
        if asked.label not in ("Result", "Decision", "Conclusion"):
            said = f"{asked.label}: {said}"
    at, by = entry.changed_at or entry.made_at, entry.changed_by or entry.made_by
    day = short_date(here(at).date(), page.today) if at else ""
    signed = ", ".join(part for part in (by, day) if part)
    return " \u00b7 ".join(part for part in ("Done", said, signed) if part)


def _left(form: Form, entry: Entry) -> str:
    missing = [question.label for question in unanswered(form, entry)]
    start = "Needed to decide" if missing else "Open"
    if not missing and form.done_by:
        missing = [form.question(form.done_by).label]
    named = ", ".join(missing[:_MOST_NAMED])
    more = len(missing) - _MOST_NAMED
    rest = f" and {more} more" if more > 0 else ""
    return f"{start}: {named}{rest}"


def _needed(form: Form, definition: CaseType) -> str:
    outcomes = (definition.outcome(key) for key in form.wanted_for)
    names = [outcome.name for outcome in outcomes if outcome is not None]
    return f"Needed before: {', '.join(names)}" if names else ""

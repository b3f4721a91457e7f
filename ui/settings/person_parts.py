"""The three things that can change for a person of the team, each with its fields."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.people import TeamMember
from isteam_app.errors import IsteamError
from isteam_app.services.keys import OLD_BACKUPS, why_no_reset
from isteam_app.services.leaving import Parting, parting
from isteam_app.services.session import Session
from ui.common.buttons import Button, danger, secondary
from ui.common.choice_fields import ChoiceField
from ui.common.fields import SecretField, TextField
from ui.common.foot_row import allow, foot_row
from ui.common.forms import Form
from ui.common.new_passphrase import NewPassphrase
from ui.common.text import BODY, META, paragraph
from ui.common.tokens import GAP_ROW

_MOST = 28
"""Letters of a name on a button."""


class PersonPart(QWidget):
    """What every part has: a form, the button that does it, and why it may not."""

    form: Form

    def __init__(self, act: Button) -> None:
        super().__init__()
        self.act = act
        self._reason = ""
        self.says = paragraph("", BODY, tone="text2")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GAP_ROW)
        self.column.addWidget(self.says)

    def refuse(self, reason: str) -> None:
        """Say why it cannot be done, "" when it can."""
        self._reason = reason
        allow(self.act, reason)

    def set_working(self, on: bool) -> None:
        self.act.setEnabled(not on and not self._reason)
        for field in self._inputs():
            field.set_enabled_input(not on)

    def _inputs(self) -> tuple[TextField | ChoiceField, ...]:
        return ()


class NamePart(PersonPart):
    def __init__(self, member: TeamMember) -> None:
        super().__init__(secondary("Rename", "edit"))
        self.field = TextField("Name", most=100, required=True)
        self.field.set_value(member.name)
        self.form = Form({"name": self.field}, self)
        self.says.setText(
            "Their cases, absences, saved views and who sees whom go by the new name. "
            "The audit trail keeps the old one."
        )
        self.column.addWidget(self.field)
        self.column.addLayout(foot_row("", self.act))

    def _inputs(self) -> tuple[TextField, ...]:
        return (self.field,)


class PassphrasePart(PersonPart):
    def __init__(self, session: Session, member: TeamMember) -> None:
        super().__init__(secondary("Set the new passphrase", "key"))
        self.new = NewPassphrase("Their new passphrase")
        self.new.set_hints(member.name)
        self.form = Form(self.new.fields(), self)
        reason = why_no_reset(session, member)
        self.says.setText(
            reason
            or f"For when {member.name} forgot the old one. They type it themselves. "
            "Computers that remember them do so no more."
        )
        self.column.addWidget(self.new)
        self.column.addLayout(foot_row("", self.act))
        self.new.setVisible(not reason)
        self.refuse(reason)

    def _inputs(self) -> tuple[TextField, ...]:
        return (self.new.first, self.new.again)


class LeavePart(PersonPart):
    def __init__(self, session: Session, member: TeamMember) -> None:
        super().__init__(danger(f"Remove {_short(member.name)}", "remove"))
        self.act.setAccessibleName(f"Remove {member.name}")
        self._session, self._member = session, member
        self.taker = ChoiceField("Who takes over", (), required=True)
        self.passphrase = SecretField("Your own passphrase", required=True)
        self.form = Form({"taker": self.taker, "passphrase": self.passphrase}, self)
        self.column.addWidget(self.taker)
        self.column.addWidget(self.passphrase)
        self.column.addWidget(paragraph(OLD_BACKUPS, META))
        self.column.addLayout(foot_row("", self.act))

    def look(self) -> None:
        """See what they would leave behind, and whether they can go at all."""
        try:
            found = parting(self._session, self._member.id)
        except IsteamError as error:
            self.says.setText(str(error))
            self.refuse(str(error))
            self.taker.hide()
            self.passphrase.hide()
            return
        self.refuse("")
        self.passphrase.show()
        self.taker.setVisible(found.needs_taker)
        self.taker.set_choices(
            [("", "Choose"), *((one.name, one.name) for one in found.takers)]
        )
        self.says.setText(
            f"Their passphrase and their computers open the vault no more, and the "
            f"vault is put under a new key. {_left_behind(found)}"
        )

    def _inputs(self) -> tuple[TextField | ChoiceField, ...]:
        return (self.taker, self.passphrase)


def _short(name: str) -> str:
    """As much of a name as a button has room for."""
    return name if len(name) <= _MOST else f"{name[: _MOST - 1].rstrip()}…"


def _left_behind(found: Parting) -> str:
    cases = "1 open case" if found.cases == 1 else f"{found.cases:,} open cases"
    people = (
        "1 person whom only they may see"
        if found.people == 1
        else f"{found.people:,} people whom only they may see"
    )
    left = [
        words for words, many in ((cases, found.cases), (people, found.people)) if many
    ]
    if not left:
        return "They have no open case."
    return f"They leave {' and '.join(left)}."

"""Where the settings lead to the audit trail."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from isteam_app.services.session import Session
from isteam_app.services.trail_checks import last_checked
from ui.common.buttons import secondary
from ui.common.facts import Fact, Facts
from ui.settings.section import Section

_SAYS = (
    "Every change, look, print, export and unlocking is an entry of a chain: one that "
    "is changed or taken out shows. It has a page of its own, also by Ctrl+K."
)


class AuditSection(Section):
    """Says when all of the trail was last checked, and opens its page."""

    wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("audit", "Audit trail", "registers", _SAYS)
        self._session = session
        self.facts = Facts()
        self.open = secondary("Open the audit trail", "next")
        self.open.clicked.connect(self.wanted)
        self.card.body.addWidget(self.facts)
        row = QHBoxLayout()
        row.addWidget(self.open)
        row.addStretch(1)
        self.card.body.addLayout(row)
        self.reload()

    def reload(self) -> None:
        """Say it as it stands now; quick find leads here as well."""
        last = last_checked(self._session)
        said = f"{last:%d %b %Y, %H:%M}" if last else "Not as a whole yet"
        self.facts.set_facts([Fact("Last checked", said)])

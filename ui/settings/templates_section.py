"""Where the settings lead to the templates of letters."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from isteam_app.services.session import Session
from isteam_app.services.template_shelf import TemplateRow, template_rows
from ui.common.buttons import secondary
from ui.common.facts import Fact, Facts
from ui.settings.section import Section

_SAYS = (
    "What each letter says, its versions, and what it must contain. Templates have a "
    "page of their own, also by Ctrl+K."
)


class TemplatesSection(Section):
    """Says how many templates there are, and opens their page."""

    wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("templates", "Templates", "document", _SAYS)
        self._session = session
        self.facts = Facts()
        self.open = secondary("Open the templates", "next")
        self.open.clicked.connect(self.wanted)
        self.card.body.addWidget(self.facts)
        row = QHBoxLayout()
        row.addWidget(self.open)
        row.addStretch(1)
        self.card.body.addLayout(row)
        self.reload()

    def reload(self) -> None:
        """Say it as it stands now; quick find leads here as well."""
        rows = template_rows(self._session)
        changed = [row for row in rows if row.since is not None and not row.own]
        self.facts.set_facts(
            [
                Fact("In use", f"{sum(row.number > 0 for row in rows)} templates"),
                Fact("Changed", _many(len(changed))),
                Fact("Our own", _many(sum(row.own for row in rows))),
                Fact("Drafts", _many(sum(row.draft > 0 for row in rows))),
                Fact("To look at", _asked_for(rows)),
            ]
        )


def _asked_for(rows: tuple[TemplateRow, ...]) -> str:
    """Name the templates that somebody has to look at, "" for none."""
    return ", ".join(row.title for row in rows if row.newer or row.stops)


def _many(count: int) -> str:
    return f"{count}" if count else "None"

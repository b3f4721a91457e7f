"""The sections that belong to this computer: its looks, and what is installed."""

from PySide6 import __version__ as qt_version
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout

from isteam_app.errors import IsteamError
from isteam_app.self_test import Check, Report, self_test
from isteam_app.services.about import versions
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import secondary
from ui.common.choice_fields import RadioField
from ui.common.facts import Fact, Facts
from ui.common.text import META, paragraph
from ui.common.theme import text_scale
from ui.settings.diagnostics_part import DiagnosticsPart
from ui.settings.section import Section

_THEMES = (
    ("system", "As the system has it"),
    ("light", "Light"),
    ("dark", "Dark"),
)
_SCALES = (("1.0", "Usual"), ("1.25", "Larger"), ("1.5", "Largest"))


class AppearanceSection(Section):
    """Theme and text size: they take effect at once, and on this computer only."""

    theme_chosen = Signal(str)
    text_chosen = Signal(float)

    def __init__(self, theme: str) -> None:
        super().__init__(
            "appearance",
            "Appearance",
            "view",
            "It takes effect at once and belongs to this computer, not to the vault.",
        )
        self.theme = RadioField("Theme", _THEMES, upright=True)
        self.text = RadioField("Text", _SCALES, upright=True)
        self.theme.set_value(theme)
        self.text.set_value(str(text_scale()))
        self.card.body.addWidget(self.theme)
        self.card.body.addWidget(self.text)
        self.theme.changed.connect(self._choose_theme)
        self.text.changed.connect(self._choose_text)

    @Slot()
    def _choose_theme(self) -> None:
        self.theme_chosen.emit(self.theme.value())

    @Slot()
    def _choose_text(self) -> None:
        self.text_chosen.emit(float(self.text.value()))


class AboutSection(Section):
    """Which versions are installed, and whether they do what they must."""

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__("about", "About", "info")
        self._background = background
        self.diagnostics = DiagnosticsPart(session, background)
        parts = (*versions(), ("Qt", qt_version))
        self.facts = Facts([Fact(name, found) for name, found in parts])
        self.found = Facts()
        self.found.hide()
        self.said = paragraph("It works on a vault of its own, not on yours.", META)
        self.test = secondary("Test this installation", "refresh")
        self.test.clicked.connect(self._try)
        self.card.body.addWidget(self.facts)
        row = QHBoxLayout()
        row.addWidget(self.test)
        row.addWidget(self.said, 1)
        self.card.body.addLayout(row)
        self.card.body.addWidget(self.found)
        self.add_card(self.diagnostics)

    @Slot()
    def _try(self) -> None:
        job = Job(lambda _: self_test())
        job.succeeded.connect(self._show)
        job.failed.connect(self._fail)
        self.test.setEnabled(False)
        self.said.setText("Testing: this takes a few seconds.")
        self._background.start(job)

    @Slot(object)
    def _show(self, report: Report) -> None:
        self.test.setEnabled(True)
        self.said.setText(
            "Everything does what it must."
            if report.passed
            else "Something is wrong with this installation: install it again."
        )
        self.found.set_facts([_fact(check) for check in report.checks])
        self.found.show()

    @Slot(object)
    def _fail(self, error: IsteamError) -> None:
        self.test.setEnabled(True)
        self.said.setText(str(error))


def _fact(check: Check) -> Fact:
    icon, tone = ("done", "ok") if check.passed else ("late", "danger")
    return Fact(check.name.capitalize(), check.found, icon, tone)

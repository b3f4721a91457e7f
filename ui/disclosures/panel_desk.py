"""The one panel over a request: opened, left to fill something in, come back to."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from isteam_app.domain.disclosure_gates import Gate
from isteam_app.errors import RuleBroken
from isteam_app.services.disclosures import RequestPage
from isteam_app.services.session import Session
from ui.disclosures.record_panel import RecordDesk
from ui.disclosures.request_panel import WHAT, RequestPanel
from ui.disclosures.request_panels import follow_gates, panel_for
from ui.disclosures.request_parts import Parts

State = Callable[[], tuple[RequestPage | None, Sequence[Gate]]]
"""Gives the request in sight and what the rules say of it now."""


class PanelDesk(QObject):
    """Keeps at most one panel. What is typed in it stays until it is given or left.

    `half_typed` says that another panel has to be seen to first.
    """

    given = Signal(object)
    left = Signal()
    field_wanted = Signal(str)
    typed = Signal()
    half_typed = Signal()

    def __init__(
        self, session: Session, parts: Parts, state: State, record: RecordDesk
    ) -> None:
        super().__init__(parts)
        self._session, self._parts = session, parts
        self._state, self._record = state, record
        self.panel: RequestPanel | None = None

    @property
    def in_sight(self) -> RequestPanel | None:
        """The panel, unless one left it to fill something in."""
        return self.panel if self._parts.middle.is_panel_shown() else None

    @property
    def is_touched(self) -> bool:
        return self.panel is not None and self.panel.form.is_touched

    @Slot(str)
    def ask(self, key: str) -> None:
        """Open the panel of an act, unless something is half typed in another."""
        if self.panel is not None and self.panel.key != key:
            if self.panel.form.is_touched:
                self.half_typed.emit()
                self._back()
                return
            self.close()
        if self.panel is not None:
            self._back()
            return
        shown, found = self._state()
        if shown is not None:
            self._open(panel_for(self._session, shown, found, key, self._record))

    def fill(self, kept: dict[str, str]) -> None:
        """Open the panel that was half typed, and put back what stood in it."""
        self.ask(str(kept.get(WHAT, "")))
        if self.panel is not None:
            self.panel.fill(kept)

    def follow(self) -> None:
        """Show what stands in the way now; leave an act that is over, if untouched."""
        shown, found = self._state()
        if self.panel is None or shown is None:
            return
        follow_gates(self.panel, shown, found)
        offered = {one.key for one in self._parts.acts.offered()}
        if self.panel.key not in offered and not self.panel.form.is_touched:
            self._give_up()

    def refuse(self, error: RuleBroken) -> bool:
        """Say a refusal in the panel in sight; False where it has no such field."""
        return self.in_sight is not None and self.in_sight.refuse(error)

    def set_busy(self, busy: bool) -> None:
        if self.panel is not None:
            self.panel.set_busy(busy)

    def close(self) -> None:
        """Put the panel away for good."""
        if self.panel is not None:
            self._parts.middle.take_panel(self.panel)
            self.panel = None

    def _open(self, panel: RequestPanel | None) -> None:
        if panel is None:
            return
        self.panel = panel
        panel.given.connect(self.given)
        panel.cancelled.connect(self._give_up)
        panel.field_wanted.connect(self.field_wanted)
        panel.form.changed.connect(self.typed)
        self._parts.middle.put_panel(panel)
        self._parts.acts.hide()
        panel.form.forget_touch()
        panel.focus_first()
        self._parts.put_in_order()

    def _back(self) -> None:
        if self.panel is not None:
            self._parts.middle.show_panel()
            self._parts.acts.hide()
            self.panel.focus_first()

    @Slot()
    def _give_up(self) -> None:
        self.close()
        self.left.emit()

"""The ways into the vault: one's own passphrase, the recovery sheet, the key itself."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from isteam_app.services.keys import key_facts
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.printing import Printing, printing_here
from ui.common.tokens import GAP_ROW
from ui.settings.key_part import KeyPart
from ui.settings.my_passphrase import MyPassphrase
from ui.settings.recovery_part import RecoveryPart
from ui.settings.section import Section


class KeysSection(Section):
    """Three cards. Each change takes effect at once."""

    def __init__(
        self,
        session: Session,
        background: Background,
        printing: Printing | None = None,
    ) -> None:
        super().__init__("keys", "Keys", "key")
        self._session = session
        self.mine = MyPassphrase(session, background)
        self.sheet = RecoveryPart(session, background, printing or printing_here())
        self.key_part = KeyPart(session, background)
        self.card.hide()
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.setSpacing(GAP_ROW)
            for place, card in enumerate((self.mine, self.sheet, self.key_part)):
                column.insertWidget(place, card)
        self.sheet.replaced.connect(self.reload)
        self.key_part.changed.connect(self.reload)

    @Slot()
    def reload(self) -> None:
        """Read again what is known of the ways in."""
        facts = key_facts(self._session)
        for card in (self.mine, self.sheet, self.key_part):
            card.show_facts(facts)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing secret stays typed in a section that nobody looks at."""
        super().hideEvent(event)
        self.mine.clear_secrets()
        self.key_part.clear_secrets()

"""The first step of a batch: which letter is written for the cases that are chosen."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from isteam_app.errors import IsteamError
from isteam_app.progress import Progress
from isteam_app.services.letter_batches import Begun, batch_choices, begin_batch
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.buttons import primary, quiet
from ui.common.cards import Card
from ui.common.choice_fields import ChoiceField
from ui.common.messages import show_error
from ui.common.panel_work import PanelWork
from ui.common.progress_panel import ProgressPanel
from ui.common.text import BODY, META, paragraph
from ui.common.tokens import GAP
from ui.letters.batch_table import letters_word

_WIDTH = 460
_HINT = (
    "Each case gets a draft of its own, with its own person and facts. Nothing is made "
    "or printed yet: you look at every letter first."
)
_NONE = "No letter fits these cases. Choose cases of one kind."


class BeginCard(Card):
    """`begun` carries the batch; `left` says that nothing is to be begun."""

    begun = Signal(object)  # a Begun
    left = Signal()

    def __init__(
        self, session: Session, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__("Write to each", parent=parent)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(policy.Policy.Maximum)
        self.setSizePolicy(policy)
        self._session = session
        self._ids: tuple[int, ...] = ()
        self._fits: dict[str, int] = {}
        self.words = paragraph("", BODY)
        self.letter = ChoiceField("Letter", ())
        self.letter.setMaximumWidth(_WIDTH)
        self.hint = paragraph(_HINT, META)
        self.progress = ProgressPanel()
        self._work = PanelWork(background, self.progress, self)
        self.cancel = quiet("Cancel")
        self.act = primary("Begin")
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.act)
        row.addWidget(self.cancel)
        row.addStretch(1)
        for part in (self.words, self.letter, self.hint, self.progress):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self.letter.changed.connect(self._word_act)
        self.act.clicked.connect(self._begin)
        self.cancel.clicked.connect(self.left)
        self._work.succeeded.connect(self.begun)
        self._work.failed.connect(self._fail)
        self._work.ended.connect(self._word_act)

    def offer(self, case_ids: Sequence[int]) -> None:
        """Say how many cases are chosen, and which letters fit them."""
        self._ids = tuple(case_ids)
        offered = batch_choices(self._session, self._ids)
        self._fits = {each.key: each.cases for each in offered}
        count = len(self._ids)
        self.words.setText(
            "1 case is chosen." if count == 1 else f"{count:,} cases are chosen."
        )
        self.letter.set_choices(
            [
                (each.key, f"{each.title} ({each.cases:,})")
                if each.cases < count
                else (each.key, each.title)
                for each in offered
            ]
        )
        self.letter.setVisible(bool(offered))
        self.hint.setText(_HINT if offered else _NONE)
        self._word_act()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._work.is_busy:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _word_act(self) -> None:
        fits = self._fits.get(self.letter.value(), 0)
        self.act.set_words(
            f"Begin {letters_word(fits)}" if fits else "Nothing to begin"
        )
        self.act.setEnabled(bool(fits) and not self._work.is_busy)

    @Slot()
    def _begin(self) -> None:
        work = partial(_begun, self._session, self._ids, self.letter.value())
        self._work.start(work, "Beginning the letters", "The letters begun so far stay")
        self._word_act()

    @Slot(object)
    def _fail(self, error: IsteamError) -> None:
        show_error(self, error)


def _begun(
    session: Session, ids: tuple[int, ...], template: str, progress: Progress
) -> Begun:
    return begin_batch(session, ids, template, progress)

"""Changes what stands around a draft's text: page, further cases, enclosures."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from isteam_app.domain.letters import Enclosure
from isteam_app.services.letter_also import answer_also
from isteam_app.services.letter_enclosures import enclose, offered, take_out
from isteam_app.services.letter_page_choices import choose_page
from isteam_app.services.session import Session
from ui.letters.draft_work import DraftWork
from ui.letters.enclosures_panel import EncloseDialog
from ui.letters.letter_acts import LetterActs


class AroundActs(QObject):
    """Each change is kept at once, after what is typed has been saved."""

    def __init__(
        self, session: Session, work: DraftWork, acts: LetterActs, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._work, self._acts = session, work, acts
        space = work.space
        space.page.page_chosen.connect(self._choose_page)
        space.page.also_chosen.connect(self._choose_also)
        space.enclosures.wanted.connect(self._ask)
        space.enclosures.out.connect(self._take_out)

    @Slot()
    def _choose_page(self) -> None:
        page = self._work.space.page
        self._acts.change(
            partial(
                choose_page,
                envelope=page.envelope.value(),
                body_size=int(page.print_size.value() or 0),
                signatory=page.signatory.value(),
                with_signature=page.signature.value(),
            )
        )

    @Slot()
    def _choose_also(self) -> None:
        also = self._work.space.page.also()
        self._acts.change(partial(answer_also, cases=also))

    @Slot()
    def _ask(self) -> None:
        desk = self._work.desk
        if desk is None:
            return
        offers = offered(self._session, desk.letter.id)
        dialog = EncloseDialog(self._work.space.window(), offers)
        dialog.accepted.connect(partial(self._enclose, dialog))
        dialog.open()

    def _enclose(self, dialog: EncloseDialog) -> None:
        offer = dialog.offer
        document = offer.document if offer is not None else None
        self._acts.change(
            partial(
                enclose,
                title=dialog.title_field.value(),
                pages=dialog.sheets(),
                document_id=document.id if document is not None else None,
                appended=dialog.behind.value() and document is not None,
            )
        )

    @Slot(object)
    def _take_out(self, enclosure: Enclosure) -> None:
        self._acts.change(partial(take_out, enclosure=enclosure))

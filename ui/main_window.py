"""The one window: the unlock pages, or the place of work, and the lock between."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QStackedWidget,
)

from isteam_app.device_keyring import DeviceKeyring
from isteam_app.errors import IsteamError
from isteam_app.services.session import Session
from isteam_app.services.unlock import create, local_now, lock
from ui.common.background import Background, OnBug
from ui.common.notes import Note
from ui.common.theme import Theme
from ui.forgetting import forget_pages
from ui.guards import Guards
from ui.local_choices import LocalChoices
from ui.popups import close_others
from ui.unlock.demonstration import Demonstration
from ui.unlock.remembered_part import RememberedPart
from ui.unlock.unlock_page import UnlockPage
from ui.unlock.words import moment_words
from ui.window_place import place_window, remember_place
from ui.window_titles import PROGRAM

# The unlock page is painted first; what comes after it is loaded when it is wanted.
if TYPE_CHECKING:
    from isteam_app.services.half_typed import Typed
    from ui.backups import BackupKeeper
    from ui.common.printing import Printing
    from ui.damage.damage_door import DamageDoor
    from ui.held_typing import HeldTyping
    from ui.looked_for import LookedFor
    from ui.places import Place
    from ui.session_work import SessionWork
    from ui.unlock.create_card import Create
    from ui.unlock.first_run_page import FirstRunPage
    from ui.unlock.who_page import WhoDoor
    from ui.workplace import Workplace


class MainWindow(QMainWindow):
    """Opens on the last vault, on `start`, on the demonstration, or on first run."""

    at_vault = Signal(object)  # the Path of the vault whose door or pages are shown

    def __init__(
        self,
        theme: Theme,
        choices: LocalChoices,
        *,
        now: Callable[[], datetime] = local_now,
        create: "Create" = create,
        printing: "Printing | None" = None,
        on_bug: OnBug | None = None,
        vaults: Path | None = None,
        keyring: DeviceKeyring | None = None,
    ) -> None:
        super().__init__()
        self._keyring = keyring or DeviceKeyring()
        self._theme, self._choices, self._now = theme, choices, now
        self._create, self._printing, self._vaults = create, printing, vaults
        self._on_bug = on_bug
        self._background = Background(on_bug, self)
        self._demonstration = Demonstration(self._background, now, self)
        self._demonstration.made.connect(self._enter)
        self._work: SessionWork | None = None
        self._backups: BackupKeeper | None = None
        self._workplace: Workplace | None = None
        self._who: WhoDoor | None = None
        self._first_run: FirstRunPage | None = None
        self._damage: DamageDoor | None = None
        self._return_to: dict[Path, Place] = {}
        self._closing = self._warned = False
        self._held: HeldTyping | None = None
        self._looked: LookedFor | None = None
        self._old: list[QObject] = []
        self.guards = Guards(self, now)
        self.guards.lock_wanted.connect(self.lock)
        self.idle_watch = self.guards.idle
        self._pages = QStackedWidget()
        self._unlock = self._unlock_page()
        self._pages.addWidget(self._unlock)
        self.setCentralWidget(self._pages)
        self.setWindowTitle(PROGRAM)
        place_window(self, choices)

    @property
    def workplace(self) -> "Workplace | None":
        """The place of work, while a vault is open."""
        return self._workplace

    @property
    def unlock_page(self) -> UnlockPage:
        return self._unlock

    @property
    def first_run_page(self) -> "FirstRunPage | None":
        return self._first_run

    def begin(self, start: Path | None = None, *, demo: bool = False) -> None:
        """Show the first page: the demonstration, a vault's door, or first run."""
        if demo:
            self.try_demonstration()
        elif start is not None:
            self._show_door(start)
        elif self._choices.now.vaults:
            self._show_door(self._choices.now.vaults[0].folder)
        else:
            self.set_up()

    @Slot()
    def set_up(self) -> None:
        """Show the first-run page."""
        from ui.unlock.first_run_page import FirstRunPage

        if self._first_run is None:
            self._first_run = FirstRunPage(
                self._background,
                self._demonstration,
                now=self._now,
                create=self._create,
                folder=self._vaults,
                printing=self._printing,
            )
            self._first_run.unlocked.connect(self._enter)
            self._first_run.open_wanted.connect(self.choose_vault)
            self._first_run.vault_wanted.connect(self._open_other)
            self._pages.addWidget(self._first_run)
        self._pages.setCurrentWidget(self._first_run)
        self._first_run.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def restore_backup(self) -> None:
        """Show the first-run page at the restoring of a backup."""
        self.set_up()
        if self._first_run is not None:
            self._first_run.show_choice("restore")
            self._first_run.restoring.take_focus()

    @Slot()
    def try_demonstration(self) -> None:
        self.set_up()
        self._demonstration.start()

    @Slot()
    def choose_vault(self) -> None:
        """Ask for the folder of a vault."""
        known = self._choices.now.vaults
        near = known[0].folder.parent if known else self._vaults
        dialog = QFileDialog(
            self, "Choose the vault", "" if near is None else str(near)
        )
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._show_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def lock(self) -> None:
        """Lock at once and ask nothing. What is half typed is kept in the vault."""
        workplace, work = self._workplace, self._work
        if workplace is None or work is None:
            self._ask_nobody()
            return
        self._workplace = self._work = None
        folder = workplace.session.vault.folder
        self._return_to[folder] = workplace.place
        self._let_backups_go()
        self.guards.stop()
        with suppress(Exception):  # whatever a page does, the vault locks
            workplace.gather_loose()
        in_front = QApplication.activeWindow() is not None
        close_others(self)
        if in_front:
            self.activateWindow()
        self._show_door(folder, said=self._locked_words())
        self._pages.repaint()  # the page must not stay readable while work ends
        self._old += [workplace.frame, workplace, work]
        QTimer.singleShot(0, self._clear_away)
        self._end(workplace, work)

    def _ask_nobody(self) -> None:
        """Lock the vault of somebody who has not said yet who they are."""
        waiting = None if self._who is None else self._who.give_up()
        if waiting is not None:
            self.guards.stop()
            self._show_door(
                waiting.vault.folder, said=f"Locked at {self._now():%H:%M}."
            )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close safely: work ends or is undone, typing is kept, the vault locks.

        What no disk would take is lost with the program: that is said once before.
        A backup is made first, where something changed since the last.
        """
        backups = self._backups
        if backups is not None and not backups.has_backed_up(self._pages):
            event.ignore()
            return
        self.lock()
        if self._would_lose() and not self._warned:
            self._warned = True
            from ui.held_typing import NOT_CLOSED

            self._unlock.said.setText(NOT_CLOSED)
            event.ignore()
            return
        self._closing = True
        remember_place(self, self._choices)
        if self._first_run is not None:
            self._first_run.close_unfinished()
        self._background.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)
        self._demonstration.remove()
        super().closeEvent(event)

    @Slot(object)
    def _enter(self, session: Session) -> None:
        """A vault is open. Whoever has only the sheet says first who they are."""
        from isteam_app.services.rights import by_recovery

        if self._closing or self._workplace is not None:
            lock(session)
        elif by_recovery(session) and not session.vault.look_only:
            self._ask_who(session)
        else:
            self._go_in(session)

    def _ask_who(self, session: Session) -> None:
        from ui.unlock.who_page import WhoDoor

        if self._who is None:
            self._who = WhoDoor(self._background, self._pages, self)
            self._who.decided.connect(self._go_in)
        self._who.ask(session)
        self.guards.start(session.settings())

    @Slot(object)
    def _go_in(self, session: Session) -> None:
        """Remember the vault, build the place of work, show Today."""
        folder = session.vault.folder
        try:
            self._build(session, self._return_to.get(folder))
        except IsteamError as error:
            self._workplace = self._work = None
            self._let_backups_go()
            lock(session)
            self._show_door(folder)
            self._unlock.refuse(error)
            return
        if not self._demonstration.holds(folder):
            self._choices.remember_vault(folder, self._now())
            self.at_vault.emit(folder)
        self._demonstration.cancel()
        self._drop_first_run()

    def _build(self, session: Session, place: "Place | None") -> None:
        from ui.places import Place
        from ui.screens import makers
        from ui.session_work import SessionWork
        from ui.workplace import Workplace

        settings = session.settings()
        self._work = SessionWork(self._on_bug, self)
        pages = makers(self._theme, self._printing, self._keyring, self._choices)
        workplace = self._workplace = Workplace(session, self._work, pages, self)
        workplace.lock_wanted.connect(self.lock)
        workplace.other_wanted.connect(self._open_other)
        workplace.titled.connect(self.setWindowTitle)
        workplace.theme_chosen.connect(self._choose_theme)
        workplace.text_chosen.connect(self._choose_text_scale)
        workplace.settings_changed.connect(self._follow_settings)
        self._pages.addWidget(workplace.frame)
        self._pages.setCurrentWidget(workplace.frame)
        self._begin_backups(session, workplace)
        self._warned = False
        lost = "" if self._held is None else self._held.give_back(session, workplace)
        if self._looked is not None:
            self._looked.give_back(session, workplace)
        workplace.show_place(place or Place("today"))
        if place is None:
            workplace.offer_kept()
        workplace.tell_loose()
        told = (*session.vault.notices, *session.notices, lost)
        notices = " ".join(filter(None, told))
        if notices and workplace.place.key:
            note = Note("warn", "About this vault", notices)
            workplace.screen(workplace.place.key).say(note)
        self.guards.start(settings)

    def _begin_backups(self, session: Session, workplace: "Workplace") -> None:
        from ui.backups import BackupKeeper

        self._backups = BackupKeeper(session, self._on_bug, self)
        self._backups.told.connect(workplace.show_backup)
        self._backups.refused.connect(workplace.show_trouble)
        workplace.backups_changed.connect(self._backups.show_light)

    def _let_backups_go(self) -> None:
        if self._backups is not None:
            self._backups.stop()
            self._backups.deleteLater()
        self._backups = None

    def _end(self, workplace: "Workplace", work: "SessionWork") -> None:
        """End the work, keep the typing, close the vault, whatever goes wrong."""
        workplace.stop_moving()
        work.end()
        session = workplace.session
        with suppress(Exception):  # a filter is no reason to stay open
            self._hold_filters(session, workplace)
        try:
            refused = workplace.keep_typing()
            if refused and not self._demonstration.holds(session.vault.folder):
                self._hold(session, refused)
        finally:
            for timer in workplace.frame.findChildren(QTimer):
                timer.stop()
            with suppress(IsteamError):  # closed all the same, if its disk is gone
                lock(session)

    def _hold_filters(self, session: Session, workplace: "Workplace") -> None:
        from ui.looked_for import LookedFor

        if self._looked is None:
            self._looked = LookedFor()
        self._looked.hold(session, workplace)

    def _hold(self, session: Session, refused: "dict[str, Typed]") -> None:
        from ui.held_typing import LOCKED, HeldTyping

        if self._held is None:
            self._held = HeldTyping()
        self._held.hold(session, refused)
        self._unlock.said.setText(LOCKED)

    def _would_lose(self) -> bool:
        app = QApplication.instance()
        leaving = isinstance(app, QGuiApplication) and app.isSavingSession()
        return self._held is not None and not self._held.is_empty and not leaving

    @Slot()
    def _clear_away(self) -> None:
        """Delete the pages once no dialog's own loop runs on top of them."""
        if QApplication.activeModalWidget() is not None:
            close_others(self)
        while self._old:
            self._old.pop(0).deleteLater()
        QTimer.singleShot(0, forget_pages)  # once the loop has deleted them

    @Slot()
    def come_forward(self) -> None:
        """Stand in front of other windows, also from the task bar."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        QApplication.alert(self)  # where the system lets nobody come forward

    def _show_door(self, folder: Path, *, said: str = "") -> None:
        if not self._demonstration.holds(folder):
            self.at_vault.emit(folder)
        at = self._choices.last_opened(folder)
        self._unlock.show_vault(
            folder,
            last_opened="" if at is None else f"{moment_words(at)}, on this computer",
            said=said,
            hint=self._demonstration.hint(folder),
        )
        self.setWindowTitle(PROGRAM)
        self._pages.setCurrentWidget(self._unlock)
        self._unlock.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _show_chosen(self, folder: str) -> None:
        self._show_door(Path(folder))

    @Slot(object)
    def _open_other(self, folder: Path) -> None:
        self.lock()
        self._show_door(folder)

    @Slot(object, object)
    def _show_damage(self, folder: Path, error: IsteamError) -> None:
        from ui.damage.damage_door import DamageDoor

        if self._damage is None:
            self._damage = DamageDoor(self._background, self._pages, self._now, self)
            self._damage.looked_at.connect(self._enter)
            self._damage.door_wanted.connect(self._open_other)
        self._damage.show(folder, error)

    def _locked_words(self) -> str:
        return (
            f"Locked at {self._now():%H:%M}. What was half typed is kept and comes "
            "back after unlocking."
        )

    @Slot(str)
    def _choose_theme(self, choice: str) -> None:
        self._theme.set_choice(choice)
        self._choices.choose_theme(choice)

    @Slot(float)
    def _choose_text_scale(self, scale: float) -> None:
        self._theme.set_text_scale(scale)
        self._choices.choose_text_scale(scale)

    @Slot()
    def _follow_settings(self) -> None:
        if self._workplace is not None:
            self.guards.follow(self._workplace.session.settings())

    def _drop_first_run(self) -> None:
        if self._first_run is not None:
            self._first_run.close_unfinished()
            self._pages.removeWidget(self._first_run)
            self._first_run.deleteLater()
            self._first_run = None

    def _unlock_page(self) -> UnlockPage:
        remembered = RememberedPart(
            self._background,
            self._now,
            keyring=self._keyring,
            keeper_of=self._choices.keeper_of,
        )
        page = UnlockPage(self._background, self._now, remembered=remembered)
        page.unlocked.connect(self._enter)
        page.damage_wanted.connect(self._show_damage)
        page.other_wanted.connect(self.choose_vault)
        page.restore_wanted.connect(self.restore_backup)
        page.set_up_wanted.connect(self.set_up)
        page.demo_wanted.connect(self.try_demonstration)
        return page

"""Saves, renames and deletes the views over a long list."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from isteam_app.errors import IsteamError
from isteam_app.services.session import Session
from isteam_app.services.views import (
    CASES,
    ViewsOf,
    delete_view,
    rename_view,
    save_view,
    views,
)
from ui.common.buttons import quiet, secondary
from ui.common.dialogs import ask
from ui.common.messages import show_error
from ui.common.view_bar import NameDialog, ViewBar


class ViewKeeper(QObject):
    """The tabs and the buttons that act on them. `changed`: the views are others."""

    changed = Signal()

    def __init__(
        self,
        session: Session,
        page: QWidget,
        line: Callable[[], str],
        of: ViewsOf = CASES,
    ) -> None:
        super().__init__(page)
        self._session, self._page, self._line, self._of = session, page, line, of
        self.bar = ViewBar()
        self.rename = quiet("Rename", "edit")
        self.delete = quiet("Delete", "remove")
        self.save = secondary("Save this view", "save")
        self.save.clicked.connect(self._save)
        self.rename.clicked.connect(self._rename)
        self.delete.clicked.connect(self._delete)

    def reload(self) -> None:
        """Count again what each view holds."""
        self.bar.set_views(views(self._session, self._of))

    def follow(self, total: int) -> None:
        """Show which view the line is, and what can be done with it."""
        self.bar.follow(self._line(), total)
        view = self.bar.view()
        own = view is not None and view.own
        self.rename.setVisible(own)
        self.delete.setVisible(own)
        self.save.setEnabled(view is None and bool(self._line().strip()))

    @Slot()
    def _save(self) -> None:
        words = self._line()
        self._ask_name(
            "Save this view?",
            f"The whole team sees it above the list: {words}",
            "Save the view",
            "",
            lambda name: save_view(self._session, name, words, self._of),
        )

    @Slot()
    def _rename(self) -> None:
        view = self.bar.view()
        if view is not None:
            self._ask_name(
                "Rename this view?",
                "The whole team sees its name.",
                "Rename the view",
                view.name,
                partial(rename_view, self._session, view.name, of=self._of),
            )

    def _ask_name(
        self, title: str, text: str, act: str, name: str, keep: Callable[[str], object]
    ) -> None:
        dialog = NameDialog(self._page, title, text, act=act, name=name, keep=keep)
        dialog.accepted.connect(self.changed)
        dialog.open()

    @Slot()
    def _delete(self) -> None:
        view = self.bar.view()
        if view is not None:
            ask(
                self._page,
                f"Delete the view {view.name}?",
                f"No {self._of.noun} is touched. Its words stay in the line.",
                act="Delete the view",
                then=partial(self._deleted, view.name),
                takes_away=True,
            )

    def _deleted(self, name: str) -> None:
        try:
            delete_view(self._session, name, self._of)
        except IsteamError as error:
            show_error(self._page, error)
        self.changed.emit()

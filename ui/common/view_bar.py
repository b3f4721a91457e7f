"""The saved views over a long list, and naming one's own."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from isteam_app.errors import RuleBroken
from isteam_app.services.views import LONGEST, MOST_COUNTED, CountedView
from ui.common.dialogs import ConfirmDialog
from ui.common.fields import TextField
from ui.common.tabs import TabBar

_TYPED = " typed"
"""The key of the tab for words that are no view; no view can have this name."""


class ViewBar(TabBar):
    """A tab for each view; one more for words that belong to none."""

    view_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Views", parent)
        self._views: dict[str, CountedView] = {}
        self.setUsesScrollButtons(True)
        self.chosen.connect(self._tell_words)

    def set_views(self, views: Sequence[CountedView]) -> None:
        """Show these views with their counts; the current one stays so."""
        here = self.current()
        self.blockSignals(True)
        if list(self._views) != [view.name for view in views]:
            for key in [*self._views, *([_TYPED] if self._has_typed() else [])]:
                self.remove_tab(key)
            for view in views:
                self.add_tab(view.name, view.name)
            if here in {view.name for view in views}:
                self.set_current(here)
        self._views = {view.name: view for view in views}
        for view in views:
            self.set_count(view.name, _count(view.count))
        self.blockSignals(False)

    def follow(self, words: str, count: int) -> None:
        """Show which view the words of the line are, or that they are none."""
        self.blockSignals(True)
        found = next((v for v in self._views.values() if same(v.words, words)), None)
        if found is not None:
            self.set_current(found.name)
            if self._has_typed():
                self.remove_tab(_TYPED)
        else:
            if not self._has_typed():
                self.add_tab(_TYPED, "As typed")
            self.set_count(_TYPED, f"{count:,}")
            self.set_current(_TYPED)
        self.blockSignals(False)
        self.update()

    def view(self) -> CountedView | None:
        """The view that is shown, or None for words that are no view."""
        return self._views.get(self.current())

    def _has_typed(self) -> bool:
        return self.count() > len(self._views)

    @Slot(str)
    def _tell_words(self, key: str) -> None:
        if key in self._views:
            self.view_chosen.emit(self._views[key].words)


class NameDialog(ConfirmDialog):
    """Asks what a view is to be called. `keep` may refuse the name."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        text: str,
        *,
        act: str,
        name: str,
        keep: Callable[[str], object],
    ) -> None:
        super().__init__(parent, title, text, act=act)
        self._keep = keep
        self.field = TextField("Name", most=LONGEST, required=True)
        self.field.set_value(name)
        self.field.edit.returnPressed.connect(self.accept)
        self.body.addWidget(self.field)
        self.field.focus_field()
        self.field.edit.selectAll()
        self.fit()

    def accept(self) -> None:
        try:
            self._keep(self.field.value())
        except RuleBroken as error:
            self.field.show_problem(str(error))
            self.field.focus_field()
            self.fit()
            return
        super().accept()


def same(one: str, other: str) -> bool:
    """Whether two lines ask for the same, whatever the order of their words."""
    return sorted(one.casefold().split()) == sorted(other.casefold().split())


def _count(count: int | None) -> str:
    if count is None:
        return "?"
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"

"""One window and one vault that every journey shares, worked as a person works them."""

from collections.abc import Iterator
from functools import partial

import pytest
from builders import new_session
from journey_steps import Traveller
from PySide6.QtWidgets import QApplication

from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.unlock import create, lock
from isteam_app.storage.kdf import FLOOR_COST
from ui.common.theme import Theme
from ui.local_choices import LocalChoices
from ui.main_window import MainWindow
from ui.tour.album import Album
from ui.tour.guide import Guide, TourClock
from ui.tour.hands import Hands
from ui.tour.kept_printing import KeptPrinting


@pytest.fixture(scope="module", autouse=True)
def theme(qapp: QApplication) -> Theme:
    """The window of these tests outlives each of them: dress it once."""
    look = Theme("light")
    look.apply(qapp)
    return look


@pytest.fixture(scope="module")
def traveller(
    theme: Theme, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Traveller]:
    """An unlocked vault in the real window, with hands that work it."""
    folder = tmp_path_factory.mktemp("journeys")
    clock, printing = TourClock(), KeptPrinting(folder)
    session = new_session(folder, clock)
    lock(session)
    window = MainWindow(
        theme,
        LocalChoices(None),
        now=clock,
        create=partial(create, cost=FLOOR_COST),
        printing=printing,
        vaults=folder,
    )
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    hands = Hands(window)
    guide = Guide(
        window=window,
        hands=hands,
        album=Album(folder, window, theme, hands),
        printing=printing,
        clock=clock,
        out=folder,
        scratch=folder,
    )
    window.begin(session.vault.folder)
    made = Traveller(guide, PASSPHRASE)
    made.unlock()
    yield made
    window.close()
    hands.settle()

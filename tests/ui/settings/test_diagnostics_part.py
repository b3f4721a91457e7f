"""The diagnostics are shown as text before they are saved, byte for byte."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from isteam_app.services.session import Session
from ui.common.background import Background
from ui.settings.diagnostics_part import DiagnosticsPart


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def test_what_is_shown_is_what_is_saved(
    qtbot, session: Session, background: Background, tmp_path: Path
) -> None:
    file = tmp_path / "asked for.zip"
    part = DiagnosticsPart(
        session, background, logs=tmp_path, chooser=lambda _w, _n, tell: tell(str(file))
    )
    qtbot.addWidget(part)
    part.show()
    assert not part.save.isEnabled()
    assert part.save.accessibleDescription()
    part.show_it.click()
    qtbot.waitUntil(part.save.isEnabled)
    part.save.click()
    qtbot.waitUntil(lambda: part.said.text().startswith("Saved."))
    with zipfile.ZipFile(BytesIO(file.read_bytes())) as packed:
        assert packed.namelist() == ["diagnostics.txt"]
        assert packed.read("diagnostics.txt").decode() == part.text.toPlainText()
    assert "Schema" in part.text.toPlainText()


def test_a_place_that_refuses_is_told(
    qtbot, session: Session, background: Background, tmp_path: Path
) -> None:
    def into_nowhere(_parent: QWidget, name: str, tell) -> None:  # type: ignore[no-untyped-def]  # a chooser's answer
        tell(str(tmp_path / "missing" / name))

    part = DiagnosticsPart(session, background, logs=tmp_path, chooser=into_nowhere)
    qtbot.addWidget(part)
    part.show_it.click()
    qtbot.waitUntil(part.save.isEnabled)
    part.save.click()
    qtbot.waitUntil(lambda: "could not be written" in part.said.text())
    assert part.save.isEnabled()

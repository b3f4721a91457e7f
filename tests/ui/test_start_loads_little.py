"""The unlock page does not wait for what it does not show."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOWN = """
import sys
from pathlib import Path
from ui.app import application
from ui.common.theme import Theme
from ui.local_choices import LocalChoices
from ui.main_window import MainWindow
app = application()
theme = Theme("light")
theme.apply(app)
window = MainWindow(theme, LocalChoices(Path(sys.argv[1]) / "choices.json"))
window.show()
window.begin(Path(sys.argv[1]) / "none.isvault")
app.processEvents()
assert window.unlock_page.isVisible()
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules of a fresh program whose unlock page has been painted."""
    shown = subprocess.run(
        [sys.executable, "-c", SHOWN, str(tmp_path_factory.mktemp("start"))],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return set(shown.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "sqlalchemy",
        "sqlcipher3",
        "cryptography",
        "reportlab",
        "xlsxwriter",
        "pikepdf",
        "pypdfium2",
        "holidays",
        "zxcvbn",
        "markdown_it",
        "qtawesome",
    ],
)
def test_it_is_not_loaded_before_the_unlock_page_is_painted(
    module: str, loaded: set[str]
) -> None:
    assert "ui.unlock.unlock_page" in loaded
    assert module not in loaded

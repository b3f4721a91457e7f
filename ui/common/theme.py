"""How the window looks: light, dark, or as the system asks."""

from dataclasses import asdict
from string import Template

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from isteam_app import resources
from ui.common import tokens as table
from ui.common.tokens import DARK, LIGHT, TextRole, Tokens

SYSTEM, LIGHT_CHOICE, DARK_CHOICE = "system", "light", "dark"
CHOICES = (SYSTEM, LIGHT_CHOICE, DARK_CHOICE)
FAMILIES = ("Segoe UI Variable", "Segoe UI", "Inter", "Noto Sans")
ROLES = {
    "number": table.NUMBER,
    "title": table.TITLE,
    "section": table.SECTION,
    "body": table.BODY,
    "strong": table.STRONG,
    "label": table.LABEL,
    "meta": table.META,
}

_TOKENS, _SCALE, _EDGE = "isteam_tokens", "isteam_text_scale", "isteam_edge"
_FONTS = "isteam_fonts"
_GROUPS = (
    QPalette.ColorGroup.Active,
    QPalette.ColorGroup.Inactive,
    QPalette.ColorGroup.Disabled,
)


def tokens() -> Tokens:
    """The colours in force. Read them when painting, never keep them."""
    found = _remembered(_TOKENS)
    return found if isinstance(found, Tokens) else LIGHT


def colour(name: str) -> QColor:
    """One colour in force, by the name of its token."""
    return QColor(getattr(tokens(), name))


def text_scale() -> float:
    """How much larger than usual the person wants text: 1.0, 1.5."""
    found = _remembered(_SCALE)
    return found if isinstance(found, float) else 1.0


def edge_width() -> int:
    """How many pixels an edge takes: 1, or 2 where the system asks for contrast."""
    found = _remembered(_EDGE)
    return found if isinstance(found, int) else 1


def _remembered(name: str) -> object:
    app = QCoreApplication.instance()
    return None if app is None else app.property(name)


class Theme(QObject):
    """Dresses the application, and again whenever the choice or the system changes."""

    changed = Signal()

    def __init__(self, choice: str = SYSTEM, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice if choice in CHOICES else SYSTEM
        self._scale = 1.0
        self._app: QApplication | None = None

    @property
    def choice(self) -> str:
        return self._choice

    @property
    def is_dark(self) -> bool:
        if self._choice != SYSTEM or self._app is None:
            return self._choice == DARK_CHOICE
        return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark

    def set_choice(self, choice: str) -> None:
        """Take "system", "light" or "dark"; anything else means "system"."""
        self._choice = choice if choice in CHOICES else SYSTEM
        self._dress()

    def set_text_scale(self, scale: float) -> None:
        self._scale = scale
        self._dress()

    def apply(self, app: QApplication) -> None:
        """Dress the application now, and follow the system from here on."""
        first = self._app is None
        self._app = app
        if first:
            if not app.property(_FONTS):
                load_fonts()
                app.setProperty(_FONTS, True)
            app.setStyle(QStyleFactory.create("Fusion"))
            # Qt hands these out as temporaries: without a name they die at once.
            self._hints = app.styleHints()
            self._hints.colorSchemeChanged.connect(self._dress)
            self._accessibility = self._hints.accessibility()
            self._accessibility.contrastPreferenceChanged.connect(self._dress)
        self._dress()

    def wants_contrast(self) -> bool:
        """Whether the system asks for high contrast."""
        if self._app is None:
            return False
        asked = self._accessibility.contrastPreference()
        return asked is Qt.ContrastPreference.HighContrast

    @Slot()
    def _dress(self) -> None:
        app = self._app
        if app is None:
            return
        app.setStyleSheet("")  # to change a sheet takes five times as long as both
        plain = self.wants_contrast()
        chosen = DARK if self.is_dark else LIGHT
        if plain:
            app.setPalette(QPalette())  # an empty palette gives the system's back
            chosen = from_system(app.palette())
        app.setProperty(_TOKENS, chosen)
        app.setProperty(_SCALE, self._scale)
        app.setProperty(_EDGE, 2 if plain else 1)
        if not plain:
            app.setPalette(palette(chosen))
        app.setFont(font(table.BODY))
        app.setStyleSheet(style_sheet(chosen, self._scale, 2 if plain else 1))
        self.changed.emit()


def load_fonts() -> None:
    """Make the shipped text font known. Other scripts fall back to the system's."""
    for weight in ("Regular", "Medium", "SemiBold"):
        QFontDatabase.addApplicationFont(
            str(resources.path("fonts", "inter", f"Inter-{weight}.ttf"))
        )


def font(role: TextRole, *, tnum: bool = False) -> QFont:
    """The font of one text role, with figures of equal width if `tnum`."""
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPointSizeF(role.points * text_scale())
    made.setWeight(QFont.Weight(role.weight))
    if tnum:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def style_sheet(colours: Tokens, scale: float = 1.0, edge: int = 1) -> str:
    """The application's one style sheet: every part, with the tokens put in."""
    dark = QColor(colours.surface).lightness() < 128
    values = {name: str(value) for name, value in asdict(colours).items()}
    values["style"] = resources.path("style").as_posix()
    values["scheme"] = "dark" if dark else "light"
    values["edge_width"] = f"{edge}px"
    for name, role in ROLES.items():
        values[f"{name}_font"] = (
            f"font-size: {role.points * scale:g}pt; font-weight: {role.weight}"
        )
    parts = sorted(resources.path("style").glob("*.qss"))
    sheet = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    return Template(sheet).substitute(values)


def palette(colours: Tokens) -> QPalette:
    """The palette of one theme, stated for all three groups."""
    role = QPalette.ColorRole
    pairs = {
        role.Window: colours.bg,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.sunken,
        role.Text: colours.text,
        role.Button: colours.surface,
        role.ButtonText: colours.text,
        role.BrightText: colours.danger,
        role.ToolTipBase: colours.text,
        role.ToolTipText: colours.surface,
        role.PlaceholderText: colours.text3,
        role.Highlight: colours.selected,
        role.HighlightedText: colours.text,
        role.Accent: colours.accent,
        role.Link: colours.accent_text,
        role.LinkVisited: colours.accent_text,
        role.Light: colours.surface,
        role.Midlight: colours.sunken,
        role.Mid: colours.border,
        role.Dark: colours.edge,
        role.Shadow: colours.edge,
    }
    made = QPalette()
    for group in _GROUPS:
        for name, value in pairs.items():
            made.setColor(group, name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.text3))
    return made


def from_system(system: QPalette) -> Tokens:
    """The system's own colours, where it asks for high contrast.

    No soft fills and no hues: icons, words and two-pixel edges carry the meaning.
    """
    role = QPalette.ColorRole
    ground = system.color(role.Window).name()
    surface = system.color(role.Base).name()
    ink = system.color(role.WindowText).name()
    words = system.color(role.Text).name()
    accent = system.color(role.Highlight).name()
    values = dict.fromkeys(LIGHT.names(), surface)
    values |= dict.fromkeys(("bg", "rail", "desk"), ground)
    values |= dict.fromkeys(
        ("text", "text2", "text3", "ok", "warn", "danger", "pause", "neutral"), words
    )
    values |= dict.fromkeys(("border", "edge", "ring", "accent_text"), ink)
    values |= {"accent": accent, "accent_hover": accent, "chart1": accent}
    values |= {"chart2": ink, "grid": ink}
    values["on_accent"] = system.color(role.HighlightedText).name()
    return Tokens(**values)

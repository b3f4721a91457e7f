"""Draws where an envelope's window falls on the page, and the folds."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from isteam_app.domain.envelopes import (
    SHEET_HEIGHT,
    SHEET_WIDTH,
    Area,
    EnvelopeProfile,
)
from ui.common.text import BODY, META, STRONG, label, paragraph
from ui.common.theme import colour
from ui.common.tokens import GAP, GAP_CARD

_SHOWN = 200.0
"""Millimetres of the page that are drawn: no window falls below."""
_SCALE = 0.9
_SWATCH = 14


class EnvelopeDrawing(QWidget):
    """The page as it lies behind the window: what always shows and what ever can."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", STRONG)
        self.sheet = _Sheet()
        self.safe = paragraph("", BODY)
        self.keep_out = paragraph("", BODY)
        self.folds = paragraph("", META)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP_CARD)
        grid.setVerticalSpacing(GAP)
        grid.addWidget(self.title, 0, 0, 1, 3)
        grid.addWidget(self.sheet, 1, 0, 4, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(_Swatch("ok_soft", "ok"), 1, 1, top)
        grid.addWidget(self.safe, 1, 2)
        grid.addWidget(_Swatch("warn_soft", "warn"), 2, 1, top)
        grid.addWidget(self.keep_out, 2, 2)
        grid.addWidget(self.folds, 3, 2)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(4, 1)

    def show_profile(self, profile: EnvelopeProfile, *, titled: bool = True) -> None:
        """Draw another envelope, under its name where that is not said above."""
        self.title.setText(profile.label)
        self.title.setVisible(titled)
        self.sheet.show_profile(profile)
        safe, out = profile.safe, profile.keep_out
        self.safe.setText(
            f"Always shows: {safe.width:.3g} x {safe.height:.3g} mm, "
            f"{profile.most_lines} lines of address"
        )
        self.keep_out.setText(
            f"Can show: {out.width:.3g} x {out.height:.3g} mm. Nothing but the address "
            "is printed there."
        )
        folds = " and ".join(f"{fold:g} mm" for fold in profile.folds)
        self.folds.setText(
            f"Folded at {folds} from the top" if folds else "The sheet is not folded"
        )
        self.sheet.setAccessibleDescription(
            f"{self.safe.text()}. {self.keep_out.text()} {self.folds.text()}."
        )


class _Sheet(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._profile: EnvelopeProfile | None = None
        self.setAccessibleName("The page behind the window")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_profile(self, profile: EnvelopeProfile) -> None:
        self._profile = profile
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(SHEET_WIDTH * _SCALE) + 2, round(_SHOWN * _SCALE) + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper = QRectF(0.5, 0.5, SHEET_WIDTH * _SCALE, SHEET_HEIGHT * _SCALE)
        painter.setPen(QPen(colour("edge"), 1))
        painter.setBrush(QBrush(colour("surface")))
        painter.drawRect(paper)
        if self._profile is not None:
            self._draw(painter, self._profile)
        painter.end()

    def _draw(self, painter: QPainter, profile: EnvelopeProfile) -> None:
        painter.setPen(QPen(colour("warn"), 1))
        painter.setBrush(QBrush(colour("warn_soft")))
        painter.drawRect(_rect(profile.keep_out))
        painter.setPen(QPen(colour("ok"), 1))
        painter.setBrush(QBrush(colour("ok_soft")))
        painter.drawRect(_rect(profile.safe))
        dashed = QPen(colour("accent_text"), 1, Qt.PenStyle.DashLine)
        painter.setPen(dashed)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(_rect(profile.window))
        painter.setPen(QPen(colour("text3"), 1, Qt.PenStyle.DotLine))
        for fold in profile.folds:
            across = SHEET_WIDTH * _SCALE
            painter.drawLine(QPointF(0, fold * _SCALE), QPointF(across, fold * _SCALE))


class _Swatch(QWidget):
    def __init__(self, fill: str, edge: str) -> None:
        super().__init__()
        self._fill, self._edge = fill, edge
        self.setFixedSize(_SWATCH, _SWATCH + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(colour(self._edge), 1))
        painter.setBrush(QBrush(colour(self._fill)))
        painter.drawRect(0, 2, _SWATCH - 1, _SWATCH - 1)
        painter.end()


def _rect(area: Area) -> QRectF:
    return QRectF(
        area.left * _SCALE,
        area.top * _SCALE,
        area.width * _SCALE,
        area.height * _SCALE,
    )

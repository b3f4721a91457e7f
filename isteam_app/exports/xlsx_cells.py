"""One column of a worksheet: each value as the cell that holds it."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from isteam_app.domain.sheets import Column, Kind, Value, in_utc
from isteam_app.exports.xlsx_frame import LONG_TEXTS, LongText

MOST_TEXT = 32_767
"""The most UTF-16 units in a cell."""
_BEGINS = 200
_EXACT = 10**15
"""Numbers from here on would lose their last digits."""
_FIRST_DAY = date(1900, 3, 1)
"""Days before it mean different days to different spreadsheet programs."""
_DAY_ZERO = date(1899, 12, 30).toordinal()
_SECONDS = 86_400
_SPECIAL = re.compile("[&<>_\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class Cells:
    """Writes the values of one column.

    `style` and `words` are numbers of the workbook's styles: the column's own, and the
    one for words that stand where a value cannot.
    """

    def __init__(
        self,
        column: Column,
        letters: str,
        style: str,
        words: str,
        long_texts: list[LongText],
    ) -> None:
        self._column, self._letters = column, letters
        self._style, self._as_words = style, words
        self._long_texts = long_texts
        writes: dict[Kind, Callable[[Any, int], str]] = {
            Kind.TEXT: self._text,
            Kind.YES_NO: lambda yes, row: self._words("yes" if yes else "no", row),
            Kind.NUMBER: self._number,
            Kind.DAY: self._day,
            Kind.MOMENT: self._moment,
        }
        self._write = writes[column.kind]

    def held(self, value: Value, row: int) -> str:
        """Return the cell of a value that is there, in a row counted from 1."""
        return self._write(value, row)

    def _text(self, text: str, row: int) -> str:
        if len(text) > MOST_TEXT // 2 and _units(text) > MOST_TEXT:
            self._long_texts.append(LongText(row, self._column.title, text))
            text = f"{text[:_BEGINS]}… [the whole text is on the sheet “{LONG_TEXTS}”]"
        return self._words(text, row)

    def _number(self, number: float, row: int) -> str:
        if abs(number) < _EXACT:
            return self._value(f"{number:.16G}", row)
        return self._words(repr(number), row, self._as_words)

    def _day(self, day: date, row: int) -> str:
        if day >= _FIRST_DAY:
            return self._value(f"{day.toordinal() - _DAY_ZERO}", row)
        return self._words(day.isoformat(), row, self._as_words)

    def _moment(self, moment: datetime, row: int) -> str:
        at = in_utc(moment).replace(tzinfo=None)
        if at.date() < _FIRST_DAY:
            return self._words(at.isoformat(" "), row, self._as_words)
        midnight = datetime.min.time()
        passed = (at - datetime.combine(at.date(), midnight)).total_seconds()
        days = at.toordinal() - _DAY_ZERO + passed / _SECONDS
        return self._value(f"{days:.16G}", row)

    def _value(self, number: str, row: int) -> str:
        return f'<c r="{self._letters}{row}" s="{self._style}"><v>{number}</v></c>'

    def _words(self, text: str, row: int, style: str = "") -> str:
        return (
            f'<c r="{self._letters}{row}" s="{style or self._style}" t="inlineStr">'
            f'<is><t xml:space="preserve">{escaped(text)}</t></is></c>'
        )


def cell_letters(place: int) -> str:
    """Return the letters of a column, counted from 0: A to Z, then AA."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def escaped(text: str) -> str:
    """Return a text as the cells of a workbook hold it, whatever stands in it."""
    if not _SPECIAL.search(text):
        return text
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    text = _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

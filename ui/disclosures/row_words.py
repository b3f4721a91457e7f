"""What the rows of a request's entries say."""

from datetime import date

from isteam_app.domain.dates import short_date
from isteam_app.domain.disclosure_forms.choices import CONTENT
from isteam_app.domain.forms import Entry, Form
from ui.common.status import Status
from ui.disclosures.entry_rows import Row

HEADINGS = {
    "item": ("Item", "Kind", "Range"),
    "check": ("How", "Result", "When, by whom"),
    "left": ("What left", "State", "When and how"),
}
_POSTAL = ("Mail and parcel records", "Signature on delivery")
COMMUNICATIONS = Status("Communications data", "parcel", "accent")
CONTENTS = Status("Blocked: content", "blocked", "danger")
ORDINARY = Status("Ordinary data", "document")
_RESULTS = {
    "confirmed": Status("Confirmed", "done", "ok"),
    "not_confirmed": Status("Not confirmed", "blocked", "danger"),
    "no_answer": Status("No answer", "unsure", "warn"),
}
SENT = Status("Sent", "posted", "accent")
RECEIVED = Status("Receipt in", "done", "ok")


def row_of(form: Form, entry: Entry) -> Row:
    """Return an entry as a row of its form."""
    first = form.heading(dict(entry.values))
    status, third, tone = _STATES[form.key](entry)
    if form.key == "item" and entry["what"]:
        first = entry["what"]
    return Row(
        key=str(entry.id),
        first=first,
        status=None if entry.struck else status,
        third="Struck out" if entry.struck else third,
        tone="text3" if entry.struck else tone,
        struck=bool(entry.struck),
    )


def _item(entry: Entry) -> tuple[Status, str, str]:
    if entry["category"] == CONTENT:
        return CONTENTS, "Needs a warrant", "danger"
    status = COMMUNICATIONS if entry["category"] in _POSTAL else ORDINARY
    return status, span(entry.day("from"), entry.day("to")), "text2"


def span(first: date | None, last: date | None) -> str:
    """Say which days something is asked of: "13 Sep to 2 Oct"."""
    if first and last:
        if first == last:
            return f"{_day(first)} only"
        same = first.year == last.year
        return f"{_day(first, year=not same)} to {_day(last)}"
    if first:
        return f"From {_day(first)}"
    return f"Up to {_day(last)}" if last else "Any time"


def _day(day: date, *, year: bool = True) -> str:
    return f"{day.day} {day:%b %Y}" if year else f"{day.day} {day:%b}"


def _check(entry: Entry) -> tuple[Status | None, str, str]:
    on = entry.day("on")
    when = short_date(on) if on else ""
    told = ", ".join(part for part in (when, entry["by"]) if part)
    return _RESULTS.get(entry["result"]), told, "text2"


def _left(entry: Entry) -> tuple[Status | None, str, str]:
    on = entry.day("left_on")
    when = short_date(on) if on else "Not sent yet"
    state = RECEIVED if entry["receipt"] else SENT if on else None
    told = ", ".join(part for part in (when, entry["method"]) if part)
    return state, told, "text2"


_STATES = {"item": _item, "check": _check, "left": _left}

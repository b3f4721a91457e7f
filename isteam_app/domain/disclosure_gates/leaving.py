"""What left: listed, dated, and the person told of it where they may be."""

from collections.abc import Iterator

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosure_gates.gate import Bench, Gate, Stage, State
from isteam_app.domain.disclosures import LEAVES, Decision
from isteam_app.domain.forms import Entry


def leaving(at: Bench) -> Iterator[Gate]:
    left = at.asked.all("left")
    if at.request.decision in LEAVES:
        yield _listed(at, left)
        yield from _early(at, left)
        yield from _compared(at, left)
        yield from _receipt(at, left)
        yield _told(at)
    elif left and not at.request.emergency:
        yield at.gate(
            "nothing_left",
            "left.what",
            "Something left without a decision",
            "Decide to disclose all or part, or strike it with the reason.",
            state=State.BLOCKED,
            stage=Stage.REFUSING,
        )


def _listed(at: Bench, left: tuple[Entry, ...]) -> Gate:
    place, rule, state = "left.what", "", State.MET
    if not left:
        rule, state = "List what left, item by item.", State.MISSING
    for item in left:
        place, rule, state = _lacking(at, item)
        if rule:
            break
    return at.gate(
        "what_left", place, "What left", rule, state=state, stage=Stage.CLOSING
    )


def _early(at: Bench, left: tuple[Entry, ...]) -> Iterator[Gate]:
    """Warn of what left before somebody approved it, an emergency aside."""
    decided = at.request.decided_on
    early = [
        item
        for item in left
        if (day := item.day("left_on")) and (decided is None or day < decided)
    ]
    if early and not at.request.emergency:
        yield at.gate(
            "left_early",
            "left.left_on",
            "Left before it was approved",
            f"{early[0]['what']}: say in the note of the approval why it could not "
            "wait.",
            state=State.WARNS,
        )


def _compared(at: Bench, left: tuple[Entry, ...]) -> Iterator[Gate]:
    """Ask to hold what left against what was approved, where they may differ."""
    less = any(each.struck for each in at.asked.entries if each.form == "item")
    if left and (less or at.request.decision is Decision.PART):
        yield at.gate(
            "left_compared",
            "left.what",
            "What left against what was approved",
            "Not all that was asked for was to leave: compare.",
            state=State.WARNS,
            stage=Stage.CLOSING,
        )
    others = [item for item in left if item["category"] not in {"", *at.categories}]
    if others:
        yield at.gate(
            "left_category",
            "left.category",
            "Another kind of data left",
            f"{others[0]['what']}: {others[0]['category']} is not among what was asked "
            "for and stands.",
            state=State.WARNS,
            stage=Stage.CLOSING,
        )


def _receipt(at: Bench, left: tuple[Entry, ...]) -> Iterator[Gate]:
    """Warn of what left and whose receipt has not come."""
    owed = [item["what"] for item in left if not item["receipt"]]
    if owed:
        yield at.gate(
            "receipt",
            "left.receipt",
            "Receipt",
            f"{owed[0]}: not confirmed yet. It can be noted after closing too.",
            state=State.WARNS,
            stage=Stage.CLOSING,
        )


def _lacking(at: Bench, item: Entry) -> tuple[str, str, State]:
    name, day = item["what"], item.day("left_on")
    if not item["method"]:
        return "left.method", f"{name}: enter how it was sent.", State.MISSING
    if day is None:
        return "left.left_on", f"{name}: enter the day it left.", State.MISSING
    if day > at.today:
        wrong = f"{name}: {long_date(day)} is in the future."
        return "left.left_on", wrong, State.BLOCKED
    if day < at.received:
        wrong = f"{name}: it cannot leave before it was asked for."
        return "left.left_on", wrong, State.BLOCKED
    return "left.what", "", State.MET


def _told(at: Bench) -> Gate:
    answer = at.asked.answer("telling", "telling")
    told = at.asked.answer("telling", "told_on") or at.asked.answer(
        "after", "subject_told_on"
    )
    place, rule = "after.subject_told_on", ""
    if answer == "may" and not told:
        rule = "Enter when the person was told, or say why it is not needed."
    elif answer == "not_needed" and not at.asked.answer("telling", "telling_why"):
        place, rule = "telling.telling_why", "Say why telling them is not needed."
    return at.gate(
        "subject_told", place, "Person told", rule, stage=Stage.CLOSING
    )  # fmt: skip

"""No more than is necessary, and nothing sensitive without a condition for it."""

from collections.abc import Iterator

from isteam_app.domain.disclosure_gates.gate import Bench, Gate, State
from isteam_app.domain.forms import Entry


def extent(at: Bench) -> Iterator[Gate]:
    items = at.asked.all("item")
    yield at.gate(
        "items",
        "item.category",
        "Items asked for",
        "" if items else "List what they ask for, one kind of data each.",
    )
    if items:
        yield _least(at, items)
    yield from _people(at)
    yield _special(at)
    if not at.compels:
        yield _necessary(at)


def _least(at: Bench, items: tuple[Entry, ...]) -> Gate:
    narrowed = at.asked.answer("asked", "wide_reason") or at.asked.answer(
        "asked", "narrowed"
    )
    place, rule, state = "asked.wide_reason", "", State.MET
    for item in items:
        first, last = item.day("from"), item.day("to")
        if first and last and last < first:
            place = "item.to"
            rule = f"{_name(item)}: the last day is before the first."
            state = State.BLOCKED
            break
        if not rule and not narrowed and (why := _too_wide(at, item)):
            rule = f"{_name(item)}: {why} Say why, or agree on less."
            state = State.MISSING
    return at.gate(
        "minimum_necessary", place, "Minimum necessary", rule, state=state
    )  # fmt: skip


def _too_wide(at: Bench, item: Entry) -> str:
    if item["category"] in at.rules.categories.undated:
        return ""
    first, last = item.day("from"), item.day("to")
    if first is None or last is None:
        return "no first and last day."
    days = (last - first).days + 1
    widest = at.settings.widest_days
    return f"{days:,} days, more than {widest}." if days > widest else ""


def _name(item: Entry) -> str:
    return item["what"] or item["category"]


def _people(at: Bench) -> Iterator[Gate]:
    count, most = at.asked.people, at.settings.most_subjects
    if count > most:
        reason = at.asked.answer("asked", "wide_reason")
        yield at.gate(
            "many_people",
            "asked.wide_reason",
            f"{count:,} people",
            "" if reason else f"More than {most}: say why so many are needed.",
        )


def _special(at: Bench) -> Gate:
    rule, place, state = "", "asked.special", State.MISSING
    special = at.said("asked", "special")
    article9 = at.asked.answer("grounds", "article9")
    ground = at.rules.ground("article9", article9)
    if special is None:
        rule = "Say whether it holds special category or offence data."
    elif special and at.gateway.no_special:
        rule = f"{at.gateway.name}: never told such data. Strike it with the reason."
        state = State.BLOCKED
    elif special and ground is None:
        rule, place = "Choose what allows it (Article 9 or 10).", "grounds.article9"
    elif (
        special
        and ground is not None
        and ground.condition
        and not at.asked.answer("grounds", "schedule1")
    ):
        rule, place = "Choose the condition of Schedule 1.", "grounds.schedule1"
    return at.gate(
        "special_category",
        place,
        "Special category or offence data",
        rule,
        state=state if rule else State.MET,
    )


def _necessary(at: Bench) -> Gate:
    if not at.asked.answer("necessity", "why"):
        place, rule = "necessity.why", "Enter why they need it."
    elif not at.asked.answer("necessity", "less"):
        place, rule = "necessity.less", "Enter why less would not do."
    else:
        place, rule = "necessity.why", ""
    return at.gate("necessity", place, "Why less would not do", rule)

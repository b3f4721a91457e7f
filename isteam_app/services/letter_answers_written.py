"""The fields of a letter that are put together from several answers of a case."""

from dataclasses import dataclass

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.cases import Case, CaseKind
from isteam_app.domain.dates import full_date
from isteam_app.domain.forms import NO, YES, Entry, standing
from isteam_app.letters.field import Value
from isteam_app.letters.fields import spoken

_FOUND = {"found": "We found data", "nothing": "We found nothing"}
_CHANNELS = {
    "post": "by post",
    "email": "by email",
    "phone": "by phone",
    "sms": "by text message",
    "automated": "by automated calls",
    "fax": "by fax",
    "other": "by other electronic means",
}
_SCOPES = {
    "own": "our own products",
    "similar": "similar products",
    "third_party": "other companies' products",
}
_EXEMPTIONS = {
    "third_party": "It is about other people as well",
    "crime": "It is needed to prevent or solve crime, or for taxes",
    "legal": "It is confidential between us and our lawyers",
    "proceedings": "It is needed for legal proceedings",
    "management": "It is part of planning the business",
    "negotiations": "It would show what we intend in negotiations with you",
    "references": "It is a reference given in confidence",
    "other": "An exemption in law applies to it",
}
_CONCLUSIONS = {
    "upheld": "You are right about this.",
    "part": "You are right about part of this.",
    "not_upheld": "We have found that this was done as it should be.",
}
_NOT_TOLD = {
    "impossible": "it is impossible to tell them",
    "disproportionate": "telling them would take disproportionate effort",
    "exempt": "the law lets us not tell them",
}
_SUPPRESSED = "a short note of your name and address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A case with its forms, as a letter starts from it.

    `to` is the entry of the third party the letter goes to; `awaited` what the person
    was asked for and has not sent; `expected_by` the day of the outcome, "" once past.
    """

    case: Case
    entries: tuple[Entry, ...]
    to: Entry | None = None
    awaited: str = ""
    expected_by: str = ""

    def of(self, form: str) -> tuple[Entry, ...]:
        """Return the entries of a form that count; of others only the one meant."""
        if self.to is not None and self.to.form == form:
            return (self.to,)
        return standing(self.entries, form)


def searches(known: Known) -> str:
    """Say what was searched, how, and what came of it."""
    said = []
    for entry in known.of("search"):
        if entry["result"] not in _FOUND:
            continue
        terms = f", for {_flat(entry['terms'])}" if entry["terms"] else ""
        said.append(f"{entry['system']}{terms}. {_FOUND[entry['result']]}.")
    return "\n".join(said)


def enclosures(known: Known) -> Value:
    """List what is given, and say where parts are blacked out if that may be said."""
    given = []
    for entry in known.of("item"):
        if entry["decision"] == "given":
            given.append(entry["item"])
        elif entry["decision"] == "redacted":
            may_say = entry["say"] != NO
            parts = " (parts are blacked out)" if may_say else ""
            given.append(f"{entry['item']}{parts}")
    return tuple(given)


def withheld(known: Known) -> Value:
    """List what is held back, without what may not even be named."""
    return tuple(
        entry["item"]
        if entry["decision"] == "withheld"
        else f"Parts of {entry['item']}"
        for entry in _named_back(known)
    )


def withheld_reason(known: Known) -> str:
    """Give the exemption and the reason for each thing that is held back."""
    reasons = []
    for entry in _named_back(known):
        why = _EXEMPTIONS.get(entry["exemption"], "")
        said = ". ".join(filter(None, (why, entry["reason"].rstrip(". \n"))))
        if said:
            reasons.append(f"{entry['item']}: {said}.")
    return "\n".join(reasons)


def _named_back(known: Known) -> tuple[Entry, ...]:
    return tuple(
        entry
        for entry in known.of("item")
        if entry["decision"] in ("withheld", "redacted") and entry["say"] != NO
    )


def fee_amount(known: Known) -> str:
    """Return the fee with its pound sign."""
    amount = next((entry["amount"] for entry in known.of("fee")), "")
    return _money(amount)


def corrected(known: Known) -> Value:
    """Say of each correction how it stood and how it stands now."""
    return tuple(
        _correction(entry)
        for entry in known.of("correction")
        if entry["decision"] in ("corrected", "completed")
    )


def _correction(entry: Entry) -> str:
    old, new = _flat(entry["old"]), _flat(entry["new"])
    if entry["decision"] == "completed":
        statement = f" “{new}”" if new else ""
        return f"{entry['item']}: your statement{statement} was added"
    if not new:
        return entry["item"]
    was = f"it was “{old}” and " if old else "it "
    return f"{entry['item']}: {was}is now “{new}”"


def changed_on(known: Known) -> str:
    """Return the day of an erasure, a restriction or the last correction."""
    for form, question in (("erasure", "erased_on"), ("restriction", "start")):
        days = [day for each in known.of(form) if (day := each.day(question))]
        if days:
            return full_date(max(days))
    made = [
        moment.date()
        for each in known.of("correction")
        if (moment := each.changed_at or each.made_at)
    ]
    return full_date(max(made)) if made else ""


def change_made(known: Known) -> str:
    """Tell a recipient what was changed."""
    if known.case.kind is CaseKind.ERASURE:
        erased = [_flat(each["erased"], "; ") for each in known.of("erasure")]
        return f"We have erased this data: {'; '.join(erased)}." if erased else ""
    if known.case.kind is CaseKind.RESTRICTION:
        scopes = [_flat(each["scope"]) for each in known.of("restriction")]
        said = f"We only store this data now: {'; '.join(scopes)}."
        return said if scopes else ""
    return "\n".join(corrected(known))


def suppressed(known: Known) -> str:
    kept = any(entry["suppressed"] == YES for entry in known.of("erasure"))
    return _SUPPRESSED if kept else ""


def recipients_not_told(known: Known) -> Value:
    """List who is not told of a change, and why."""
    return tuple(
        ". ".join(filter(None, (f"{each['name']}: {why}", _flat(each["reason"]))))
        for each in known.of("recipient")
        if (why := _NOT_TOLD.get(each["told"]))
    )


def holders(known: Known) -> Value:
    """List who has the data, what of it, and since when."""
    listed = []
    for entry in known.of("recipient"):
        day = entry.day("disclosed_on")
        given = f"given on {full_date(day)}" if day else ""
        said = ", ".join(filter(None, (entry["had"], given)))
        listed.append(f"{entry['name']}: {said}" if said else entry["name"])
    return tuple(listed)


def package_sent(known: Known) -> str:
    for entry in known.of("package"):
        if entry["destination"] == "controller":
            return f"to {entry['controller'] or 'the other company'}, as you asked"
        if entry["destination"] == "person":
            return "to you"
    return ""


def marketing_stopped(known: Known) -> Value:
    """Say what was stopped: by which ways, for whose products, from when."""
    stopped = []
    for entry in known.of("suppression"):
        ways = spoken(tuple(_CHANNELS.get(c, c) for c in entry.chosen("channels")))
        scopes = spoken(tuple(_SCOPES.get(s, s) for s in entry.chosen("scopes")))
        day = entry.day("effective")
        since = f", from {full_date(day)}" if day else ""
        stopped.append(f"{ways}, for {scopes}{since}")
    return tuple(stopped)


def conclusions(known: Known) -> str:
    """Answer each issue of a complaint on its own: what was done and what was found."""
    issues = known.of("issue")
    said = []
    for number, entry in enumerate(issues, start=1):
        count = f"{number}. " if len(issues) > 1 else ""
        lines = (
            f"{count}{entry['issue']}",
            entry["enquiries"],
            entry["findings"],
            _CONCLUSIONS.get(entry["finding"], ""),
        )
        said.append("\n".join(filter(None, lines)))
    return "\n\n".join(said)


def remedy(known: Known) -> str:
    """Say what is put right, and what keeps it from happening again."""
    said = []
    for entry in known.of("redress"):
        paid = (
            f"We are paying you {_money(entry['amount'])}." if entry["amount"] else ""
        )
        said += [entry["redress"], paid]
    for entry in known.of("remedy"):
        said += [entry["remedy"], entry["prevention"]]
    return "\n\n".join(dict.fromkeys(filter(None, said)))


def controller_address(known: Known) -> str:
    for entry in known.of("controller"):
        return ", ".join(parse_address(entry["address"]).printed())
    return ""


def identifier(known: Known) -> str:
    """Return the name and address by which others find the person in their records."""
    return ", ".join(known.case.subject.address.printed(known.case.subject.name))


def given_on(known: Known) -> str:
    day = known.to.day("disclosed_on") if known.to else None
    return full_date(day) if day else ""


def _money(amount: str) -> str:
    return f"£{amount}" if amount[:1].isdecimal() else amount


def _flat(text: str, joined: str = ", ") -> str:
    return joined.join(line.strip() for line in text.splitlines() if line.strip())

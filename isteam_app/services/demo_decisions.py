"""How the made-up team decides the cases of a demonstration vault."""

from collections.abc import Mapping

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, CaseKind
from isteam_app.domain.forms import YES, Entry, Form, standing
from isteam_app.services.cases import case_page
from isteam_app.services.decisions import decide
from isteam_app.services.entries import add_entry, change_entry
from isteam_app.services.session import Session

_OUTCOMES = {CaseKind.ACCESS: "given", CaseKind.COMPLAINT: "upheld"}
_REASONS = {
    CaseKind.ACCESS: "All that was found can be given.",
    CaseKind.COMPLAINT: "The driver did not leave a card.",
}
_FOUND_IN = ("Mail tracking", "Customer records")
_NEW: Mapping[str, Mapping[str, str]] = {
    "item": {"item": "Delivery records, 4 pages", "decision": "given"},
    "issue": {
        "issue": "A parcel was left with a neighbour, and no card said so",
        "enquiries": "We read the delivery records and talked to the driver.",
        "findings": "The parcel was left next door at 10:42. No card was left.",
        "finding": "upheld",
    },
    "remedy": {
        "remedy": "We are sorry. Your address is now marked for delivery to you only.",
        "root_cause": "training",
        "prevention": "The driver has been shown again what to do when nobody is at "
        "home.",
    },
}


def decide_case(session: Session, case: Case) -> Case:
    """Fill in the forms of a case and decide it in the person's favour."""
    definition = CASE_TYPES[case.kind]
    outcome = _OUTCOMES.get(case.kind, "")
    if not outcome:
        return case
    with session.vault.read() as vault:
        entries = vault.entries.for_case(case.id)
    for form in definition.forms:
        kept = standing(entries, form.key)
        for entry in kept:
            change_entry(
                session, entry, dict(entry.values) | dict(_filled(session, entry))
            )
        wanted = outcome in form.wanted_for or form.key == "item"
        if not kept and wanted:
            add_entry(session, case, form.key, _NEW.get(form.key) or _said(form))
    case = case_page(session, case.id).case
    return decide(session, case, outcome=outcome, reason=_REASONS[case.kind])


def _filled(session: Session, entry: Entry) -> Mapping[str, str]:
    today = session.today.isoformat()
    if entry.form == "hold":
        return {"confirmed_by": session.member.name, "released_on": today}
    if entry.form != "search":
        return {}
    found = entry["system"] in _FOUND_IN
    return {
        "who": session.member.name,
        "terms": "the name and the address",
        "done_on": today,
        "result": "found" if found else "nothing",
    }


def _said(form: Form) -> Mapping[str, str]:
    """Tick everything: the letter of a demonstration says all it must."""
    return {
        question.key: question.offered[0][0] if question.offered else YES
        for question in form.questions
    }

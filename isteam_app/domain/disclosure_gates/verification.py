"""Whether who asks is who they say: rung back on a number we found ourselves."""

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosure_gates.gate import Bench, Gate
from isteam_app.domain.forms import YES, Entry
from isteam_app.domain.organisation_edits import number_problem
from isteam_app.domain.text import fold

_STRONG = ("callback", "in_person")
"""The checks that count where a call back is wanted."""


def verification(at: Bench) -> Gate:
    checks = at.asked.all("check")
    lacking = [_lacking(at, check) for check in checks]
    words = "Requester checked"
    if at.gateway.call_back and at.settings.call_back_wanted:
        words = "Call back on the published number"
    rule = "Ring them back, and record who did, when and on which number."
    if lacking:
        rule = "" if "" in lacking else lacking[-1]
    return at.gate("requester_verified", "check.method", words, rule)


def _lacking(at: Bench, check: Entry) -> str:
    """Return what a check lacks before it proves anything, "" for nothing."""
    day = check.day("on")
    if check["result"] != "confirmed":
        return "The last check did not confirm who asks."
    if not check["by"]:
        return "Enter who made the check."
    if day is None:
        return "Enter the day of the check."
    if day > at.today:
        return "The check is dated in the future."
    if day < at.received:
        return "The check was made before the request was received."
    return _weak(at, check)


def _weak(at: Bench, check: Entry) -> str:
    method = check["method"]
    wanted = at.gateway.call_back and at.settings.call_back_wanted
    if wanted and method not in _STRONG:
        return "Ring them back on a published number, or see their warrant card."
    if method == "callback":
        return _number(at, check)
    if method == "secure_domain":
        return _domain(at)
    return ""


def _number(at: Bench, check: Entry) -> str:
    """Say what is wrong with the number that was called."""
    called = digits(check["number"])
    known = digits(at.asked.organisation.switchboard) if at.asked.organisation else ""
    if not called:
        return "Enter the number that was called."
    if check["directory"] != YES:
        return "A number given in their letter is not enough: use the directory's."
    if not known:
        return (
            "The directory holds no number of theirs. Enter one there, found "
            "independently of the letter."
        )
    if not called.startswith(known):
        return "The number called is not the one that the directory holds."
    return _too_old(at, check)


def _too_old(at: Bench, check: Entry) -> str:
    """Say that the directory's number was found too long before it was called."""
    known, day = at.asked.organisation, check.day("on")
    if known is None or known.checked_on is None or day is None:
        return ""
    if not number_problem(known, at.settings.number_months, day):
        return ""
    return (
        f"The directory's number was found on {long_date(known.checked_on)}. Look it "
        "up again, and ring them on what you find."
    )


def _domain(at: Bench) -> str:
    written = fold(at.asked.answer("requester", "email")).rpartition("@")[2]
    known = fold(at.asked.organisation.domain) if at.asked.organisation else ""
    known = known.removeprefix("@")
    if not known:
        return "The directory holds no email domain of theirs. Enter it there."
    if written != known and not written.endswith("." + known):
        return f"The email did not come from {known}."
    return ""


def digits(number: str) -> str:
    """Return a number as it is dialled here: "+44 1632 960001" is 01632960001."""
    bare = "".join(each for each in number if each in "0123456789")
    for abroad in ("0044", "44"):
        if bare.startswith(abroad) and len(bare) > 10:
            return "0" + bare.removeprefix(abroad).removeprefix("0")
    return bare

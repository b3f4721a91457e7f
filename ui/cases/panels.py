"""Makes the panel that asks for something over a case, and knows how it comes back."""

from collections.abc import Mapping
from dataclasses import replace

from isteam_app.domain.cases import CaseKind, CaseState
from isteam_app.services.cases import CasePage
from isteam_app.services.corrections import acting_as
from isteam_app.services.intake import window_lines
from isteam_app.services.session import Session
from ui.cases.approve_panel import ApprovePanel
from ui.cases.asks import (
    APPROVE,
    ASSIGN,
    CORRECT,
    DECIDE,
    FORM,
    LINK,
    MOVE,
    PACKAGE,
    REGULATOR,
    SERVICE,
    STANDING,
    Ask,
    ask_form,
)
from ui.cases.case_panel import CasePanel
from ui.cases.correction_panel import CorrectionPanel
from ui.cases.decide_panel import DecidePanel
from ui.cases.form_panel import FormPanel
from ui.cases.link_panel import LinkPanel, RegulatorPanel
from ui.cases.moves import ask_event
from ui.cases.notices import notice_of
from ui.cases.package_panel import PackagePanel
from ui.cases.record_panel import RecordPanel
from ui.common.choice_fields import Choices

_CLOSED = "The case is closed. Reopen it first, with the reason."


def panel_for(session: Session, page: CasePage, ask: Ask) -> CasePanel | None:
    """Return the panel for what is asked, or None where the case has no such thing."""
    if ask.what == CORRECT:
        lines = window_lines(session)
        acts = acting_as(session, page.case)
        return CorrectionPanel(page.case, lambda: session.today, lines, acts)
    if ask.what == DECIDE:
        return DecidePanel(page, session.settings())
    if ask.what == APPROVE:
        waits = page.case.state is CaseState.FOR_APPROVAL
        return ApprovePanel(page) if waits else None
    if ask.what == FORM:
        return _form_panel(session, page, ask)
    if ask.what in (LINK, REGULATOR, PACKAGE):
        return _outward(session, page, ask)
    panel = RecordPanel(ask, lambda: session.today, _choices(session, page, ask))
    if ask.what in (ASSIGN, SERVICE) and panel.choice is not None:
        chosen = page.case.owner if ask.what == ASSIGN else page.case.service
        panel.choice.set_value(chosen)
    return panel


def _outward(session: Session, page: CasePage, ask: Ask) -> CasePanel | None:
    """Return the panel for what leads away from the case, to others."""
    if ask.what == LINK:
        return LinkPanel(page.case)
    if ask.what == REGULATOR:
        return RegulatorPanel(lambda: session.today, session.settings().regulator.name)
    return PackagePanel(page) if _may_pack(page) else None


def _may_pack(page: CasePage) -> bool:
    return page.case.is_open and page.case.kind is CaseKind.PORTABILITY


def ask_kept(page: CasePage, kept: Mapping[str, str]) -> Ask | None:
    """Return what a panel had asked for, from what was kept of its typing."""
    what = kept.get("what", "")
    if what == FORM:
        entry = kept.get("entry", "0")
        return ask_form(kept.get("form", ""), int(entry) if entry.isdecimal() else 0)
    if what == MOVE:
        ask = ask_event(page, kept["event"]) if "event" in kept else None
        return replace(ask, text="") if ask else None
    return STANDING.get(what)


def _form_panel(session: Session, page: CasePage, ask: Ask) -> FormPanel | None:
    form = page.definition.form(ask.form)
    entry = next((one for one in page.entries if one.id == ask.entry), None)
    if form is None or (ask.entry and entry is None):
        return None
    if entry is None and not form.many:
        standing = (one for one in page.entries if one.form == form.key)
        entry = next((one for one in standing if not one.struck), None)
    later = page.definition.after_close and form.key in ("recipient", "restriction")
    locked = "" if page.case.is_open or later else _CLOSED
    letter = notice_of(page, form)
    return FormPanel(form, entry, lambda: session.today, locked, letter)


def _choices(session: Session, page: CasePage, ask: Ask) -> Choices:
    if ask.what == ASSIGN:
        names = dict.fromkeys(name for name in (*page.team, page.case.owner) if name)
        return (("", "Nobody"), *((name, name) for name in names))
    if ask.what == SERVICE:
        settings = session.settings()
        usual = ("", f"The usual post, {_days(settings.delivery_days)}")
        each = (
            (one.name, f"{one.name}, {_days(one.days)}") for one in settings.services
        )
        return (usual, *each)
    return ()


def _days(days: int) -> str:
    return f"{days} working day{'s' * (days != 1)}"

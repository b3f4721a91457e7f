"""Makes the panel that asks for something over a request."""

from collections.abc import Sequence

from isteam_app.domain.disclosure_gates import Gate
from isteam_app.services.disclosures import RequestPage
from isteam_app.services.request_letter_words import wanted
from isteam_app.services.session import Session
from ui.disclosures.live_gates import barring, barring_at_once
from ui.disclosures.lock_panel import LOCK, REVIEW, ReviewLockPanel, SetLockPanel
from ui.disclosures.move_panel import APPROVE, MORE, MOVES, NOW, ApprovePanel, MovePanel
from ui.disclosures.record_panel import RECORD, RecordDesk, RecordPanel
from ui.disclosures.request_panel import RequestPanel
from ui.disclosures.request_words import decision_facts, may_be_cleared, seen_by


def panel_for(
    session: Session,
    page: RequestPage,
    found: Sequence[Gate],
    key: str,
    desk: RecordDesk,
) -> RequestPanel | None:
    """Return the panel for an act, or None where the request has no such thing."""
    if key == APPROVE:
        return ApprovePanel(
            decision_facts(page), page.rights.approve, cover=page.rights.note_needed
        )
    if key == LOCK:
        return SetLockPanel(lambda: session.today)
    if key == REVIEW:
        return _review(session, page)
    if key == RECORD:
        return RecordPanel(session, page, desk)
    if key not in MOVES:
        return None
    panel = MovePanel(MOVES[key])
    if key == MORE:
        kind = page.request.kind
        named = wanted(found, kind, page.rules, page.settings)
        panel.text.set_value("\n".join(each[:1].upper() + each[1:] for each in named))
    follow_gates(panel, page, found)
    return panel


def follow_gates(panel: RequestPanel, page: RequestPage, found: Sequence[Gate]) -> None:
    """Show in a panel what stands in the way of its decision, or is written by now."""
    if isinstance(panel, MovePanel) and panel.key == NOW:
        panel.set_in_the_way(barring_at_once(found))
    elif isinstance(panel, MovePanel) and panel.asked_move.decisions:
        emergency = page.request.to_look_over
        panel.set_in_the_way(barring(found, panel.decision(), emergency=emergency))
    elif isinstance(panel, RecordPanel):
        panel.follow(page)


def _review(session: Session, page: RequestPage) -> RequestPanel | None:
    if page.lock is None:
        return None
    return ReviewLockPanel(
        page.lock,
        lambda: session.today,
        seen_by=seen_by(page.team, page.sees_lock),
        named=page.sees_lock,
        others=() if page.rights.lift else may_be_cleared(page.team, page.sees_lock),
        may_lift=page.rights.lift,
    )

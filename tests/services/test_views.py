"""Saved views: the built-in ones with their counts, and the team's own."""

import pytest
from builders import new_post

from isteam_app.errors import RuleBroken
from isteam_app.services.cases import assign
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.views import (
    BUILT_IN,
    MOST_OWN,
    delete_view,
    rename_view,
    save_view,
    views,
)


def own(session: Session) -> list[tuple[str, str, int | None]]:
    return [(v.name, v.words, v.count) for v in views(session) if v.own]


def test_every_built_in_view_counts(session: Session) -> None:
    first = receive_post(session, new_post()).cases[0]
    receive_post(session, new_post(name="Mr Abel Quennell"))
    assign(session, first, "")
    counts = {view.name: view.count for view in views(session)}
    assert list(counts) == [view.name for view in BUILT_IN]
    assert (counts["Open"], counts["Mine"], counts["Nobody's"]) == (2, 1, 1)
    assert (counts["Overdue"], counts["For approval"]) == (0, 0)


def test_a_view_is_saved_renamed_and_deleted(session: Session) -> None:
    receive_post(session, new_post())
    save_view(session, "  Access ,  mine ", "type:access   owner:me")
    assert own(session) == [("Access , mine", "type:access owner:me", 1)]
    rename_view(session, "Access , mine", "Loose ends")
    assert own(session) == [("Loose ends", "type:access owner:me", 1)]
    rename_view(session, "Loose ends", "Loose ends")
    delete_view(session, "Loose ends")
    assert own(session) == []
    with session.vault.read() as vault:
        actions = [entry.action for entry in vault.audit.page(limit=4).rows]
    assert actions[:3] == ["view.deleted", "view.renamed", "view.saved"]


def test_a_view_that_cannot_be_kept(session: Session) -> None:
    save_view(session, "Loose ends", "owner:nobody")
    for name, words, said in (
        ("", "is:open", "Enter a name"),
        ("x" * 31, "is:open", "30"),
        ("MINE", "is:open", "of that name"),
        ("loose ends", "is:open", "of that name"),
        ("Colours", "colour:red", "colour:"),
        ("Nothing", "  ", "the line is empty"),
    ):
        with pytest.raises(RuleBroken, match=said):
            save_view(session, name, words)
    with pytest.raises(RuleBroken, match="not there any more"):
        rename_view(session, "Gone", "Other")
    for number in range(MOST_OWN - 1):
        save_view(session, f"View {number}", "is:open")
    with pytest.raises(RuleBroken, match="Delete one"):
        save_view(session, "One more", "is:open")

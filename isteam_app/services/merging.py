"""Makes two records of one person into one, and undoes it."""

from isteam_app.domain.people import Merge, Person, who_sees
from isteam_app.errors import RuleBroken
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change


def merge_people(session: Session, keep: Person, merge: Person, reason: str) -> Merge:
    """Move everything of one record to another of the same person. It can be undone.

    Raises RuleBroken when they are one record, one of them is merged already, one acts
    for the other, or no reason is given; ChangedMeanwhile.
    """
    if keep.id == merge.id:
        raise RuleBroken(
            "These are one and the same record. Choose the other record of the person.",
            field="other",
        )
    if not reason.strip():
        raise RuleBroken(
            "Say how you know that both are the same person. It is kept.",
            field="reason",
        )
    with session.vault.change(
        "people.merged", by=session.member.name, at=session.now()
    ) as work:
        kept, merged = work.people.get(keep.id), work.people.get(merge.id)
        _check(work, kept, merged)
        made = work.merges.add(kept, merged, reason.strip())
        work.commit()
    return made


def undo_merge(session: Session, merge: Merge) -> Merge:
    """Make two records of a merged one again: what the merge moved goes back.

    Raises RuleBroken when it was undone already or a later merge stands in the way.
    """
    with session.vault.change(
        "people.unmerged", by=session.member.name, at=session.now()
    ) as work:
        known = work.merges.get(merge.id)
        if known.undone_at is not None:
            raise RuleBroken("This merge was undone already.")
        if known.kept.merged_into is not None:
            raise RuleBroken(
                f"{known.kept.name} was merged into another record since. Undo that "
                "merge first, on the page of the record that was kept."
            )
        undone = work.merges.undo(known)
        work.commit()
    return undone


def _check(work: Change, kept: Person, merged: Person) -> None:
    for person in (kept, merged):
        if person.merged_into is not None:
            raise RuleBroken(
                f"{person.name} was merged into another record already. Open that one, "
                "or undo the merge first.",
                field="other",
            )
    limits = work.sight.of_person(kept.id) + work.sight.of_person(merged.id)
    if not who_sees(limits, [each.name for each in work.members.all()]):
        raise RuleBroken(
            "Different people of the team may see the two records, and nobody could "
            "see the merged one. Lift a limit first.",
            field="other",
        )
    both = {kept.id, merged.id}
    for given in work.representations.between(kept.id, both) + (
        work.representations.between(merged.id, both)
    ):
        if given.ended_on is None:
            raise RuleBroken(
                f"{given.representative.name} acts for {given.subject.name}, so they "
                "are two people. If that is a mistake, end the authority first.",
                field="other",
            )

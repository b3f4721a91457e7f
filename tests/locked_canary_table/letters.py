"""What is asked of letters and their printing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from isteam_app.domain.letters import Enclosure, LetterState
from isteam_app.services import (
    intake_hints,
    letter_also,
    letter_approval,
    letter_batches,
    letter_check,
    letter_doubts,
    letter_editing,
    letter_enclosures,
    letter_page_choices,
    letters,
    print_desk,
    replies,
)
from locked_canary_table.at import At, outcome

READS: Mapping[str, Callable[[At], Any]] = {
    "letter_check.check_again": lambda at: (
        letter_check.check_again(at.session, at.aviary.letter.id),
        at.stale(lambda canary: letter_check.check_again(at.session, canary.letter.id)),
    ),
    "letter_check.recipient_of": lambda at: (
        letter_check.recipient_of(at.session, at.aviary.letter.id),
        at.stale(lambda canary: letter_check.recipient_of(at.session, canary.draft.id)),
    ),
    "letter_also.could_also_answer": lambda at: (
        letter_also.could_also_answer(at.session, at.aviary.letter.id),
        at.stale(
            lambda canary: letter_also.could_also_answer(at.session, canary.draft.id)
        ),
    ),
    "letter_enclosures.offered": lambda at: (
        letter_enclosures.offered(at.session, at.aviary.letter.id),
        at.stale(lambda canary: letter_enclosures.offered(at.session, canary.draft.id)),
    ),
    "letters.letter_pdf": lambda at: at.stale(
        lambda canary: letters.letter_pdf(at.session, canary.letter.id)
    ),
    "letters.open_desk": lambda at: (
        letters.open_desk(at.session, at.aviary.letter.id),
        at.stale(lambda canary: letters.open_desk(at.session, canary.draft.id)),
    ),
    "letter_batches.batch_of": lambda at: at.stale(
        lambda canary: letter_batches.batch_of(at.session, canary.letter.id)
    ),
    "letter_batches.batch_preview": lambda at: at.stale(
        lambda canary: letter_batches.batch_preview(at.session, canary.letter.id)
    ),
    "intake_hints.reply_hints": lambda at: at.stale(
        lambda canary: intake_hints.reply_hints(at.session, canary.letter.reference)
    ),
    "replies.find_reply": lambda at: at.stale(
        lambda canary: replies.find_reply(at.session, canary.letter.reference)
    ),
    "print_desk.letter": lambda at: at.stale(
        lambda canary: print_desk.letter(at.session, canary.letter.id)
    ),
    "print_desk.letter_counts": lambda at: print_desk.letter_counts(at.session),
    "print_desk.letters_waiting": lambda at: print_desk.letters_waiting(at.session),
    "print_desk.list_letters": lambda at: print_desk.list_letters(
        at.session, tuple(LetterState)
    ),
    "print_desk.posting_services": lambda at: print_desk.posting_services(at.session),
}

IN_HAND: Mapping[str, Callable[[At], Any]] = {
    "letter_approval.approve": lambda at: at.stale(
        lambda canary: letter_approval.approve(
            at.session,
            replace(canary.draft, version=0, state=LetterState.FOR_APPROVAL),
            "as_written",
        )
    ),
    "letter_approval.back_to_draft": lambda at: at.stale(
        lambda canary: letter_approval.back_to_draft(
            at.session, replace(canary.draft, version=0), "It differs."
        )
    ),
    "letter_approval.send_back": lambda at: at.stale(
        lambda canary: letter_approval.send_back(
            at.session,
            replace(canary.draft, version=0, state=LetterState.FOR_APPROVAL),
            "tone",
        )
    ),
    "letter_approval.submit": lambda at: at.stale(
        lambda canary: letter_approval.submit(
            at.session, replace(canary.draft, version=0)
        )
    ),
    "letter_approval.take_back": lambda at: at.stale(
        lambda canary: letter_approval.take_back(
            at.session,
            replace(
                canary.draft,
                version=0,
                state=LetterState.APPROVED,
                submitted_by=at.session.member.name,
            ),
        )
    ),
    "letter_approval.why_not_by_me": lambda at: at.stale(
        lambda canary: letter_approval.why_not_by_me(at.session, canary.draft)
    ),
    "letter_also.answer_also": lambda at: at.stale(
        lambda canary: letter_also.answer_also(
            at.session, replace(canary.draft, version=0), ()
        )
    ),
    "letter_enclosures.enclose": lambda at: at.stale(
        lambda canary: letter_enclosures.enclose(
            at.session, replace(canary.draft, version=0), "A list", 1
        )
    ),
    "letter_enclosures.take_out": lambda at: at.stale(
        lambda canary: letter_enclosures.take_out(
            at.session,
            replace(canary.draft, version=0),
            Enclosure(letter_id=canary.draft.id, title="A list", pages=1),
        )
    ),
    "letter_approval.standing_of": lambda at: at.stale(
        lambda canary: letter_approval.standing_of(
            at.session, letters.open_desk(at.session, canary.draft.id)
        )
    ),
    "letter_editing.looked": lambda at: at.stale(
        lambda canary: letter_editing.looked(
            at.session, letters.open_desk(at.session, canary.draft.id), "Body", {}
        )
    ),
    "letter_page_choices.choose_page": lambda at: at.stale(
        lambda canary: letter_page_choices.choose_page(
            at.session,
            replace(canary.draft, version=0),
            envelope="",
            body_size=0,
            signatory="",
            with_signature=False,
        )
    ),
    "letter_doubts.still_right": lambda at: at.stale(
        lambda canary: letter_doubts.still_right(
            at.session, replace(canary.draft, version=0, doubt="It moved."), "Looked"
        )
    ),
    "letter_doubts.write_anew": lambda at: at.stale(
        lambda canary: letter_doubts.write_anew(
            at.session, replace(canary.letter, version=0)
        )
    ),
    "letters.discard_draft": lambda at: at.stale(
        lambda canary: letters.discard_draft(
            at.session, replace(canary.draft, version=0)
        )
    ),
    "letters.finalise": lambda at: at.stale(
        lambda canary: letters.finalise(at.session, replace(canary.draft, version=0))
    ),
    "letters.ready_to_make": lambda at: at.stale(
        lambda canary: letters.ready_to_make(
            at.session, replace(canary.draft, version=0)
        )
    ),
    "letters.save_draft": lambda at: at.stale(
        lambda canary: letters.save_draft(
            at.session, replace(canary.draft, version=0), "Body", {}
        )
    ),
    "letters.use_current_address": lambda at: at.stale(
        lambda canary: letters.use_current_address(
            at.session, replace(canary.draft, version=0)
        )
    ),
    "print_desk.mark_posted": lambda at: at.stale(
        lambda canary: print_desk.mark_posted(
            at.session, [canary.letter.id], on=at.session.today, service="First class"
        )
    ),
    "print_desk.mark_printed": lambda at: at.stale(
        lambda canary: print_desk.mark_printed(at.session, canary.letter.id)
    ),
}

NO_BATCH = "2026-11-23 10:42:00 Nothing"

BESIDE: Mapping[str, Callable[[At], Any]] = {
    "letter_batches.begin_batch": lambda at: letter_batches.begin_batch(
        at.session, [1], "rights-acknowledgement"
    ),
    "letter_batches.unfinished_batches": lambda at: letter_batches.unfinished_batches(
        at.session
    ),
    "letter_batches.batch_choices": lambda at: letter_batches.batch_choices(
        at.session, [1]
    ),
    "letter_batches.open_batch": lambda at: outcome(
        partial(letter_batches.open_batch, at.session, NO_BATCH)
    ),
    "letter_batches.look_over": lambda at: letter_batches.look_over(
        at.session, NO_BATCH
    ),
    "letter_batches.fill_in_each": lambda at: letter_batches.fill_in_each(
        at.session, NO_BATCH, {"reason": "Words"}
    ),
    "letter_batches.send_each": lambda at: letter_batches.send_each(
        at.session, NO_BATCH
    ),
    "letter_batches.finalise_each": lambda at: outcome(
        partial(letter_batches.finalise_each, at.session, NO_BATCH)
    ),
    "letters.start_letter": lambda at: letters.start_letter(
        at.session, 1, "rights-acknowledgement"
    ),
}

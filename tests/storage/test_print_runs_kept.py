"""Print runs, what was read back, the company's templates and pictures, as kept."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from vault_makers import AT, MEMBER, engine_of, new_letter, save_case

from isteam_app.domain.kept_templates import KeptPicture, KeptTemplate, TemplateState
from isteam_app.domain.letters import Letter
from isteam_app.domain.print_runs import PrintItem, PrintRun, PrintState, ScanBack
from isteam_app.errors import ChangedMeanwhile, NotFound, RuleBroken
from isteam_app.storage.engine import writing
from isteam_app.storage.vault import Vault

TODAY = date(2026, 11, 23)


@pytest.fixture
def letters(vault: Vault) -> tuple[Letter, ...]:
    case = save_case(vault)
    with vault.change("letter.started", by=MEMBER, at=AT) as change:
        made = tuple(
            change.letters.freeze(
                replace(change.letters.add(new_letter(case)), pages=1), b"%PDF a"
            )
            for _ in range(3)
        )
        change.commit()
    return made


def started(vault: Vault, letters: tuple[Letter, ...]) -> PrintRun:
    items = [PrintItem(run_id=0, letter_id=each.id, position=0) for each in letters]
    with vault.change("print_run.started", by=MEMBER, at=AT) as change:
        run = change.print_runs.add(PrintRun(name="", printer="post"), items, TODAY)
        change.commit()
    return run


def test_runs_of_a_day_are_named_one_after_the_other(
    vault: Vault, letters: tuple[Letter, ...]
) -> None:
    names = [started(vault, letters[:1]).name for _ in range(28)]
    assert names[:2] == ["2026-11-23 A", "2026-11-23 B"]
    assert names[25:] == ["2026-11-23 Z", "2026-11-23 AA", "2026-11-23 AB"]
    with vault.read() as reading:
        assert [run.name for run in reading.print_runs.open_runs()] == names
        assert reading.print_runs.latest(limit=1)[0].name == names[-1]


def test_what_was_being_sent_is_found_again(
    vault: Vault, letters: tuple[Letter, ...]
) -> None:
    run = started(vault, letters)
    with vault.change("print_run.sent", by=MEMBER, at=AT) as change:
        first, second, _ = change.print_runs.items(run.id)
        change.print_runs.update_item(replace(first, state=PrintState.SENT, job="7"))
        doubtful = change.print_runs.update_item(
            replace(second, state=PrintState.SENDING)
        )
        with pytest.raises(ChangedMeanwhile):
            change.print_runs.update_item(replace(second, state=PrintState.SENT))
        change.commit()
    with vault.read() as reading:
        assert reading.print_runs.in_doubt() == (doubtful,)
        assert [each.position for each in reading.print_runs.items(run.id)] == [1, 2, 3]
        assert len(reading.print_runs.of_letter(letters[1].id)) == 1


def test_what_was_printed_is_never_unprinted(
    vault: Vault, letters: tuple[Letter, ...]
) -> None:
    run = started(vault, letters)
    with vault.change("print_run.answered", by=MEMBER, at=AT) as change:
        first = change.print_runs.items(run.id)[0]
        change.print_runs.update_item(replace(first, state=PrintState.PRINTED))
        change.commit()
    for statement in (
        "UPDATE print_items SET state = 'waiting' WHERE position = 1",
        "UPDATE print_items SET letter_id = letter_id + 1 WHERE position = 2",
        "DELETE FROM print_items",
    ):
        with (
            writing(engine_of(vault)) as connection,
            connection.begin(),
            pytest.raises(IntegrityError, match="what was printed"),
        ):
            connection.exec_driver_sql(statement)


def test_what_was_read_back_is_kept_newest_first(
    vault: Vault, letters: tuple[Letter, ...]
) -> None:
    run = started(vault, letters)
    with vault.change("print_run.scanned", by=MEMBER, at=AT) as change:
        change.print_runs.note_scan(
            ScanBack(run_id=run.id, said="unknown", right=False)
        )
        change.print_runs.note_scan(
            ScanBack(
                run_id=run.id, said="letter 1", right=True, letter_id=letters[0].id
            )
        )
        change.commit()
    with vault.read() as reading:
        scans = reading.print_runs.scans(run.id)
    assert [(scan.said, scan.right) for scan in scans] == [
        ("letter 1", True),
        ("unknown", False),
    ]
    assert scans[0].by == MEMBER


def test_a_run_is_closed_once(vault: Vault, letters: tuple[Letter, ...]) -> None:
    run = started(vault, letters)
    with vault.change("print_run.closed", by=MEMBER, at=AT) as change:
        closed = change.print_runs.close(run)
        with pytest.raises(ChangedMeanwhile):
            change.print_runs.close(run)
        change.commit()
    assert closed.closed_by == MEMBER
    with vault.read() as reading:
        assert reading.print_runs.open_runs() == ()
        with pytest.raises(NotFound):
            reading.print_runs.get(99)


def kept(number: int, text: str = "Dear {{salutation}}") -> KeptTemplate:
    return KeptTemplate(key="extension-notice", number=number, text=text)


def test_a_template_in_use_is_replaced_and_never_altered(vault: Vault) -> None:
    with vault.change("template.started", by=MEMBER, at=AT) as change:
        second = change.templates.add(kept(2))
        second = change.templates.update(replace(second, text="Hello", note="Plainer"))
        second = change.templates.take_into_use(second)
        third = change.templates.take_into_use(change.templates.add(kept(3)))
        with pytest.raises(RuleBroken, match="never changed"):
            change.templates.update(replace(third, text="Other"))
        with pytest.raises(RuleBroken, match="already"):
            change.templates.add(kept(3))
        change.commit()
    with vault.read() as reading:
        assert reading.templates.in_use("extension-notice") == third
        states = [each.state for each in reading.templates.versions(second.key)]
        assert states == [TemplateState.IN_USE, TemplateState.OLD]
        found = reading.templates.find(second.key, 2)
        assert found is not None
        assert (found.text, found.note) == ("Hello", "Plainer")
    for statement in (
        "UPDATE template_versions SET text = 'x'",
        "DELETE FROM template_versions",
    ):
        with (
            writing(engine_of(vault)) as connection,
            connection.begin(),
            pytest.raises(IntegrityError, match="a template in use"),
        ):
            connection.exec_driver_sql(statement)


def test_a_draft_of_a_template_may_be_thrown_away(vault: Vault) -> None:
    with vault.change("template.started", by=MEMBER, at=AT) as change:
        change.templates.drop(change.templates.add(kept(2)))
        change.commit()
    with vault.read() as reading:
        assert reading.templates.current() == ()
        assert reading.templates.in_use("extension-notice") is None


def test_a_picture_comes_back_byte_for_byte(vault: Vault) -> None:
    data = bytes(range(256)) * 40
    logo = KeptPicture(kind="logo", name="mark.png", media_type="image/png", data=data)
    with vault.change("picture.kept", by=MEMBER, at=AT) as change:
        saved = change.pictures.add(logo)
        change.commit()
    with vault.read() as reading:
        assert reading.pictures.get(saved.id).data == data
        with pytest.raises(NotFound, match="Choose it again"):
            reading.pictures.get(saved.id + 1)

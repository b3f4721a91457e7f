"""The run that kills would notice a loss: it is tried on losses made on purpose."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from faults._acts import SAVE, Act, Missing
from faults._kills import Say, killed
from faults._report import Promise
from faults._vaults import Kept
from faults.kills import kill_over_and_over
from isteam_app.services.session import Session

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")


def test_a_line_counts_only_when_it_was_said_whole() -> None:
    def work(say: Say) -> None:
        say("ready")
        say("kept")
        time.sleep(60)
        say("never")

    death = killed(work, after=0.0, lines=2)
    assert death.said == ("ready", "kept")
    assert not death.finished


def test_work_that_breaks_down_is_told() -> None:
    def work(_say: Say) -> None:
        raise ValueError("out of order")

    assert "out of order" in killed(work, after=5.0).broken


def test_an_acknowledgement_of_nothing_is_a_loss(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def boast(kept: Kept, say: Say) -> None:
        say("ready")
        say("case IS-2026-00001")
        SAVE.work(kept, say)

    def after_boasting(session: Session, said: Sequence[str]) -> Missing:
        return SAVE.missing(session, ["case IS-2026-99999", *said])

    act = Act(name="boast", start=SAVE.start, work=boast, missing=after_boasting)
    assert kill_over_and_over(act, 1) == 1
    assert "IS-2026-99999 was acknowledged and is not there" in capsys.readouterr().out


def test_a_broken_vault_is_corrupt(capsys: pytest.CaptureFixture[str]) -> None:
    def start(place: Path) -> Kept:
        kept = SAVE.start(place)
        with (kept.folder / "vault.db").open("r+b") as file:
            file.seek(9 * 4096)
            file.write(bytes(4096))
        return kept

    act = Act(name="broken", start=start, work=_wait, missing=SAVE.missing)
    assert kill_over_and_over(act, 1) == 1
    assert "1 corrupt" in capsys.readouterr().out


def _wait(_kept: Kept, say: Say) -> None:
    for _ in range(6):
        say("ready")
    time.sleep(60)


def test_a_promise_without_a_count_is_not_kept() -> None:
    assert Promise("P0").report() == 1

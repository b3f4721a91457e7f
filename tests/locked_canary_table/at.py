"""Who asks while the canary sits in the vault, and what they had in hand."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from locked_canary import Aviary, Canary

from isteam_app.__main__ import main
from isteam_app.errors import IsteamError
from isteam_app.services import cases, disclosures, people
from isteam_app.services.session import Session


@dataclass(frozen=True)
class At:
    """Somebody at the vault, what they had in hand before, and a place for files.

    `in_hand`: what they had in hand is tried; what it gives cannot be compared.
    """

    session: Session
    aviary: Aviary
    place: Path
    name: str
    in_hand: bool = True

    @property
    def numbers(self) -> tuple[str, ...]:
        """The references of the canaries, where what they had in hand is tried."""
        return self.aviary.secrets[1:] if self.in_hand else ()

    def file(self, name: str) -> Path:
        return self.place / name

    def stale(self, act: Callable[[Canary], Any]) -> list[object]:
        """Do something with each canary as if it were still in hand; tell what came."""
        known = self.aviary.canaries if self.in_hand else ()
        return [outcome(partial(act, canary)) for canary in known]

    def command(self, *words: str, typed: str = "") -> tuple[int, str, str]:
        """Run a command as it is run at a terminal."""
        import contextlib
        import sys

        out, err = io.StringIO(), io.StringIO()
        before, sys.stdin = sys.stdin, io.StringIO(f"{typed}\n")
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = main(words)
        except SystemExit as wrong:  # the words of the command, and not what it found
            raise AssertionError(err.getvalue()) from wrong
        finally:
            sys.stdin = before
        return code, out.getvalue(), err.getvalue()


def seen(at: At, canary: Canary | None = None) -> disclosures.RequestPage:
    """Return the page of a request in sight; with `canary` as if it were its page."""
    page = disclosures.open_request(at.session, at.aviary.request.id)
    return replace(page, request=canary.request) if canary else page


def outcome(act: Callable[[], Any]) -> object:
    """Return what an act gives, or the refusal it ends in."""
    try:
        found = act()
    except IsteamError as refused:
        return refused
    return list(found) if hasattr(found, "__next__") else found


def person(at: At) -> Any:
    return people.person_page(at.session, at.aviary.person.id).person


def case(at: At) -> Any:
    return cases.case_page(at.session, at.aviary.case.id).case

"""Letters made in processes of their own: the same bytes, in order, come what may."""

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import active_children

import pytest

from isteam_app.letters.fitting import Fitting, set_on_paper
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.templates import load
from isteam_app.services.letter_pool import LetterPool


def letters(count: int) -> list[Fitting]:
    usual = sample_letter(load("access-acknowledgement"))
    return [
        Fitting(content=replace(usual, print_reference=f"IS-2026-{number:05} / L1"))
        for number in range(1, count + 1)
    ]


def digests(contents: list[Fitting]) -> list[str]:
    return [set_on_paper(content).sha256 for content in contents]


def test_two_processes_give_the_same_bytes_in_the_same_order() -> None:
    wanted = letters(30)
    with LetterPool(2) as pool:
        made = list(pool.make(wanted))
        workers = {child.pid for child in active_children()}
    assert [one.built.sha256 for one in made if one.built] == digests(wanted)
    assert len(workers) >= 2
    assert os.getpid() not in workers


def test_a_letter_that_is_refused_does_not_stop_the_others() -> None:
    first, second, third = letters(3)
    broken = replace(second, content=replace(second.content, recipient=("Nobody",)))
    with LetterPool(2) as pool:
        made = list(pool.make([first, broken, third]))
    assert [one.built is not None for one in made] == [True, False, True]
    assert "address" in made[1].refused[0]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_letters_are_made_though_a_process_is_killed() -> None:
    wanted = letters(60)

    def killing() -> Iterator[Fitting]:
        for number, content in enumerate(wanted):
            if number == 40:
                for child in active_children():
                    os.kill(child.pid or 0, signal.SIGKILL)
            yield content

    with LetterPool(2) as pool:
        made = list(pool.make(killing()))
    assert [one.built.sha256 for one in made if one.built] == digests(wanted)


def test_whoever_stops_asking_stops_the_work() -> None:
    taken = 0

    def counted() -> Iterator[Fitting]:
        nonlocal taken
        for content in letters(400):
            taken += 1
            yield content

    with LetterPool(2) as pool:
        asked = pool.make(counted())
        next(asked)
    assert taken < 60
    assert not [child for child in active_children() if child.is_alive()]

"""Work off the GUI thread: results, progress, cancel, and what goes wrong."""

from collections.abc import Iterator
from threading import Event, current_thread, main_thread

import pytest
import shiboken6
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QLabel

from isteam_app.errors import DiskFull
from isteam_app.progress import Progress
from ui.common.background import Background, Job


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background(on_bug=lambda bug: f"REF-{type(bug).__name__}")
    yield made
    made.close()


class Ears(QObject):
    """Notes every signal of a job, and the thread it was heard on."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[object] = set()
        job.progressed.connect(self._on_progress)
        job.succeeded.connect(self._on_success)
        job.failed.connect(self._on_failure)
        job.cancelled.connect(self._on_cancel)
        job.finished.connect(self._on_finish)

    def _note(self, word: object) -> None:
        self.heard.append(word)
        self.threads.add(current_thread())

    @Slot(int, int)
    def _on_progress(self, done: int, total: int) -> None:
        self._note((done, total))

    @Slot(object)
    def _on_success(self, result: object) -> None:
        self._note(result)

    @Slot(object)
    def _on_failure(self, error: object) -> None:
        self._note(error)

    @Slot()
    def _on_cancel(self) -> None:
        self._note("cancelled")

    @Slot()
    def _on_finish(self) -> None:
        self._note("finished")


def run(qtbot, background: Background, job: Job) -> Ears:
    ears = Ears(job)
    with qtbot.waitSignal(job.finished):
        background.start(job)
    return ears


def test_the_result_and_progress_arrive_on_the_gui_thread(qtbot, background) -> None:
    def work(progress: Progress) -> str:
        assert current_thread() is not main_thread()
        progress(1, 2)
        progress(2, 2)
        return "made"

    ears = run(qtbot, background, Job(work))
    assert ears.heard == [(1, 2), (2, 2), "made", "finished"]
    assert ears.threads == {main_thread()}
    qtbot.waitUntil(lambda: not background.is_busy)  # let go of in a call of its own


def test_a_rule_broken_arrives_as_itself(qtbot, background) -> None:
    error = DiskFull("No room was left. Nothing was changed.")

    def work(progress: Progress) -> None:
        raise error

    assert run(qtbot, background, Job(work)).heard == [error, "finished"]


def test_a_bug_becomes_an_apology_with_its_reference(qtbot, background) -> None:
    def work(progress: Progress) -> None:
        raise ZeroDivisionError("Ms Canary, 27 Lantern Row")

    error, last = run(qtbot, background, Job(work)).heard
    assert "REF-ZeroDivisionError" in str(error)
    assert "Canary" not in str(error)
    assert last == "finished"


def test_cancel_stops_at_the_next_report(qtbot, background) -> None:
    begun, go_on = Event(), Event()
    done = []

    def work(progress: Progress) -> str:
        begun.set()
        assert go_on.wait(10)
        progress(1, 2)
        done.append("half")
        return "made"

    job = Job(work)
    ears = Ears(job)
    with qtbot.waitSignal(job.finished):
        background.start(job)
        assert begun.wait(10)
        job.cancel()
        go_on.set()
    assert ears.heard == ["cancelled", "finished"]
    assert done == []


def test_a_job_cancelled_in_the_queue_never_begins(qtbot, background) -> None:
    go_on = Event()
    ran = []
    first = Job(lambda _: go_on.wait(10))
    second = Job(lambda _: ran.append(1))
    ears = Ears(second)
    with qtbot.waitSignal(second.finished):
        background.start(first)
        background.start(second)
        second.cancel()
        go_on.set()
    assert ears.heard == ["cancelled", "finished"]
    assert ran == []


def test_jobs_run_one_after_the_other(qtbot, background) -> None:
    order = []
    jobs = [Job(lambda _, n=n: order.append(n)) for n in range(20)]
    with qtbot.waitSignal(jobs[-1].finished):
        for job in jobs:
            background.start(job)
    assert order == list(range(20))


def test_a_receiver_that_is_gone_hears_nothing(qtbot, background) -> None:
    go_on = Event()
    job = Job(lambda _: go_on.wait(10) and "made")
    gone = QLabel()
    job.succeeded.connect(gone.setText)
    with qtbot.waitSignal(job.finished):
        background.start(job)
        gone.deleteLater()
        qtbot.waitUntil(lambda: not _alive(gone))
        go_on.set()


def test_a_failure_nobody_listens_to_is_heard_all_the_same(qtbot, background) -> None:
    def work(progress: Progress) -> None:
        raise DiskFull("No room was left.")

    with qtbot.waitSignal(background.unheard) as heard:
        background.start(Job(work))
    assert str(heard.args[0]) == "No room was left."
    heard_twice = []
    background.unheard.connect(heard_twice.append)
    run(qtbot, background, Job(work))
    assert heard_twice == []


def test_a_flood_of_reports_does_not_flood_the_window(qtbot, background) -> None:
    def work(progress: Progress) -> None:
        for done in range(100_001):
            progress(done, 100_000)

    reports = [x for x in run(qtbot, background, Job(work)).heard if x != "finished"]
    assert (100_000, 100_000) in reports
    assert len(reports) < 10_000


def test_closing_stops_what_runs_and_waits_for_it(qtbot) -> None:
    background = Background()
    begun = Event()
    seen = []

    def work(progress: Progress) -> None:
        begun.set()
        while True:
            progress(0, 0)

    job = Job(work)
    background.start(job)
    background.start(Job(lambda _: seen.append(1)))
    assert begun.wait(10)
    background.close()
    assert seen == []
    late = Job(lambda _: seen.append(2))
    ears = Ears(late)
    background.start(late)
    assert ears.heard == ["cancelled", "finished"]
    assert seen == []


def _alive(widget: QObject) -> bool:
    return shiboken6.isValid(widget)

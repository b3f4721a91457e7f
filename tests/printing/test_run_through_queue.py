"""A print run through a real print service: stopped, refusing, gone; then gone on."""

from pathlib import Path

import pytest
from builders import Clock, new_post, new_session
from letter_steps import final
from print_service import NetworkPrinter, PrintService, wait_until

from isteam_app.services.intake import receive_post
from isteam_app.services.letters import letter_pdf
from isteam_app.services.print_runs import send, start_run
from isteam_app.services.run_pages import run_page
from isteam_app.services.unlock import lock
from ui.common.printing import QueuePrinting


@pytest.fixture
def session(tmp_path: Path):
    opened = new_session(tmp_path, Clock())
    yield opened
    lock(opened)


@pytest.fixture
def letters(session):
    names = ("Ms Sample One", "Mr Sample Two", "Mx Sample Three")
    posts = [receive_post(session, new_post(name=name)) for name in names]
    return [final(session, post.cases[0]) for post in posts]


@pytest.mark.parametrize(
    ("breaks", "mends", "said"),
    [
        (("cupsdisable", "Office"), ("cupsenable", "Office"), "is paused"),
        (("cupsreject", "Office"), ("cupsaccept", "Office"), "is not taking anything"),
        (("lpadmin", "-x", "Office"), None, "not set up on this computer"),
    ],
)
def test_a_queue_that_fails_half_way_leaves_the_run_where_it_is(
    session,
    letters,
    print_service: PrintService,
    network_printer: NetworkPrinter,
    queue: str,
    breaks,
    mends,
    said,
) -> None:
    def break_it(done: int, _total: int) -> None:
        if done == 1:  # a queue that is taken away takes along what it still holds
            wait_until(lambda: len(network_printer.jobs) == 1, "the first letter")
            print_service.ask(*breaks)

    wanted = [one.id for one in letters]
    run = start_run(session, wanted, queue).runs[0]
    stopped = send(session, run.id, QueuePrinting(), break_it)
    assert said in str(stopped.stopped)
    assert (stopped.sent, stopped.waiting, stopped.doubtful) == (1, 2, False)
    printer = ""
    if mends is None:
        printer = "Annexe"
        address = network_printer.address
        print_service.ask("lpadmin", "-p", printer, "-E", "-v", address, "-m", "raw")
    else:
        print_service.ask(*mends)
    again = send(session, run.id, QueuePrinting(), printer=printer)
    assert (again.sent, again.waiting, again.stopped) == (2, 0, None)
    wait_until(lambda: len(network_printer.jobs) == 3, "the letters to arrive")
    kept = [letter_pdf(session, one.id) for one in letters]
    assert sorted(network_printer.jobs) == sorted(kept)
    page = run_page(session, run.id)
    assert [line.item.state.value for line in page.lines] == ["sent"] * 3
    assert page.run.printer == (printer or queue)

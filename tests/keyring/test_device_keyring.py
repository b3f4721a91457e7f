"""Whatever a keyring does, the answer comes in time, as a value with a sentence."""

import subprocess
import sys
from threading import Event, Thread
from threading import enumerate as running_threads
from time import monotonic

import pytest

from faults._keyrings import (
    FAULTS,
    GOOD,
    OTHER,
    TRUSTED,
    Fault,
    GoodKeyring,
    HangingKeyring,
    LookAlike,
    NotFromPython,
    OtherKeyring,
    PlainChain,
    PlaintextKeyring,
    RaisingKeyring,
    device_keyring,
)
from isteam_app.device_keyring import (
    ALLOWED,
    MOST_CHARACTERS,
    DeviceKeyring,
    Trouble,
)
from isteam_app.errors import Cancelled
from isteam_app.timed_question import TimedQuestion

VAULT = "1a2b3c4d5e6f7081"
SECRET = bytes(range(32))
SHORT = 0.2
"""Seconds that a keyring is given here; in the program there are three."""


@pytest.fixture
def good() -> GoodKeyring:
    """A keyring that works, with the secret of the vault in it."""
    found = GoodKeyring()
    assert device_keyring(found).keep(VAULT, SECRET).good
    return found


def test_what_was_kept_is_fetched_and_forgotten(good: GoodKeyring) -> None:
    keyring = device_keyring(good)
    fetched = keyring.fetch(VAULT)
    assert (fetched.secret, fetched.keeper, fetched.sentence) == (SECRET, GOOD, "")
    assert keyring.forget(VAULT).good
    assert keyring.fetch(VAULT).trouble is Trouble.EMPTY
    assert keyring.forget(VAULT).good, "nothing to forget is as good"


def test_each_vault_has_its_own_secret(good: GoodKeyring) -> None:
    keyring = device_keyring(good)
    assert keyring.keep("another", bytes(32)).good
    assert keyring.fetch(VAULT).secret == SECRET
    assert keyring.fetch("another").secret == bytes(32)


def test_what_is_kept_is_short_and_names_nobody(good: GoodKeyring) -> None:
    ((service, username), text) = next(iter(good.kept.items()))
    assert len(str(text)) < 100
    assert {service, username} == {f"ISTeam vault {VAULT}", "this computer"}


def test_the_secret_is_never_printed(good: GoodKeyring) -> None:
    answer = device_keyring(good).fetch(VAULT)
    assert repr(SECRET) not in repr(answer)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_is_told_in_a_sentence(good: GoodKeyring, fault: Fault) -> None:
    answer = fault.keyring(good.kept, seconds=SHORT).fetch(VAULT, kept_by=GOOD)
    if fault.name == "does not fit":  # only the vault can tell
        assert answer.good
        assert answer.secret != SECRET
        return
    assert not answer.good
    assert answer.secret == b""
    assert fault.said in answer.sentence
    assert answer.sentence.endswith("type your passphrase.")
    assert answer.sentence[0].isupper()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_no_fault_leaks_when_a_secret_is_kept_or_forgotten(
    good: GoodKeyring, fault: Fault
) -> None:
    keyring = fault.keyring(good.kept, seconds=SHORT)
    for answer in (keyring.keep(VAULT, SECRET), keyring.forget(VAULT), keyring.look()):
        assert answer.good == (not answer.sentence)
        assert answer.secret == b""


def test_a_sentence_carries_no_word_of_the_fault() -> None:
    fault = RuntimeError("/home/robin/.secret <b>hello</b>")
    answer = device_keyring(RaisingKeyring(fault)).fetch(VAULT)
    assert "robin" not in answer.sentence + answer.detail
    assert answer.detail == "RuntimeError"


def test_a_keyring_that_changes_what_it_keeps_is_not_trusted(good) -> None:
    class Changing(GoodKeyring):
        def get_password(self, service: str, username: str) -> object:
            return f"{super().get_password(service, username)}A"

    Changing.__module__, Changing.__qualname__ = (
        GoodKeyring.__module__,
        "GoodKeyring",
    )
    found = Changing()
    answer = device_keyring(found).keep(VAULT, SECRET)
    assert answer.trouble is Trouble.WRONG
    assert found.kept == {}, "what cannot be read back is taken away"


def test_a_secret_too_long_for_windows_is_not_handed_over() -> None:
    found = GoodKeyring()
    answer = device_keyring(found).keep(VAULT, bytes(MOST_CHARACTERS))
    assert not answer.good
    assert found.kept == {}


def test_the_longest_text_is_read_and_one_more_is_not(good: GoodKeyring) -> None:
    key = next(iter(good.kept))
    sentences = {}
    for length in (MOST_CHARACTERS, MOST_CHARACTERS + 1):
        good.kept[key] = "A" * length
        sentences[length] = device_keyring(good).fetch(VAULT).trouble
    assert set(sentences.values()) == {Trouble.WRONG}


@pytest.mark.parametrize(
    "found",
    [LookAlike(), PlaintextKeyring(), PlainChain(PlaintextKeyring()), object(), None],
    ids=lambda found: type(found).__name__,
)
def test_nothing_is_ever_given_to_a_keyring_that_is_not_on_the_list(found) -> None:
    answer = device_keyring(found).keep(VAULT, SECRET)
    assert answer.trouble is Trouble.NOT_ALLOWED
    assert not getattr(found, "kept", None)


def test_a_class_made_from_one_on_the_list_is_not_on_the_list() -> None:
    from keyring.backends.SecretService import Keyring

    class Mine(Keyring):
        pass

    answer = DeviceKeyring(Mine).keep(VAULT, SECRET)
    assert answer.trouble is Trouble.NOT_ALLOWED


def test_of_a_chain_only_what_is_on_the_list_is_used() -> None:
    plain, good = PlaintextKeyring(), GoodKeyring()
    keyring = device_keyring(PlainChain(plain, good))
    assert keyring.keep(VAULT, SECRET).keeper == GOOD
    assert keyring.fetch(VAULT).secret == SECRET
    assert plain.kept == {}
    assert good.kept != {}


def test_an_empty_chain_is_no_keyring() -> None:
    assert device_keyring(PlainChain()).look().trouble is Trouble.MISSING


def test_every_class_on_the_list_is_one_of_the_package() -> None:
    from importlib import import_module

    for path in ALLOWED:
        module, _, name = path.rpartition(".")
        kind = getattr(import_module(module), name)
        assert f"{kind.__module__}.{kind.__qualname__}" == path


def test_after_a_change_of_keyrings_both_are_named() -> None:
    answer = device_keyring(OtherKeyring()).fetch(VAULT, kept_by=GOOD)
    assert answer.trouble is Trouble.CHANGED
    assert f"remembered by {GOOD}" in answer.sentence
    assert f"now uses {OTHER}" in answer.sentence


def test_a_changed_keyring_that_has_the_secret_all_the_same_gives_it() -> None:
    found = OtherKeyring()
    assert device_keyring(found).keep(VAULT, SECRET).good
    assert device_keyring(found).fetch(VAULT, kept_by=GOOD).secret == SECRET


def test_a_name_that_was_tampered_with_is_not_shown() -> None:
    answer = device_keyring(OtherKeyring()).fetch(VAULT, kept_by="<b>Call 0800</b>")
    assert "0800" not in answer.sentence
    assert "another keyring" in answer.sentence


def test_a_hanging_keyring_is_asked_by_one_thread_only() -> None:
    found = HangingKeyring()
    keyring = device_keyring(found, seconds=SHORT)
    before = len(running_threads())
    for _ in range(4):
        assert keyring.fetch(VAULT).trouble is Trouble.SILENT
    assert len(running_threads()) <= before + 1
    assert all(t.daemon for t in running_threads() if t.name == "timed question")
    found.let_go.set()


def test_a_keyring_that_comes_to_itself_is_asked_again(good: GoodKeyring) -> None:
    found = HangingKeyring(good.kept)
    keyring = device_keyring(found, seconds=SHORT)
    assert keyring.fetch(VAULT).trouble is Trouble.SILENT
    found.let_go.set()
    assert device_keyring(found).fetch(VAULT).secret == SECRET
    assert keyring.fetch(VAULT).secret == SECRET


def test_what_a_keyring_keeps_too_late_it_is_told_to_forget() -> None:
    found = HangingKeyring()
    forgotten = Event()
    plain_delete = found.delete_password

    def delete(service: str, username: str) -> None:
        plain_delete(service, username)
        forgotten.set()

    found.delete_password = delete  # type: ignore[method-assign]  # to hear of it
    keyring = device_keyring(found, seconds=SHORT)
    assert keyring.keep(VAULT, SECRET).trouble is Trouble.SILENT
    found.let_go.set()
    assert forgotten.wait(30)
    assert found.kept == {}


def test_a_person_who_goes_on_without_it_waits_no_longer() -> None:
    found = HangingKeyring()

    def stop(_done: int, _total: int) -> None:
        raise Cancelled("The person typed the passphrase.")

    with pytest.raises(Cancelled):
        device_keyring(found, seconds=3600).fetch(VAULT, progress=stop)
    found.let_go.set()


def test_a_late_answer_is_told_to_whoever_clears_up() -> None:
    may_answer, told = Event(), []
    cleared = Event()

    def late(answer: str) -> None:
        told.append(answer)
        cleared.set()

    question = TimedQuestion(lambda: may_answer.wait(30) and "yes", late)
    assert question.wait(monotonic(), lambda *_: None) is None
    may_answer.set()
    assert cleared.wait(30)
    assert told == ["yes"]


def test_a_fault_past_python_does_not_end_the_thread_aloud(capsys) -> None:
    answer = device_keyring(RaisingKeyring(NotFromPython())).fetch(VAULT)
    assert answer.trouble is Trouble.FAILED
    assert capsys.readouterr().err == ""


def test_two_threads_that_ask_at_once_both_hear(good: GoodKeyring) -> None:
    keyring = device_keyring(good)
    heard: list[bytes] = []
    asking = [
        Thread(target=lambda: heard.append(keyring.fetch(VAULT).secret))
        for _ in range(4)
    ]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert heard == [SECRET] * 4


def test_the_package_is_loaded_only_when_a_keyring_is_wanted() -> None:
    asked = "import sys, isteam_app.services.remembering as _\n"
    asked += "sys.exit('keyring' in sys.modules)"
    outcome = subprocess.run([sys.executable, "-c", asked], check=False)
    assert outcome.returncode == 0


def test_the_list_of_fakes_adds_to_the_real_one_and_changes_none_of_it() -> None:
    assert {path: TRUSTED[path] for path in ALLOWED} == dict(ALLOWED)

"""The diagnostics help to find a fault and hold nobody's data."""

import json
import socket
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from builders import Clock, new_post

from faults._canaries import STEM, Canaries, fill_columns, found_in
from isteam_app.logs import FILE_NAME, Log, LogEvent
from isteam_app.services.diagnostics import (
    Diagnostics,
    about,
    gather,
    log_lines,
    save,
    shape,
)
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.unlock import create, lock
from isteam_app.storage.kdf import FLOOR_COST


def told(session: Session, logs: Path) -> Diagnostics:
    return gather(session, window={"Qt": "6.11"}, keeper="KWallet", logs=logs)


def test_it_names_what_helps(session: Session, tmp_path: Path) -> None:
    receive_post(session, new_post())
    text = told(session, tmp_path).text
    for word in ("SQLCipher", "OpenSSL", "Schema", "Argon2id", "64 MiB", "KWallet"):
        assert word in text
    assert "fewer than 10" in text


def test_nobody_stands_in_it(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sing = Canaries()
    for name in ("USER", "LOGNAME", "USERNAME", "HOSTNAME", "COMPUTERNAME"):
        monkeypatch.setenv(name, sing())
    monkeypatch.setattr(socket, "gethostname", sing)
    home = tmp_path / sing()
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    session = create(
        home / sing(),
        passphrase=f"{sing()} seven lanterns",
        member=sing(),
        now=clock,
        cost=FLOOR_COST,
    ).session
    receive_post(session, replace(new_post(), name=sing(), summary=sing()))
    logs = home / sing()
    log = Log(logs)
    log.write(LogEvent.STARTED)
    log.bug(ValueError(sing()), "0A1B2C3D")
    log.close()
    with (logs / FILE_NAME).open("a", encoding="utf-8") as file:
        for line in strange_lines(sing):
            file.write(f"{json.dumps(line)}\n")
        file.write(f"{sing()} said no to JSON\n")
    usual = told(session, logs)
    assert found_in(usual.text.encode()) == []
    assert "about" in usual.text or "fewer than 10" in usual.text
    fill_columns(session.vault.inside().engine, sing)
    found = told(session, logs)
    assert "Vault: not to be read" in found.text
    lock(session)
    assert found_in(found.text.encode()) == []
    assert found_in(found.zipped()) == []
    assert "started" in found.text
    assert "type=ValueError" in found.text
    assert found_in(f"{found.text} {STEM}".encode())  # the search would find one


def strange_lines(sing: Canaries) -> list[object]:
    at = "2026-11-23T10:42:00+00:00"
    return [
        {"at": at, "event": "bug", "type": sing(), "reference": sing()},
        {"at": at, "event": "bug", "frames": [sing(), f"/home/{sing()}/x.py:3"]},
        {"at": at, "event": "qt_warning", "in": sing(), sing(): 3, "count": sing()},
        {"at": sing(), "event": "started"},
        {"at": at, "event": sing()},
        [sing()],
        sing(),
        None,
    ]


def test_the_archive_holds_the_text_and_nothing_more(
    session: Session, tmp_path: Path
) -> None:
    found = told(session, tmp_path)
    file = tmp_path / "given away.zip"
    save(found, file)
    with ZipFile(BytesIO(file.read_bytes())) as packed:
        (member,) = packed.infolist()
        assert packed.read(member).decode() == found.text
        assert member.date_time == (1980, 1, 1, 0, 0, 0)
        assert not member.comment
        assert not member.extra


def test_the_log_is_told_line_by_line(tmp_path: Path) -> None:
    log = Log(tmp_path)
    log.write(LogEvent.VAULT_OPENED, seconds=1.5)
    log.qt("qt.widgets.painting", grave=True)
    log.close()
    opened, qt = log_lines(tmp_path)
    assert opened.endswith("vault_opened seconds=1.5")
    assert qt.endswith("qt_error in=qt.widgets.painting")
    assert list(log_lines(tmp_path / "missing")) == []


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "fewer than 10"),
        (9, "fewer than 10"),
        (10, "about 10"),
        (1_234, "about 1,200"),
        (99_999, "about 99,000"),
    ],
)
def test_counts_are_rounded(count: int, words: str) -> None:
    assert about(count) == words


def test_a_path_is_told_by_its_shape(tmp_path: Path) -> None:
    said = shape(tmp_path / "Łucja's papers")
    assert "other letters too" in said
    assert "spaces" in said
    assert "Łucja" not in said
    assert tmp_path.name not in said

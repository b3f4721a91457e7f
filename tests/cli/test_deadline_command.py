"""`isteam deadline`, as a script or a person calls it."""

import io
import json
import subprocess
import sys

import pytest
from clocks import VECTORS

from isteam_app.__main__ import main


def batch(monkeypatch, capsys, text):
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    code = main(["deadline", "--batch"])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_the_batch_answers_every_vector_in_order(monkeypatch, capsys):
    code, out, _ = batch(monkeypatch, capsys, json.dumps({"vectors": VECTORS}))
    answers = json.loads(out)
    assert code == 0
    assert [answer["id"] for answer in answers] == [each["id"] for each in VECTORS]
    for answer, vector in zip(answers, VECTORS, strict=True):
        for name, expected in vector["expect"].items():
            assert answer[name] == expected, vector["id"]
        assert answer["because"]


@pytest.mark.parametrize(
    "vector",
    [
        None,
        7,
        {},
        {"id": "x"},
        {"id": "x", "request": "access", "events": "received"},
        {"id": "x", "request": "access", "events": [None]},
        {"id": "x", "request": ["access"], "events": []},
        {"id": "x", "request": "tea", "events": []},
        {"id": "x", "request": "access", "events": [{"date": 1, "event": "received"}]},
        {
            "id": "x",
            "request": "access",
            "events": [{"date": "2027-02-29", "event": "received"}],
        },
        {
            "id": "x",
            "request": "access",
            "events": [{"date": "20270228", "event": "received"}],
        },
        {"id": "x", "request": "tea\n" * 9999, "events": []},
        {
            "id": "x",
            "request": "access",
            "calendar": "mars",
            "events": [{"date": "2027-02-28", "event": "received"}],
        },
        {
            "id": "x",
            "request": "access",
            "events": [{"date": "2027-02-28", "event": {"a": 1}}],
        },
    ],
)
def test_a_vector_that_cannot_be_is_invalid_and_does_not_stop_the_others(
    monkeypatch, capsys, vector
):
    text = json.dumps({"vectors": [vector, VECTORS[0]]})
    code, out, _ = batch(monkeypatch, capsys, text)
    bad, good = json.loads(out)
    assert code == 0
    assert bad["state"] == "invalid"
    assert bad["error"].endswith(".")
    assert len(bad["error"]) < 400
    assert bad["due"] is None
    assert good["due"] == VECTORS[0]["expect"]["due"]


@pytest.mark.parametrize("text", ["", "[]", "not json", '{"vectors": 3}', "[" * 9000])
def test_input_that_is_no_batch_gets_one_sentence(monkeypatch, capsys, text):
    code, out, err = batch(monkeypatch, capsys, text)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1


def test_one_request_prints_its_date_and_working(capsys):
    code = main(["deadline", "--request", "access", "--event", "2026-11-25:received"])
    assert code == 0
    out = capsys.readouterr().out
    assert out.startswith("2026-12-29\n")
    assert "Christmas Day" in out


def test_what_is_refused_exits_1_and_wrong_usage_2():
    command = [sys.executable, "-m", "isteam_app", "deadline"]
    refused = subprocess.run(
        [*command, "--request", "access", "--event", "2026-02-30:received"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert refused.stderr == ("“2026-02-30” is not a date. Write it like 2026-11-20.\n")
    wrong = subprocess.run(
        [*command, "--request", "tea"], capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr + refused.stderr

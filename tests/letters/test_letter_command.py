"""`isteam letter` lists, checks and renders."""

import argparse
import io
import json
from pathlib import Path

import pytest
from page_boxes import sizes

from isteam_app.cli.letter import add_parser
from isteam_app.errors import IsteamError, LetterRefused, RuleBroken
from isteam_app.letters.fields import examples
from isteam_app.letters.templates import all_templates

FACTS = {
    **examples(),
    "recipient": ["Ms Ann Ńowak", "EXAMPLEFORD", "EX1 2AB"],
    "on": "2026-11-24",
    "signatory": "R. Adeyemi",
    "signatory_role": "Officer",
}


def isteam(*words: str) -> tuple[int, str, str]:
    """Run the command; return its exit code, output and errors."""
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    args = parser.parse_args(["letter", *words])
    out, err = io.StringIO(), io.StringIO()
    code = args.run(args, out, err)
    return code, out.getvalue(), err.getvalue()


def test_list_names_every_template_and_what_it_must_say() -> None:
    code, out, _ = isteam("list")
    assert code == 0
    assert all(template.key in out for template in all_templates())
    assert "the right to go to court" in out


def test_list_can_be_read_by_a_program() -> None:
    _, out, _ = isteam("list", "--json")
    response = {each["key"]: each for each in json.loads(out)}["access-response"]
    assert response["event"] == "answered"
    assert response["kinds"] == ["access"]


def test_shipped_templates_are_sound() -> None:
    code, out, err = isteam("lint")
    assert (code, err) == (0, "")
    assert out.count(": sound\n") == len(all_templates())


def test_lint_names_what_a_file_lacks(tmp_path: Path) -> None:
    broken = tmp_path / "mine.txt"
    broken.write_text(
        "---\nkey: x\nversion: 1\ntitle: X\nkinds: access\npurpose: response\n"
        "requires: complaint-court\n---\nDear you\n",
        encoding="utf-8",
    )
    code, out, err = isteam("lint", str(broken), "--json")
    assert code == 1
    assert err == "1 of 1 templates need mending.\n"
    (found,) = json.loads(out)
    assert "The letter must say the right to go to court" in found["problems"][0]


@pytest.mark.parametrize("content", [b"no facts at all", b"\xff\xfe\x00bad", b""])
def test_lint_survives_any_file(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "mine.txt"
    broken.write_bytes(content)
    assert isteam("lint", str(broken))[0] == 1


def test_lint_of_nothing_known_says_so() -> None:
    code, out, _ = isteam("lint", "nothing-like-it")
    assert code == 1
    assert "There is no letter template called" in out


def test_an_example_is_rendered(tmp_path: Path) -> None:
    target = tmp_path / "example.pdf"
    code, out, _ = isteam("render", "access-response", "--example", "-o", str(target))
    assert code == 0
    assert out.startswith("3 pages, SHA-256 ")
    assert target.read_bytes().startswith(b"%PDF-1.7")


def rendered(folder: Path, facts: object) -> bytes:
    fields, target = folder / "facts.json", folder / "letter.pdf"
    fields.write_text(json.dumps(facts), encoding="utf-8")
    isteam("render", "enquiry-reply", "--fields", str(fields), "-o", str(target))
    return target.read_bytes()


def test_a_letter_is_rendered_from_given_facts(tmp_path: Path, read) -> None:  # type: ignore[no-untyped-def]  # a fixture
    text = read(rendered(tmp_path, FACTS))
    assert "Ms Ann Ńowak" in text
    assert "24 November 2026" in text


def test_a_letter_is_rendered_in_large_print_for_a_flat_envelope(
    tmp_path: Path,
) -> None:
    usual = rendered(tmp_path, FACTS)
    large = rendered(tmp_path, {**FACTS, "body_size": 18, "envelope": "c4"})
    assert large != usual
    assert 18.0 in {size for _, size, _ in sizes(large)}
    assert 18.0 not in {size for _, size, _ in sizes(usual)}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"on": "tomorrow"}, "must be written like 2026-11-24"),
        ({"recipient": "x"}, "“recipient” must be a text or a list of texts"),
        ({"due": 7}, "“due” must be a text or a list of texts"),
        ({"dew": "x"}, "There is no field called “dew”"),
        ({"envelope": "c3"}, "There is no envelope called “c3”"),
        ({"body_size": 13}, "“body_size” must be one of 12, 14, 16, 18, 20, 24"),
        ({"body_size": "18"}, "“body_size” must be one of 12"),
    ],
)
def test_facts_that_cannot_be_used_are_named(
    tmp_path: Path, change: dict[str, object], sentence: str
) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        rendered(tmp_path, {**FACTS, **change})


def test_a_letter_that_is_not_whole_writes_no_file(tmp_path: Path) -> None:
    facts = {name: fact for name, fact in FACTS.items() if name != "answer"}
    with pytest.raises(LetterRefused, match="“The answer” has no value yet"):
        rendered(tmp_path, facts)
    assert not (tmp_path / "letter.pdf").exists()


@pytest.mark.parametrize("text", ["[1]", "{", ""])
def test_facts_that_are_no_object_are_refused(tmp_path: Path, text: str) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(text, encoding="utf-8")
    with pytest.raises(IsteamError):
        isteam("render", "enquiry-reply", "--fields", str(facts), "-o", "x.pdf")


def test_a_missing_facts_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="cannot be read"):
        isteam("render", "x", "--fields", str(tmp_path / "no.json"), "-o", "x.pdf")

"""Whatever is typed or read as a template: a sentence, and never a bug."""

import random
from pathlib import Path

import pytest

from isteam_app.errors import IsteamError
from isteam_app.letters.templates import load, written
from isteam_app.services.session import Session
from isteam_app.services.template_files import import_template
from isteam_app.services.template_shelf import open_template, template_rows
from isteam_app.services.template_texts import sheet_of
from isteam_app.services.template_trial import Facts, open_trial, try_out
from isteam_app.services.template_versions import (
    Typed,
    discard_version,
    save_version,
    start_version,
    take_into_use,
)

KEY = "extension-notice"
BITS = (
    *("[[if due]]", "[[end]]", "[[else]]", "[[locked search]]", "[[unlocked]]"),
    *("[[include contact]]", "[[include nothing]]", "[[slip]]", "[[part due]]"),
    *("{{due}}", "{{nobody}}", "{{", "}}", "[[", "]]", "# ", "## ", "- ", "**"),
    *("\n", "\n\n", "<img src=x>", "<b>", "&amp;", "\u202e", "\x07", "字", "---\n"),
    *("[ ] ", "| a |", "key: x\n", "\ufffc", "\ue000", "Some words. "),
)
PIECES = (
    *(b"[[include contact]]\n", b"{{due}}", b"[[if due]]", b"---\n", b"key: x\n"),
    *(b"\xff", b"\x00", "\u202e".encode(), b"like: refusal\n", b"[[locked search]]\n"),
)


@pytest.mark.parametrize("seed", range(4))
def test_anything_may_be_typed(session: Session, seed: int) -> None:
    start_version(session, KEY)
    trial, chance = open_trial(session), random.Random(seed)  # noqa: S311  no secret
    shipped = load(KEY)
    for _ in range(12):
        text = "".join(chance.choices(BITS, k=chance.randint(1, 50)))
        draft = open_template(session, KEY).draft
        typed = Typed(letter=text, title="Title", requires=shipped.requires)
        draft = save_version(session, draft, typed)
        sheet = sheet_of(draft.text)
        found = open_template(session, KEY).findings(sheet)
        tried = try_out(trial, sheet, chance.choice(list(Facts)))
        assert found
        assert all("\n" not in one.sentence for one in found)
        assert tried.pdf or tried.problems
        with pytest.raises(IsteamError):
            take_into_use(session, draft, warnings_seen=True)
    assert open_template(session, KEY).in_use == shipped


@pytest.mark.parametrize("seed", range(4))
def test_any_file_may_be_read(session: Session, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  no secret
    good = written(load("refusal")).encode()
    path = tmp_path / "template.txt"
    in_use = [(row.key, row.number) for row in template_rows(session)]
    said: list[str] = []
    for _ in range(40):
        path.write_bytes(spoilt(good, chance))
        try:
            draft = import_template(session, path)
        except IsteamError as refused:
            said.append(str(refused))
            continue
        opened = open_template(session, draft.key)
        opened.findings(opened.sheet())
        discard_version(session, draft)
    assert said
    assert all("\n" not in sentence for sentence in said)
    assert [(row.key, row.number) for row in template_rows(session)] == in_use


def spoilt(good: bytes, chance: random.Random) -> bytes:
    """A file with some bytes changed, left out, put in or doubled."""
    made = bytearray(good)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(made) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            made[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del made[at : at + chance.randint(1, 40)]
        elif kind == 2:
            made[at:at] = chance.choice(PIECES)
        else:
            made[at:at] = made[: chance.randint(1, 200)]
    return bytes(made)

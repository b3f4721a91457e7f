"""Letter templates: text files with a few lines of facts above the letter.

    ---
    key: access-acknowledgement
    version: 1
    title: Access request: acknowledgement
    kinds: access
    purpose: acknowledgement
    event: acknowledged
    requires: received, due
    ---
    Dear {{salutation}}
    ...

See `directives` for what the letter below may say.
"""

from dataclasses import dataclass
from functools import cache

from isteam_app import resources
from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.errors import NotFound, TemplateBroken
from isteam_app.letters.directives import PARTS, check, expand

PURPOSES = ("acknowledgement", "question", "notice", "response")
PERSON = "person"
REQUESTER = "requester"
ADDRESSEES = (PERSON, "recipient", "controller", "regulator", REQUESTER)
_FENCE = "---"
_KEYS = ("key", "version", "title", "kinds", "purpose", "to", "event", "requires")
_NEEDED = ("key", "version", "title", "purpose")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One kind of letter. `body` has its included blocks already in place.

    `to` is whom it goes to: the person who wrote, a recipient of the data, the client
    whose data it is, the regulator, or the third party whose request it answers; that
    one is about no kind of case. `event` is what posting the letter records on the
    case. `requires` are the marks of the paragraphs that must still be there when the
    letter is made.
    """

    key: str
    version: int
    title: str
    kinds: tuple[CaseKind, ...]
    purpose: str
    body: str
    to: str = PERSON
    event: EventKind | None = None
    requires: tuple[str, ...] = ()

    @property
    def is_of_request(self) -> bool:
        """Whether it is about a third party's request, and no case."""
        return self.to == REQUESTER


@cache
def all_templates() -> tuple[Template, ...]:
    """Return every template shipped, acknowledgements first, then by title."""
    read = [
        parse(file.read_text(encoding="utf-8"), name=file.name)
        for file in sorted(resources.path("letters").glob("*.txt"))
    ]
    read.sort(key=lambda template: (PURPOSES.index(template.purpose), template.title))
    return tuple(read)


def load(key: str) -> Template:
    """Return one template, or say that there is none of that name."""
    for template in all_templates():
        if template.key == key:
            return template
    raise NotFound(
        f"There is no letter template called “{key}”. Choose one from the list."
    )


def parse(text: str, *, name: str = "The template") -> Template:
    """Read a template, or raise `TemplateBroken` with the line and what to do."""
    facts, start, body = _split(text, name)
    check(body, name=name, first_line=start)
    return Template(
        key=facts["key"],
        version=_version(facts["version"], name),
        title=facts["title"],
        kinds=_kinds(facts, name),
        purpose=_one_of(facts["purpose"], PURPOSES, "purpose", name),
        to=_one_of(facts.get("to") or PERSON, ADDRESSEES, "to", name),
        event=_event(facts.get("event", ""), name),
        requires=tuple(
            _one_of(word, tuple(PARTS), "requires", name)
            for word in _words(facts.get("requires", ""))
        ),
        body=expand(body).strip() + "\n",
    )


def _split(text: str, name: str) -> tuple[dict[str, str], int, str]:
    """Return the facts above the letter, the line it starts on, and the letter."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].strip() != _FENCE or _FENCE not in lines[1:]:
        raise TemplateBroken(
            f"{name}, line 1: a template starts with its facts between two lines of "
            "“---”. Put them back from another template."
        )
    end = lines.index(_FENCE, 1)
    facts = dict(
        _fact(line, number, name)
        for number, line in enumerate(lines[1:end], start=2)
        if line.strip()
    )
    for needed in _NEEDED:
        if not facts.get(needed):
            raise TemplateBroken(
                f"{name}, line {end + 1}: the facts at the top do not say “{needed}:”. "
                "Add that line."
            )
    return facts, end + 2, "\n".join(lines[end + 1 :])


def _fact(line: str, number: int, name: str) -> tuple[str, str]:
    key, colon, value = line.partition(":")
    if not colon or key.strip() not in _KEYS:
        raise TemplateBroken(
            f"{name}, line {number}: “{line.strip()}” is not a fact of a template. "
            f"Each line is one of {', '.join(_KEYS)}, a colon and a value."
        )
    return key.strip(), value.strip()


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _version(text: str, name: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise TemplateBroken(f"{name}: the version “{text}” must be 1, 2, 3 and so on.")
    return int(text)


def _one_of(word: str, known: tuple[str, ...], fact: str, name: str) -> str:
    if word not in known:
        raise TemplateBroken(
            f"{name}: “{word}” is not known after “{fact}:”. "
            f"Use one of {', '.join(known)}."
        )
    return word


def _kinds(facts: dict[str, str], name: str) -> tuple[CaseKind, ...]:
    kinds = tuple(_kind(word, name) for word in _words(facts.get("kinds", "")))
    about_request = facts.get("to") == REQUESTER
    if about_request and kinds:
        raise TemplateBroken(
            f"{name}: a letter to who made a request is about no kind of case. Take "
            "the line “kinds:” out."
        )
    if not about_request and not kinds:
        raise TemplateBroken(
            f"{name}: the facts at the top do not say “kinds:”. Add that line."
        )
    return kinds


def _kind(word: str, name: str) -> CaseKind:
    return CaseKind(_one_of(word, tuple(CaseKind), "kinds", name))


def _event(word: str, name: str) -> EventKind | None:
    return EventKind(_one_of(word, tuple(EventKind), "event", name)) if word else None

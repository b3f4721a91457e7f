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

See `directives` for what the letter below may say. A file may come from anywhere:
nothing in it is believed before it is checked.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache

from isteam_app import resources
from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.errors import NotFound, TemplateBroken
from isteam_app.letters.characters import clean
from isteam_app.letters.directives import LONGEST_TEXT, PARTS, check, expand

PURPOSES = ("acknowledgement", "question", "notice", "response")
PERSON = "person"
REQUESTER = "requester"
ADDRESSEES = (PERSON, "recipient", "controller", "regulator", REQUESTER)
LONGEST_TITLE = 120
_LONGEST_FACT = 400
_MOST_FACTS = 40
_FENCE = "---"
_KEYS = (
    *("key", "version", "title", "kinds", "purpose", "to", "event", "requires"),
    *("like", "based"),
)
_NEEDED = ("key", "version", "title", "purpose")
_KEY = re.compile(r"[a-z][a-z0-9-]{0,59}")
_VERSION = re.compile(r"[1-9][0-9]{0,5}")
_UNREADABLE = {"Cc", "Cs", "Co"}
_QUOTED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One kind of letter. `body` has its included blocks already in place.

    `to` is whom it goes to: the person who wrote, a recipient of the data, the client
    whose data it is, the regulator, or the third party whose request it answers; that
    one is about no kind of case. `event` is what posting the letter records on the
    case. `requires` are the marks of the paragraphs that must still be there when the
    letter is made. `source` is the letter as its author wrote it, blocks by name.
    `like` is the key of the template that this one is a copy of, "" for none: it says
    the same to the case. `based` is the number of the shipped text that it was made
    from, 0 for none.
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
    source: str = ""
    like: str = ""
    based: int = 0

    @property
    def means(self) -> str:
        """The key by which the program knows what the letter says to its case."""
        return self.like or self.key

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
    facts, start, body = _split(_readable(text, name), name)
    return Template(
        key=_key(facts["key"], name),
        version=_version(facts["version"], name),
        title=_title(facts["title"], name),
        kinds=_kinds(facts, name),
        purpose=_one_of(facts["purpose"], PURPOSES, "purpose", name),
        to=_one_of(facts.get("to") or PERSON, ADDRESSEES, "to", name),
        event=_event(facts.get("event", ""), name),
        requires=tuple(
            _one_of(word, tuple(PARTS), "requires", name)
            for word in _words(facts.get("requires", ""), "requires", name)
        ),
        body=_whole(body, name, start),
        source=_trimmed(body),
        like=_key(facts["like"], name) if facts.get("like") else "",
        based=_version(facts["based"], name) if facts.get("based") else 0,
    )


def reworded(
    template: Template, text: str, *, version: int = 0, name: str = "The template"
) -> Template:
    """Return a template with another letter, its facts as they are.

    `version` is its new number, 0 to leave it. Raises `TemplateBroken`; lines are
    counted from the first one of the letter.
    """
    body = _readable(text, name)
    return replace(
        template,
        version=version or template.version,
        body=_whole(body, name, 1),
        source=_trimmed(body),
    )


def written(template: Template) -> str:
    """Return a template as the text of its file: `parse` gives the same one back."""
    facts = {
        "key": template.key,
        "version": str(template.version),
        "title": template.title,
        "kinds": ", ".join(template.kinds),
        "purpose": template.purpose,
        "to": "" if template.to == PERSON else template.to,
        "event": template.event or "",
        "requires": ", ".join(template.requires),
        "like": template.like,
        "based": str(template.based or ""),
    }
    lines = [f"{fact}: {value}" for fact, value in facts.items() if value]
    letter = template.source or template.body
    return "\n".join((_FENCE, *lines, _FENCE, letter))


def facts_changed(shipped: Template, new: Template) -> tuple[str, ...]:
    """Name the facts by which the program works that a new version has otherwise.

    A template that is edited must keep them all; its title and text may change.
    """
    kept = {
        "key": (shipped.key, new.key),
        "kinds": (frozenset(shipped.kinds), frozenset(new.kinds)),
        "purpose": (shipped.purpose, new.purpose),
        "to": (shipped.to, new.to),
        "event": (shipped.event, new.event),
        "like": (shipped.like, new.like),
    }
    return tuple(fact for fact, (before, now) in kept.items() if before != now)


def _readable(text: str, name: str) -> str:
    """Return a text with plain line ends, or refuse what is no text or has no end."""
    if len(text) > LONGEST_TEXT + _LONGEST_FACT * _MOST_FACTS:
        raise TemplateBroken(
            f"{name} is longer than {LONGEST_TEXT:,} characters, which no letter is. "
            "Choose the file of a template."
        )
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for at, character in enumerate(plain):
        if character in "\n\t" or unicodedata.category(character) not in _UNREADABLE:
            continue
        raise TemplateBroken(
            f"{name}, line {plain.count(chr(10), 0, at) + 1}: U+{ord(character):04X} "
            "is no character of a text. Choose a text file, or take it out."
        )
    return clean(plain).replace("\u2028", "\n").replace("\u2029", "\n")


def _whole(body: str, name: str, first_line: int) -> str:
    """Return a letter with its blocks in place, once it can be read as a whole."""
    if not body.strip():
        raise TemplateBroken(
            f"{name}, line {first_line}: there is no letter below the facts. Write it "
            "there."
        )
    check(f"{body.rstrip()}\n", name=name, first_line=first_line)
    whole = expand(body, name=name, first_line=first_line)
    if whole != body:
        named = f"{name} with its blocks in place"
        check(_trimmed(whole), name=named, first_line=first_line)
    return _trimmed(whole)


def _trimmed(body: str) -> str:
    return body.strip() + "\n"


def _split(text: str, name: str) -> tuple[dict[str, str], int, str]:
    """Return the facts above the letter, the line it starts on, and the letter."""
    lines = text.split("\n")
    if lines[0].strip() != _FENCE or _FENCE not in lines[1 : _MOST_FACTS + 2]:
        raise TemplateBroken(
            f"{name}, line 1: a template starts with its facts between two lines of "
            "“---”. Put them back from another template."
        )
    end = lines.index(_FENCE, 1)
    facts: dict[str, str] = {}
    for number, line in enumerate(lines[1:end], start=2):
        if line.strip():
            key, value = _fact(line, number, name)
            if key in facts:
                raise TemplateBroken(
                    f"{name}, line {number}: the facts say “{key}:” twice. Keep one."
                )
            facts[key] = value
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
            f"{name}, line {number}: “{_short(line)}” is not a fact of a template. "
            f"Each line is one of {', '.join(_KEYS)}, a colon and a value."
        )
    if len(value) > _LONGEST_FACT:
        raise TemplateBroken(
            f"{name}, line {number}: what stands after “{key.strip()}:” is longer than "
            f"{_LONGEST_FACT} characters. Shorten it."
        )
    return key.strip(), value.strip()


def _words(text: str, fact: str, name: str) -> list[str]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        if words.count(word) > 1:
            raise TemplateBroken(
                f"{name}: “{_short(word)}” stands twice after “{fact}:”. Keep one."
            )
    return words


def _key(text: str, name: str) -> str:
    if not _KEY.fullmatch(text):
        raise TemplateBroken(
            f"{name}: the key “{_short(text)}” must be small letters, digits and "
            "hyphens, 60 at most, a letter first."
        )
    return text


def _version(text: str, name: str) -> int:
    if not _VERSION.fullmatch(text):
        raise TemplateBroken(
            f"{name}: the version “{_short(text)}” must be 1, 2, 3 and so on."
        )
    return int(text)


def _title(text: str, name: str) -> str:
    if len(text) > LONGEST_TITLE:
        raise TemplateBroken(
            f"{name}: the title is longer than {LONGEST_TITLE} characters. Shorten it."
        )
    return text


def _one_of(word: str, known: tuple[str, ...], fact: str, name: str) -> str:
    if word not in known:
        raise TemplateBroken(
            f"{name}: “{_short(word)}” is not known after “{fact}:”. "
            f"Use one of {', '.join(known)}."
        )
    return word


def _short(word: str) -> str:
    plain = word.strip()
    return plain if len(plain) <= _QUOTED else f"{plain[:_QUOTED]}…"


def _kinds(facts: dict[str, str], name: str) -> tuple[CaseKind, ...]:
    kinds = tuple(
        _kind(word, name) for word in _words(facts.get("kinds", ""), "kinds", name)
    )
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

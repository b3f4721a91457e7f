"""What a template would do wrong is found, whatever it claims of itself."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.letters.finding import Finding, Severity
from isteam_app.letters.lint import (
    RULES,
    LintContext,
    lint_template,
    lint_text,
    reading_of,
    rules_met,
)
from isteam_app.letters.marks import LOCKS, PARTS
from isteam_app.letters.plain_words import PLAIN
from isteam_app.letters.reading import LONGEST_SENTENCE, OLDEST
from isteam_app.letters.requirements import ARTICLE_15, ROUTES, required_parts
from isteam_app.letters.templates import Template, all_templates, load, parse, reworded

TEMPLATES = {template.key: template for template in all_templates()}
EXTENSION = load("extension-notice")
ENQUIRY = load("enquiry-reply")


def put(template: Template, before: str, words: str) -> str:
    """The text of a template with words put before some of its own."""
    assert before in template.source
    return template.source.replace(before, f"{words}{before}", 1)


def rules(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.rule for finding in findings}


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_what_is_shipped_is_sound(template: Template) -> None:
    names = ("Imail", "Fernleigh Post & Print Ltd", "R. Adeyemi")
    context = LintContext(before=template, names=names)
    assert lint_template(template, context) == ()
    assert len(rules_met(template, ())) == len(RULES)
    assert reading_of(template).age <= 10


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_a_template_asks_itself_for_what_the_law_asks(template: Template) -> None:
    assert set(required_parts(template)) == set(template.requires)


def _asked() -> Iterator[tuple[str, str]]:
    """Yield each template with one mark it needs, until each mark had its turn."""
    tried: Counter[str] = Counter()
    for one in TEMPLATES.values():
        marks = required_parts(one)
        fresh = [mark for mark in marks if not tried[mark]]
        for mark in fresh or sorted(marks, key=tried.__getitem__)[:1]:
            tried[mark] += 1
            yield one.key, mark


ASKED = list(_asked())


def test_every_mark_and_every_template_that_asks_is_tried() -> None:
    asking = {key: required_parts(one) for key, one in TEMPLATES.items()}
    assert {key for key, _ in ASKED} == {key for key, marks in asking.items() if marks}
    assert {mark for _, mark in ASKED} == {
        m for marks in asking.values() for m in marks
    }


@pytest.mark.parametrize(("key", "mark"), ASKED, ids=[f"{k}-{m}" for k, m in ASKED])
def test_a_template_cannot_drop_its_own_requirement(key: str, mark: str) -> None:
    whole = load(key)
    text = whole.body.replace(f"[[part {mark}]]\n", "")
    edited = replace(reworded(whole, text), requires=())
    found = [one for one in lint_template(edited) if one.rule == "paragraphs"]
    assert [(one.severity, one.where) for one in found] == [(Severity.ERROR, mark)]
    assert PARTS[mark] in found[0].sentence


def test_a_paragraph_that_a_condition_can_take_away_is_found() -> None:
    text = EXTENSION.source.replace(
        "[[include complaint-routes]]",
        "[[if phone]]\n[[include complaint-routes]]\n[[end]]",
    )
    found = lint_text(EXTENSION, text)
    assert {one.where for one in found if one.rule == "paragraphs"} == set(ROUTES)
    assert "not when there is no “Telephone”" in found[0].sentence


def test_an_access_response_needs_all_of_article_15() -> None:
    assert set(required_parts(load("access-response"))) >= set(ARTICLE_15)
    assert "complaint-us" in ARTICLE_15


def test_a_copy_under_another_key_needs_what_its_model_needs() -> None:
    refusal = load("refusal")
    copy = replace(refusal, key="our-refusal", like="refusal", requires=())
    assert required_parts(copy) == required_parts(refusal)
    other = replace(refusal, key="our-answer", requires=())
    assert set(required_parts(other)) >= {*ROUTES, "received", "contact"}


PLANTED: list[tuple[str, Severity, str, str]] = [
    ("read", Severity.ERROR, "[[if due]]\n", "is never closed"),
    ("read", Severity.ERROR, "{{dew}}\n", "Did you mean “due”?"),
    ("fields", Severity.ERROR, "{{erased}}\n\n", "letters about erasure"),
    ("fields", Severity.ERROR, "{{left_items}}\n\n", "third parties' requests"),
    ("fields", Severity.WARNING, "{{company_number}}\n\n", "[[if company"),
    ("headings", Severity.WARNING, "## Empty\n\n", "the heading “Empty”"),
    ("signs", Severity.ERROR, "See <b>this.\n\n", "<b>"),
    ("signs", Severity.ERROR, "[us](elsewhere)\n\n", "printed as it stands"),
    ("signs", Severity.ERROR, "| a | b |\n\n", "printed as it stands"),
    ("signs", Severity.ERROR, "> quoted\n\n", "printed as it stands"),
    ("signs", Severity.ERROR, "Well done \U0001f600\n\n", "cannot be printed"),
    ("signs", Severity.ERROR, "Some **bold words.\n\n", "has no partner"),
    ("signs", Severity.WARNING, "### Small\n\nWords.\n\n", "two sizes of heading"),
    ("typed", Severity.WARNING, "By 3 November 2026.\n\n", "a date"),
    ("typed", Severity.WARNING, "By 2026-11-03.\n\n", "a date"),
    ("typed", Severity.WARNING, "Ask Ms Sample.\n\n", "a name"),
    ("typed", Severity.WARNING, "At EX4 9ZZ.\n\n", "a postcode"),
    ("typed", Severity.WARNING, "Ask x@sample.example.\n\n", "an email address"),
    ("typed", Severity.WARNING, "See www.sample.example.\n\n", "a website"),
    ("typed", Severity.WARNING, "Call 01632 960 000.\n\n", "a telephone number"),
    ("typed", Severity.WARNING, "Pay £12.50.\n\n", "an amount"),
    ("typed", Severity.WARNING, "Quote IS-2026-00042.\n\n", "a reference"),
    ("typed", Severity.WARNING, "Write to the ICO.\n\n", "the regulator"),
    ("typed", Severity.WARNING, "We are Sample Post.\n\n", "stands in the settings"),
    ("plain-words", Severity.WARNING, "We utilise it.\n\n", "Try: use."),
    (
        "plain-words",
        Severity.WARNING,
        "It is dealt with in line with our procedures.\n\n",
        "say what is being done",
    ),
    ("clear-print", Severity.WARNING, "This is *slanted*.\n\n", "italics"),
    ("clear-print", Severity.WARNING, "This is _slanted_.\n\n", "italics"),
    ("clear-print", Severity.WARNING, "DO NOT IGNORE this.\n\n", "all capitals"),
    ("clear-print", Severity.WARNING, "Thank you!\n\n", "does not shout"),
    (
        "sentences",
        Severity.WARNING,
        "We " + "and we " * LONGEST_SENTENCE + "go.\n\n",
        "Cut it in two",
    ),
]


@pytest.mark.parametrize(
    ("rule", "severity", "planted", "said"),
    PLANTED,
    ids=[f"{rule}-{at}" for at, (rule, *_) in enumerate(PLANTED)],
)
def test_a_planted_fault_is_found_on_its_line(
    rule: str, severity: Severity, planted: str, said: str
) -> None:
    text = put(ENQUIRY, "[[part answer]]", planted)
    line = text.count("\n", 0, text.index(planted)) + 1
    found = lint_text(ENQUIRY, text, LintContext(names=("Sample Post",)))
    (one,) = [each for each in found if each.rule == rule]
    assert one.severity is severity
    assert said in one.sentence
    assert one.sentence.endswith(".")
    assert one.line in (line, 0)
    assert one.line == line or rule == "headings" or "partner" in said
    assert rules(found) == {rule}


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        ("Private\n\nDear {{salutation}}\n\n# A\n\nX.", "window", "word “private”"),
        ("# A\n\nDear {{salutation}}\n\n# B\n\nX.", "window", "above the greeting"),
        ("Hello\n\n# A\n\nX.", "window", "does not begin with a greeting"),
        ("- Dear {{salutation}}\n\n# A\n\nX.", "window", "does not begin with a"),
        ("Dear friend\n\n# A\n\nX.", "headings", "greets nobody by name"),
        ("Dear {{salutation}}\n\nX.", "headings", "has no subject"),
        ("Dear {{salutation}}\n\nX.\n\n# A\n\nX.", "headings", "between the greeting"),
    ],
)
def test_nothing_shows_through_the_window_but_the_address(
    text: str, rule: str, said: str
) -> None:
    found = [each for each in lint_text(ENQUIRY, text) if each.rule == rule]
    assert [said in each.sentence for each in found] == [True]


def test_a_greeting_that_a_condition_takes_away_is_found() -> None:
    text = ENQUIRY.source.replace(
        "Dear {{salutation}}", "[[if phone]]\nDear {{salutation}}\n[[end]]"
    )
    assert "window" in rules(lint_text(ENQUIRY, text))


def test_a_field_of_one_kind_in_a_letter_for_several_goes_under_a_condition() -> None:
    both = replace(
        ENQUIRY, kinds=(CaseKind.ENQUIRY, CaseKind.ERASURE), event=EventKind.NOTE
    )
    text = put(both, "[[part answer]]", "{{erased}}\n\n")
    (found,) = [each for each in lint_text(both, text) if each.rule == "fields"]
    assert "[[if erased]]" in found.sentence
    text = put(both, "[[part answer]]", "[[if erased]]\n{{erased}}\n[[end]]\n\n")
    assert "fields" not in rules(lint_text(both, text))


def test_a_field_without_a_test_value_is_named() -> None:
    (found,) = lint_template(ENQUIRY, LintContext(values={"salutation": "Ms Sample"}))[
        :1
    ]
    assert (found.rule, found.severity) == ("test-data", Severity.ERROR)
    assert "has no test value" in found.sentence


def test_a_text_that_few_people_read_to_its_end_is_found() -> None:
    hard = (
        "Notification {} regarding organisational information governance "
        "considerations necessitates comprehensive administrative verification. "
    )
    hard_to_read = "".join(hard.format(number) for number in range(12))
    text = put(ENQUIRY, "[[part answer]]", f"{hard_to_read}\n\n")
    found = [each for each in lint_text(ENQUIRY, text) if each.rule == "reading"]
    assert f"above {OLDEST}" in found[0].sentence
    assert "Notification 0 regarding" in found[0].sentence


def test_every_place_that_cannot_be_read_is_named_at_once() -> None:
    found = lint_text(ENQUIRY, "{{dew}}\n[[end]]\n{{due\n[[if due]]\nx")
    assert [(each.rule, each.line) for each in found] == [
        ("read", 1),
        ("read", 2),
        ("read", 3),
        ("read", 4),
    ]
    assert rules_met(ENQUIRY, found) == ()


def test_locked_wording_and_facts_are_held_against_what_was_before() -> None:
    before = load("clarification-request")
    text = before.source.replace("You do not have to ask for less.", "Ask for less.")
    found = lint_text(before, text, LintContext(before=before))
    assert [(each.rule, each.where) for each in found] == [("locked", "not-obliged")]
    assert not lint_text(before, text, LintContext(before=before, unlocked=True))
    moved = replace(before, event=EventKind.IDENTITY_ASKED)
    found = lint_template(moved, LintContext(before=before, unlocked=True))
    assert ("facts", "event") in {(each.rule, each.where) for each in found}


def test_what_is_met_is_said_in_words() -> None:
    met = rules_met(EXTENSION, ())
    assert met[-1] == f"Reading age {reading_of(EXTENSION).age}"
    assert "All fields have test values" in met
    (found,) = lint_text(EXTENSION, put(EXTENSION, "[[part reason]]", "Utilise! "))[:1]
    assert RULES[found.rule] not in rules_met(EXTENSION, (found,))


def test_errors_come_before_warnings() -> None:
    text = put(ENQUIRY, "[[part answer]]", "We utilise it.\n\n{{erased}}\n\n")
    severities = [each.severity for each in lint_text(ENQUIRY, text)]
    assert severities == sorted(severities)
    assert len(set(severities)) == 2


def test_a_sentence_that_says_nothing_new_is_found_as_in_the_picture() -> None:
    text = put(
        EXTENSION,
        "[[include complaint-routes]]",
        "Your request is being processed in line with our procedures and the "
        "applicable time period has been extended accordingly.\n\n",
    )
    assert rules(lint_text(EXTENSION, text)) == {"plain-words"}


def test_the_words_of_offices_are_small_and_answered() -> None:
    assert all(said == said.lower() and plain for said, plain in PLAIN.items())


def test_every_lock_is_used() -> None:
    shipped = "".join(template.body for template in TEMPLATES.values())
    assert [name for name in LOCKS if f"[[locked {name}]]" not in shipped] == []


HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from("*_#<>[]{}|`\\&-+1.\n\t\"'! Dear{{due}}[[if due]][[end]]"),
        st.characters(),
    ),
    max_size=200,
)


@example(text="-")
@given(text=HOSTILE)
def test_no_text_upsets_it(text: str) -> None:
    for finding in lint_text(ENQUIRY, text):
        assert finding.rule in RULES
        assert finding.sentence


@pytest.mark.parametrize(
    "text",
    [
        "*" * 50_000,
        "_a" * 25_000,
        "<" * 50_000,
        "| " * 25_000,
        "a." * 25_000,
        "A" * 50_000,
        "a@" * 25_000,
        "- [ ] " * 8_000,
        "**a" * 19_990,
        "{{dew}}" * 8_000,
        "- a\n" * 14_990,
        "a" * (60_000 - len("Dear {{salutation}}\n\n# A\n\n")),
        "0" * 50_000,
        "[[if phone]]x[[end]]" * 2_500,
        "w@" + "a." * 20_000,
    ],
    ids=lambda text: text[:6],
)
def test_no_text_takes_long(text: str) -> None:
    start = time.perf_counter()
    lint_text(ENQUIRY, f"Dear {{{{salutation}}}}\n\n# A\n\n{text}")
    assert time.perf_counter() - start < 25  # seconds; a slow search takes minutes


def test_a_template_from_a_stranger_is_linted_like_any_other() -> None:
    stranger = parse(
        "---\nkey: stranger\nversion: 1\ntitle: X\nkinds: erasure\n"
        "purpose: response\nevent: answered\n---\nDear {{salutation}}\n\n# No\n\nNo.\n"
    )
    found = lint_template(stranger)
    assert {each.where for each in found if each.rule == "paragraphs"} == {
        "received",
        "contact",
        *ROUTES,
    }

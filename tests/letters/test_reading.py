"""How hard a text is to read, against words counted by hand."""

import pytest

from isteam_app.letters.reading import measure, sentences_of, syllables, words

COUNTED = {
    1: "the month times asked use we rights closed weigh made don't quote",
    2: "request data complaint answer people table places erased office being police "
    "copies pages needed website notice question because reason trying social special",
    3: "personal company objection decision evidence restricted corrected usual area "
    "violence influence previous compelling genuine purposes articles various",
    4: "information regulator proportionate automated identity society",
    5: "organisation",
}


@pytest.mark.parametrize(
    ("word", "count"),
    [(word, count) for count, said in COUNTED.items() for word in said.split()],
)
def test_syllables_are_counted_as_they_are_said(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_number_and_a_date_in_figures_are_one_word() -> None:
    assert words("By 3.5 on 2026-11-03, or 10:42.") == (
        "By",
        "3.5",
        "on",
        "2026-11-03,",
        "or",
        "10:42.",
    )


def test_sentences_end_where_they_end() -> None:
    text = "We look. “You can ask.” Write to us! Why? It is 3.5 km. e.g. this"
    assert sentences_of(text) == (
        "We look.",
        "“You can ask.",
        "Write to us!",
        "Why?",
        "It is 3.5 km. e.g. this",
    )


PLATYPUS = (
    "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
)
EXTENSION = (
    "We cannot answer your request within a month. Your request covers six years and "
    "four of our offices, and some of the records are on paper."
)


@pytest.mark.parametrize(
    ("text", "youngest", "oldest"),
    [("The cat sat on the mat.", 6, 6), (PLATYPUS, 15, 18), (EXTENSION, 10, 13)],
)
def test_the_reading_age_is_that_of_the_formula(
    text: str, youngest: int, oldest: int
) -> None:
    assert youngest <= measure([text]).age <= oldest


def test_the_figures_are_those_of_the_formula() -> None:
    reading = measure(["We look into it.", "You can ask again at any time."])
    assert (reading.words, reading.sentences, reading.syllables) == (11, 2, 14)
    grade = 0.39 * 11 / 2 + 11.8 * 14 / 11 - 15.59
    assert reading.age == max(6, round(grade + 5))


def test_no_text_is_easy_to_read() -> None:
    assert measure([]).age == measure(["", "..."]).age == 6


def test_the_sentences_that_take_longest_come_first() -> None:
    assert measure(["Go.", "We go there now. Stop."]).longest[0] == "We go there now."

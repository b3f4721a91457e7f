"""Reads the pages of a finished letter again, as whoever opens the file would."""

import re

import pypdfium2

from isteam_app.errors import IsteamError


def page_texts(pdf: bytes) -> tuple[str, ...]:
    """Return the words of each page, spaces made even.

    Raises:
        IsteamError: the file cannot be opened.
    """
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise IsteamError("The pages of the letter cannot be read.") from error
    try:
        return tuple(_words(document, place) for place in range(len(document)))
    finally:
        document.close()


def wrong_pages(pdf: bytes, reference: str, pages: int) -> tuple[int, ...]:
    """Return which pages do not carry the reference and "Page n of N", from 1.

    `pages` are those of the letter itself, the enclosures behind it left out.
    """
    texts = page_texts(pdf)
    return tuple(
        number
        for number in range(1, pages + 1)
        if number > len(texts)
        or reference not in texts[number - 1]
        or not re.search(rf"Page {number} of {pages}\b", texts[number - 1])
    )


def _words(document: pypdfium2.PdfDocument, place: int) -> str:
    page = document[place]
    words = page.get_textpage()
    try:
        return " ".join(str(words.get_text_range()).split())
    finally:
        words.close()
        page.close()

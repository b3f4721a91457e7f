"""Fields as plain text, and back: how half-typed post is kept in a draft."""

from ui.common.choice_fields import CheckField
from ui.common.date_field import DateField
from ui.common.fields import Field

_TICKED = "yes"


def text_of(field: Field) -> str:
    """What stands in a field, half typed or whole."""
    if isinstance(field, DateField):
        return field.text()
    value = field.value()  # type: ignore[attr-defined] # every field here has one
    if isinstance(field, CheckField):
        return _TICKED if value else ""
    return str(value)


def put(field: Field, text: str) -> None:
    """Put back what stood in a field."""
    if isinstance(field, DateField):
        field.set_text(text)
    elif isinstance(field, CheckField):
        field.set_value(value=text == _TICKED)
    else:
        field.set_value(text)  # type: ignore[attr-defined] # as above

"""What is known of people, in the words that screens and notes use."""

from collections.abc import Mapping
from types import MappingProxyType

from isteam_app.domain.people import Capacity, Format

CAPACITIES: Mapping[Capacity, str] = MappingProxyType(
    {
        Capacity.SOLICITOR: "Solicitor",
        Capacity.FRIEND: "Friend or relative",
        Capacity.PARENT: "Parent or guardian",
        Capacity.ATTORNEY: "Attorney",
        Capacity.DEPUTY: "Deputy",
        Capacity.EXECUTOR: "Executor",
        Capacity.INSOLVENCY_PRACTITIONER: "Insolvency practitioner",
        Capacity.BODY: "Representative body",
        Capacity.ADVOCATE: "Advocate",
        Capacity.OTHER: "Another capacity",
    }
)
"""As what somebody acts, in the order that a list offers it."""

FORMATS: Mapping[Format, str] = MappingProxyType(
    {
        Format.STANDARD: "ordinary print",
        Format.LARGE_16: "large print, 16 point",
        Format.LARGE_18: "large print, 18 point",
        Format.LARGE_20: "large print, 20 point",
        Format.LARGE_24: "large print, 24 point",
        Format.BRAILLE: "braille",
        Format.AUDIO: "audio",
        Format.EASY_READ: "easy read",
        Format.SIGN_LANGUAGE: "sign language",
    }
)
"""The form that letters are needed in, as it follows "Letters in"."""

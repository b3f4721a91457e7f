"""Every kind of case: its law, its clock, what may happen to it, its letters."""

from collections.abc import Mapping
from types import MappingProxyType

from isteam_app.domain.case_types.access import ACCESS
from isteam_app.domain.case_types.complaint import COMPLAINT
from isteam_app.domain.case_types.definition import CaseType, Ground, Outcome
from isteam_app.domain.case_types.enquiry import ENQUIRY
from isteam_app.domain.case_types.erasure import ERASURE
from isteam_app.domain.case_types.marketing import MARKETING
from isteam_app.domain.case_types.objection import OBJECTION
from isteam_app.domain.case_types.passed_on import PASSED_ON
from isteam_app.domain.case_types.portability import PORTABILITY
from isteam_app.domain.case_types.rectification import RECTIFICATION
from isteam_app.domain.case_types.regulator import REGULATOR
from isteam_app.domain.case_types.restriction import RESTRICTION
from isteam_app.domain.case_types.service_complaint import SERVICE_COMPLAINT
from isteam_app.domain.cases import CaseKind

__all__ = ["CASE_TYPES", "CaseType", "Ground", "Outcome"]

CASE_TYPES: Mapping[CaseKind, CaseType] = MappingProxyType(
    {
        definition.kind: definition
        for definition in (
            ACCESS,
            RECTIFICATION,
            ERASURE,
            RESTRICTION,
            PORTABILITY,
            OBJECTION,
            MARKETING,
            COMPLAINT,
            SERVICE_COMPLAINT,
            ENQUIRY,
            PASSED_ON,
            REGULATOR,
        )
    }
)
"""Each kind's definition, in the order that boxes and lists show them."""

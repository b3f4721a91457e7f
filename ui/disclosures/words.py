"""What the register calls kinds of requesters, decisions, and telling the person."""

from isteam_app.domain.disclosures import Decision, RequesterKind, Told

KINDS = {
    RequesterKind.POLICE: "Police",
    RequesterKind.LAW_ENFORCEMENT: "Law enforcement",
    RequesterKind.COURT: "Court",
    RequesterKind.PROSECUTION_DEFENCE: "Prosecution or defence",
    RequesterKind.SOLICITOR: "Solicitor",
    RequesterKind.HMRC: "HMRC",
    RequesterKind.BENEFITS: "Benefits office",
    RequesterKind.LOCAL_AUTHORITY: "Council",
    RequesterKind.REGULATOR: "Regulator",
    RequesterKind.CORONER: "Coroner",
    RequesterKind.FRAUD_AGENCY: "Fraud agency",
    RequesterKind.CREDIT_REFERENCE: "Credit reference",
    RequesterKind.DEBT_RECOVERY: "Debt recovery",
    RequesterKind.INSURER: "Insurer",
    RequesterKind.ELECTED_REPRESENTATIVE: "Elected representative",
    RequesterKind.NEXT_OF_KIN: "Next of kin",
    RequesterKind.CLIENT_CONTROLLER: "Client",
    RequesterKind.OTHER: "Other",
}
DECIDING = {
    Decision.UNDECIDED: "Not decided yet",
    Decision.DISCLOSE: "Disclose all",
    Decision.PART: "Disclose in part",
    Decision.REFUSE: "Refuse",
    Decision.MORE: "Ask for more",
    Decision.LEGAL: "Refer to legal",
    Decision.NEITHER: "Neither confirm nor deny",
}
TELLING = {
    Told.NOT_YET: "Not told yet",
    Told.TOLD: "Told",
    Told.MUST_NOT: "Must not be told",
    Told.NOT_NEEDED: "Need not be told",
}

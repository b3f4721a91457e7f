"""What may be chosen in the sections of a third party's request: values and words.

The values are kept in the vault. What the law says of each is in `gateways`.
"""

Choices = tuple[tuple[str, str], ...]


def _same(*words: str) -> Choices:
    """Return choices that are kept in their own words."""
    return tuple((each, each) for each in words)


KINDS: Choices = (
    ("police", "Police"),
    ("law_enforcement", "Other law enforcement (NCA, Border Force)"),
    ("court", "Court or tribunal"),
    ("prosecution_defence", "Prosecution or criminal defence"),
    ("solicitor", "Solicitor, civil matter"),
    ("hmrc", "HM Revenue and Customs"),
    ("benefits", "DWP or a council's benefit team"),
    ("local_authority", "Local authority"),
    ("regulator", "Regulator"),
    ("coroner", "Coroner or procurator fiscal"),
    ("fraud_agency", "Cifas or another fraud agency"),
    ("credit_reference", "Credit reference agency"),
    ("debt_recovery", "Debt recovery or tracing agent"),
    ("insurer", "Insurer or accident party"),
    ("elected_representative", "MP or another elected representative"),
    ("next_of_kin", "Family or next of kin"),
    ("client_controller", "Client we process the data for"),
    ("other", "Somebody else"),
)
CAME_BY: Choices = (
    ("post", "Post"),
    ("email", "Email"),
    ("phone", "Telephone"),
    ("in_person", "In person"),
    ("court", "From a court"),
)
NO_INSTRUMENT = "none"
INSTRUMENTS: Choices = (
    (NO_INSTRUMENT, "None: they ask, and nothing compels us"),
    ("pace_order", "Production order (PACE)"),
    ("pace_ni_order", "Production order (PACE Northern Ireland)"),
    ("search_warrant", "Search warrant"),
    ("scottish_warrant", "Sheriff's warrant or order (Scotland)"),
    ("poca_order", "Production or disclosure order (POCA)"),
    ("ipa_notice", "Communications data notice (IPA Part 3)"),
    ("ipa_authorisation", "Communications data authorisation (IPA Part 3)"),
    ("interception_warrant", "Interception warrant (IPA Part 2)"),
    ("court_order", "Court order"),
    ("third_party_order", "Non-party disclosure order (CPR 31.17)"),
    ("norwich_pharmacal", "Norwich Pharmacal order"),
    ("witness_summons", "Witness summons, civil (CPR 34)"),
    ("criminal_summons", "Witness summons, criminal (CrimPR 17)"),
    ("scottish_order", "Order for documents (Scotland, 1972 Act section 1)"),
    ("ni_subpoena", "Order or subpoena (Northern Ireland)"),
    ("hmrc_notice", "Third-party notice (Finance Act 2008 Schedule 36)"),
    ("customs_power", "Customs power over cross-border post"),
    ("benefits_notice", "Authorised officer's notice (section 109B)"),
    ("trading_standards_notice", "Trading standards notice (CRA 2015 Schedule 5)"),
    ("council_tax_notice", "Council tax request under the regulations"),
    ("ico_notice", "Information notice (DPA 2018 section 142)"),
    ("ofcom_notice", "Information notice (Ofcom, post)"),
    ("hse_requirement", "Inspector's requirement (HSWA section 20)"),
    ("fca_requirement", "Requirement of the FCA (FSMA Part XI)"),
    ("cma_notice", "Notice of the CMA (Competition Act section 26)"),
    ("cms_request", "Child maintenance information request"),
    ("coroner_notice", "Coroner's notice (2009 Act Schedule 5)"),
    ("ni_coroner_notice", "Coroner's notice (Northern Ireland)"),
    ("fiscal_citation", "Procurator fiscal's citation (Scotland)"),
    ("other_enactment", "Another duty in law"),
)
PURPOSES: Choices = (
    ("prevent", "Prevent a crime"),
    ("detect", "Detect or investigate a crime"),
    ("apprehend", "Find or arrest an offender"),
    ("prosecute", "Prosecute or defend a charge"),
    ("tax", "Assess or collect a tax"),
    ("benefit", "Benefit fraud"),
    ("civil_claim", "Civil claim or legal advice"),
    ("fraud", "Prevent fraud"),
    ("credit", "Credit reference"),
    ("debt", "Recover a debt"),
    ("safeguarding", "Safeguard somebody at risk"),
    ("missing_person", "Missing person"),
    ("regulator", "A regulator's task"),
    ("coroner", "Inquest or sudden death"),
    ("immigration", "Immigration"),
    ("constituent", "Help a constituent"),
    ("instruction", "Instruction of the controller"),
    ("other", "Another purpose"),
)
CONTENT = "Contents of post"
CATEGORIES = _same(
    "Contact details",
    "Mail and parcel records",
    "Signature on delivery",
    "CCTV video",
    "Service details and use",
    "Account and payment details",
    "Website and cookie data",
    "Enquiries and complaints",
    "Credit and identity check results",
    "Company and position",
    CONTENT,
)
"""The company's own data; the last one is never its own to give."""
TELLING: Choices = (
    ("may", "They may be told"),
    ("must_not", "They must not be told"),
    ("not_needed", "Telling them is not needed"),
)
CHECKS: Choices = (
    ("callback", "Call back on a published number"),
    ("secure_domain", "Email from their own domain"),
    ("in_person", "Warrant card or pass seen"),
    ("known", "Known to us from earlier dealings"),
)
RESULTS: Choices = (
    ("confirmed", "Confirmed"),
    ("not_confirmed", "Not confirmed"),
    ("no_answer", "No answer"),
)
ARTICLE_6: Choices = (
    ("a", "(a) Consent"),
    ("b", "(b) Contract with the person"),
    ("c", "(c) Legal obligation"),
    ("d", "(d) Vital interests"),
    ("e", "(e) Public task of ours"),
    ("ea", "(ea) Recognised legitimate interest"),
    ("f", "(f) Legitimate interests, weighed"),
    ("processor", "None of ours: the controller instructs us"),
)
ANNEX_1: Choices = (
    ("public_task", "Asked by a body that states its public task"),
    ("security", "National or public security, defence"),
    ("emergency", "Emergency"),
    ("crime", "Crime: detect, prevent, prosecute"),
    ("safeguarding", "Safeguard somebody vulnerable"),
)
ARTICLE_9: Choices = (
    ("a", "(a) Explicit consent"),
    ("c", "(c) Vital interests"),
    ("e", "(e) Made public by the person"),
    ("f", "(f) Legal claims or courts"),
    ("g", "(g) Substantial public interest"),
    ("10", "Article 10: criminal offence data"),
)
SCHEDULE_1: Choices = (
    ("10", "Paragraph 10: unlawful acts"),
    ("14", "Paragraph 14: preventing fraud"),
    ("18", "Paragraph 18: safeguarding"),
    ("19", "Paragraph 19: economic well-being"),
    ("24", "Paragraph 24: elected representatives"),
    ("33", "Paragraph 33: legal claims (offence data)"),
    ("other", "Another paragraph, named under proportion"),
)
NO_EXEMPTION = "none"
EXEMPTIONS: Choices = (
    (NO_EXEMPTION, "None: the usual rules hold"),
    ("crime", "Schedule 2 paragraph 2: crime"),
    ("tax", "Schedule 2 paragraph 2: tax"),
    ("risk", "Schedule 2 paragraph 3: risk assessment"),
    ("required", "Schedule 2 paragraph 5(2): required by law or order"),
    ("claims", "Schedule 2 paragraph 5(3): legal claims"),
)
METHODS = _same(
    "Tracked post",
    "Collected by hand, signed for",
    "Encrypted media by post",
    "Secure email",
)

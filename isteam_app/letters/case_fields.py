"""The facts that a case and the settings put into its letters."""

from isteam_app.letters.field import of_case

CASE_FIELDS = (
    # who
    of_case("salutation", "How they are greeted", "Ms Ŵyn-Harries", of_requests=True),
    of_case("subject_name", "Whose data it is", "Ms Marged Ŵyn-Harries"),
    of_case("requester_name", "Who wrote", "Ms Marged Ŵyn-Harries"),
    of_case("acting_for", "Whom they act for", "", optional=True),
    of_case(
        "written_about",
        "Whom it is about, for who is written to instead",
        "",
        optional=True,
    ),
    # the case
    of_case("case_reference", "Our reference", "IS-2026-00042", of_requests=True),
    of_case(
        "their_reference",
        "Their reference",
        "MH/DSAR/1",
        of_requests=True,
        optional=True,
    ),
    of_case(
        "date_on_letter",
        "Date of this letter",
        "Tuesday 24 November 2026",
    ),
    of_case(
        "dated", "Date on their letter", "Wednesday 18 November 2026", optional=True
    ),
    of_case(
        "received",
        "Date it was received",
        "Thursday 19 November 2026",
        of_requests=True,
    ),
    of_case(
        "reached", "Date it reached the team", "Friday 20 November 2026", optional=True
    ),
    of_case(
        "request_summary",
        "What they ask",
        "A copy of the personal data we hold about you, including CCTV of our "
        "Exampleton counter on 3 November 2026.",
    ),
    of_case(
        "request_name",
        "What kind of request it is",
        "request for a copy of your personal data",
    ),
    of_case("due", "Answer due", "Monday 21 December 2026"),
    of_case("awaited", "What we wait for", "", optional=True),
    of_case(
        "outcome_due",
        "Outcome of a complaint due",
        "Friday 18 December 2026",
        optional=True,
    ),
    of_case("extended_due", "Answer due if extended", "Friday 19 February 2027"),
    of_case("unacknowledged", "Nothing has acknowledged it yet", "", optional=True),
    of_case(
        "upheld", "The complaint was upheld, in whole or in part", "", optional=True
    ),
    of_case("handler", "Who handles the case", "R. Adeyemi", of_requests=True),
    # the company
    of_case(
        "organisation", "The company", "Fernleigh Post & Print Ltd", of_requests=True
    ),
    of_case("team", "The team", "Information Security Team", of_requests=True),
    of_case(
        "team_address",
        "Where the team is written to",
        "Unit 9, Millbrook Way, EXAMPLETON, EX4 9ZZ",
        of_requests=True,
    ),
    of_case(
        "company_number", "Company number", "00000000", of_requests=True, optional=True
    ),
    of_case("phone", "Telephone", "", of_requests=True, optional=True),
    of_case("email", "Email", "", of_requests=True, optional=True),
    # the regulator
    of_case(
        "regulator",
        "The regulator",
        "Office of the Example Commissioner",
        of_requests=True,
    ),
    of_case(
        "regulator_address",
        "The regulator's address",
        "1 Sample Square, EASTBRIDGE, QX4 7TB",
        of_requests=True,
    ),
    of_case(
        "regulator_phone",
        "The regulator's telephone",
        "01632 960 000",
        of_requests=True,
        optional=True,
    ),
    of_case(
        "regulator_website",
        "The regulator's website",
        "regulator.example",
        of_requests=True,
        optional=True,
    ),
    # what the company does with personal data (Article 15(1))
    of_case(
        "purposes",
        "Purposes",
        (
            "to collect, sort and deliver the post addressed to you (contract)",
            "to answer your letters and complaints (legal obligation)",
            "to keep our counters and vehicles safe (legitimate interests)",
        ),
    ),
    of_case(
        "categories",
        "Categories of data",
        (
            "your name, address and other contact details",
            "records of post addressed to you and signatures on delivery",
            "CCTV pictures from our counters",
        ),
    ),
    of_case(
        "recipients",
        "Who receives data",
        (
            "partners who deliver post together with us",
            "the police and other public bodies, where the law allows it",
        ),
    ),
    of_case(
        "disclosed_to",
        "Whom data about this person was given to",
        ("Exampleton Borough Council: one record, on Monday 2 November 2026",),
        optional=True,
    ),
    of_case(
        "sources",
        "Where data comes from",
        (
            "you",
            "senders of the letters and parcels addressed to you",
            "our partners, for signatures on delivery",
        ),
    ),
    of_case(
        "retention",
        "How long data is kept",
        "We keep delivery records for 13 months, CCTV pictures for 31 days, and "
        "letters about your rights for three years after we answer.",
    ),
    of_case(
        "automated_decisions",
        "Automated decisions",
        "We take no decisions about you by automated means alone.",
    ),
    of_case(
        "transfers",
        "Transfers abroad",
        "We do not send your personal data outside the United Kingdom.",
    ),
)

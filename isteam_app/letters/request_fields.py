"""The facts of a third party's request that its letters can name."""

from isteam_app.letters.field import asked, of_case, of_requests

REQUEST_FIELDS = tuple(
    of_requests(
        of_case("request_from", "Who asked", "Eastbridge Constabulary"),
        asked(
            "missing",
            "What is missing from the request",
            (
                "the counter-signature of an officer of the rank of Inspector or above",
                "your crime reference",
            ),
        ),
        asked(
            "instruments",
            "What would oblige us to answer",
            (
                "Production order (PACE)",
                "Communications data notice (IPA Part 3)",
            ),
        ),
        asked("reply_by", "When we would like to hear", "Monday 7 December 2026"),
        asked(
            "left_items",
            "What is enclosed, item by item",
            (
                "Still pictures of counter camera 2, one disc (exhibit RA/1)",
                "A list of the times at which they were taken, 1 page",
            ),
        ),
        asked(
            "left_checksums",
            "Checksums of the files",
            ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",),
        ),
        asked("left_by", "How it goes", "tracked post, item QX123456785GB"),
        asked(
            "given_under",
            "On what it is given",
            "Schedule 2, paragraph 2 of the Data Protection Act 2018 (crime)",
        ),
        asked(
            "left_conditions",
            "Conditions of their own",
            ("Pictures of bystanders are not to be shown to anybody else.",),
        ),
        asked("return_by", "Return or destroy by", "Friday 26 March 2027"),
    )
)

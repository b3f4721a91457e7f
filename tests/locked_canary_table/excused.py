"""Which functions cannot tell of a record, and what differs by chance."""

from collections.abc import Mapping

EXCUSED: Mapping[str, str] = {
    "works on what it is given: whoever gives it has read it already": (
        "about.versions attempts.words backup_facts.count_words "
        "backup_facts.facts calendars.known_until cases.event_today "
        "cases.hand_over cases.refresh_case cases.touch_case "
        "chronology.chronology_name clashes.brought_together damage.typed_key "
        "recipients.may_be_told recipients.told_in "
        "damage_report.account damage_report.save_report "
        "decision_record.decision_record_name decisions.gaps decisions.lacking "
        "decisions.wants_second_person defaults.default_settings "
        "demo.demo_settings demo_stories.read_stories diagnostics.about "
        "diagnostics.save diagnostics.shape disclosure_letters.letter_choices_for "
        "disclosure_sections.follow "
        "disclosure_sections.must_be_ahead disclosure_sections.put "
        "disclosure_sections.step disclosures.asked_in "
        "disclosures.organisation_of enclosures.check_enclosed "
        "enclosures.keep_enclosed entries.begin_entries entries.open_entries "
        "entries.put_entry files.write_whole "
        "half_typed.put_back half_typed.unseal "
        "intake.check_post intake.open_case intake_hints.person_hints "
        "keys.present letter_answers.answer_in_words letter_answers.known_answers "
        "letter_answers.with_article letter_answers_written.change_made "
        "letter_answers_written.changed_on letter_answers_written.conclusions "
        "letter_answers_written.controller_address "
        "letter_answers_written.corrected letter_answers_written.enclosures "
        "letter_answers_written.fee_amount letter_answers_written.given_on "
        "letter_answers_written.holders letter_answers_written.identifier "
        "letter_answers_written.marketing_stopped "
        "letter_answers_written.package_sent "
        "letter_answers_written.recipients_not_told letter_answers_written.remedy "
        "letter_answers_written.searches letter_answers_written.suppressed "
        "letter_answers_written.withheld letter_answers_written.withheld_reason "
        "letter_body.filled letter_body.merged_values letter_body.written "
        "letter_check.checked_recipient letter_check.recipient_check "
        "letter_check.recipient_problems letter_gates.not_to_be_written_to "
        "letter_mix_ups.foreign_words letter_mix_ups.kept_with "
        "letter_mix_ups.lapsed_authority letter_mix_ups.look_twice "
        "letter_mix_ups.parties letter_mix_ups.strange_enclosures "
        "letter_mix_ups.unsuited_greeting letter_mix_ups.unticked "
        "letter_pages.unmarked letter_pages.wrong_pages_of "
        "letter_desk.addressee letter_desk.recipient_lines "
        "letter_editing.all_fields letter_editing.asked letter_editing.exact "
        "letter_editing.field_label letter_editing.locked_says "
        "letter_editing.paragraph_says letter_editing.put_locked_back "
        "letter_editing.spoken_value letter_editing.window_of "
        "letter_fields.awaited_of letter_fields.of_organisation "
        "letter_fields.values_for letter_gates.in_the_way letter_gates.is_answer "
        "letter_gates.says_what_was_decided letter_meaning.record_meaning "
        "letter_opening.case_id_of letter_opening.desk_of "
        "letter_opening.request_desk letter_templates.as_template "
        "letter_templates.shipped_template letter_templates.template_in_use "
        "letter_templates.template_of letter_templates.templates_in_use "
        "letter_traces.note_letter "
        "letter_traces.note_posted letters.asked_fields letters.letter_choices "
        "letters.letter_content letters.preview "
        "links.link_kinds links.link_words links.repeats look_only.looked_at "
        "look_only.may_look moves.judged moves.offered moves.refusal "
        "moves.why_no_approval noted_files.write_noted organisations.requests_of "
        "packages.attached_from_bytes packages.file_name packages.read_attached "
        "passphrases.check_passphrase passphrases.strength register.nothing_of "
        "post_details.check_address post_details.check_details "
        "post_details.check_name questions.note_question "
        "request_desk.request_in_the_way request_desk.request_values "
        "request_desk.requester_lines request_desk.tells_what_was_decided "
        "request_letter_words.checksums request_letter_words.conditions "
        "request_letter_words.given_under request_letter_words.instruments "
        "request_letter_words.left_by request_letter_words.left_items "
        "request_letter_words.missing request_letter_words.reply_by "
        "request_letter_words.return_by request_letter_words.wanted "
        "request_rights.editors "
        "request_rights.rights_over request_rights.why_no_filling "
        "request_rights.why_no_second request_settings.check_requests "
        "sample_plots.plot sample_requests.directory sample_scan.sample_scan "
        "scans.read_any scans.read_scan scans.scan_from_bytes "
        "session.calendar_for settings.check_settings settings.envelope_choices "
        "team.away team.covered_by team_names.name_for team_names.renamed "
        "team_names.without templates.lint templates.list_templates "
        "templates.must_contain templates.render_example templates.render_letter "
        "today.urgency unlock.asked_back unlock.check_asked_back unlock.local_now "
        "work_settings.check_work work_settings.decisions "
    ),
    "is data that comes with the program": (
        "calendars.working_calendar gateways.rules sample_requests.request_stories "
    ),
    "changes one case, which it gives back": (
        "bulk.carry_out bulk.undo cases.choose_service chronology.note_left "
        "corrections.correct_details decisions.approve decisions.decide "
        "decisions.send_back entries.add_entry entries.change_entry "
        "entries.strike_entry links.take_to_regulator links.unlink "
        "merging.undo_merge packages.make_package packages.save_package "
        "representatives.authority_problem "
        "representatives.end_representation "
        "sight.lift_limit "
    ),
    "counts open cases and their dates alone": (
        "refreshing.in_sight refreshing.reckon "
    ),
    "gives nothing back but a number of files or a place": (
        "backups.backup_folder backups.check_wishes backups.make_before "
        "backups.make_if_changed backups.thin diagnostics.log_lines "
        "half_typed.forget noted_files.must_be_noted trail_notes.note_end "
        "trail_notes.note_locked trail_seals.seal_name "
    ),
    "is about the team, keys and settings, and no record": (
        "attempts.counted attempts.hold_back attempts.note_wrong "
        "keys.change_my_passphrase keys.new_sheet_key keys.prove "
        "keys.reset_passphrase keys.rotate_key keys.sign_in_anew "
        "keys.skipped_sign_in keys.use_new_sheet keys.why_no_reset "
        "leaving.remove_person look_only.look look_only.must_look_only "
        "look_only.why_nothing_changes register_exports.must_be_allowed "
        "remembering.ask_keyring remembering.follow_policy remembering.forget "
        "remembering.forget_everybodys remembering.is_remembered "
        "remembering.open_remembered remembering.remember "
        "remembering.remembered_unlock remembering.remembered_vault "
        "remembering.why_not rights.by_recovery rights.must "
        "rights.only_administrator rights.why_not team.add_absence "
        "team.add_person team.change_role team.end_absence team.rename_person "
        "trail_checks.accept views.delete_view views.rename_view views.save_view "
    ),
    "opens, makes or closes a vault: its records are asked for elsewhere": (
        "damage.backup_of_folder damage.has_copy_of_keys damage.header_in "
        "damage.newest_backup damage.salvage_folder damage.unlocked "
        "damage.use_copy_of_keys damage_report.report_of_folder restoring.restore "
        "restoring.verify_backup unlock.create unlock.describe unlock.lock "
        "unlock.recovery_pdf unlock.unlock unlock.unlock_with_device "
        "unlock.unlock_with_recovery_key unlock.with_suffix "
    ),
    "fills a made-up vault": (
        "demo.make_demo demo_decisions.decide_case demo_decisions.fill_form "
        "demo_requests.tell_requests sample.make_sample "
    ),
    "reads the arguments of a command, or opens the vault for one that is walked": (
        "cli.backup.add_key cli.backup.add_parsers cli.backup.backup_facts "
        "cli.backup.is_backup cli.backup.restore_facts cli.backup.verify_facts "
        "cli.case.add_parser cli.deadline.add_parser cli.deadline.answers "
        "cli.deadline.run cli.export.add_parser cli.letter.add_parser "
        "cli.letter.run cli.sample.add_parser cli.sample.run "
        "cli.self_test.add_parser cli.self_test.run cli.sign_in.add_passphrase "
        "cli.sign_in.add_remembered cli.sign_in.add_vault cli.sign_in.passphrase "
        "cli.sign_in.signed_in cli.vault.add_parser "
    ),
}
"""Reason: the functions it holds for."""

CHANCE: Mapping[str, str] = {
    "damage.backup_of_session": "tells where on this computer the backup lies",
    "damage.salvage_session": "counts half typed texts and the trail, of all the team",
    "damage_report.report_of_session": "tells the size of what lies in the folder",
    "diagnostics.gather": "tells the size of the vault and of the disk",
    "cli.vault.run": "tells the vault's own number, and its size",
}
"""What differs between any two vaults, and why."""

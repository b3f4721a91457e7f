"""The steps of the tour, in their order."""

from collections.abc import Callable

from ui.tour.beginning import (
    create_a_vault,
    lock_and_unlock,
    open_the_demonstration,
    prove_the_recovery_sheet,
)
from ui.tour.casework import (
    find_a_case,
    find_the_letter,
    look_at_today,
    save_and_write,
    see_why,
    take_in_post,
    work_out_a_date,
)
from ui.tour.damage import look_only, meet_damage, salvage
from ui.tour.guide import Guide
from ui.tour.keeping import (
    back_up,
    lock_over_a_question,
    look_at_the_diagnostics,
    read_the_trail,
    restore_elsewhere,
)
from ui.tour.keys import (
    add_a_person,
    change_my_passphrase,
    remove_a_person,
    renew_the_sheet,
)
from ui.tour.kinds import (
    approve_a_case,
    build_a_package,
    change_many,
    decide_a_case,
    fill_in_forms,
    look_around_a_case,
)
from ui.tour.letters import (
    answer_an_enquiry,
    change_a_word,
    freeze_it,
    mark_as_posted,
    print_it,
)
from ui.tour.people import look_at_a_person, merge_a_person
from ui.tour.register import (
    change_settings,
    decide_it,
    end_the_day,
    export_the_register,
    record_a_request,
)
from ui.tour.requests import (
    approve_a_request,
    count_a_year,
    export_in_every_way,
    keep_the_decision,
    know_who_asks,
    look_at_each_section,
    owe_a_record,
    review_a_lock,
    see_what_is_in_the_way,
    write_to_the_court,
)
from ui.tour.templates import word_a_letter

Step = Callable[[Guide], None]

STEPS: tuple[Step, ...] = (
    create_a_vault,
    prove_the_recovery_sheet,
    lock_and_unlock,
    back_up,
    open_the_demonstration,
    look_at_today,
    take_in_post,
    save_and_write,
    work_out_a_date,
    find_a_case,
    see_why,
    find_the_letter,
    change_a_word,
    freeze_it,
    print_it,
    mark_as_posted,
    answer_an_enquiry,
    look_at_a_person,
    merge_a_person,
    decide_a_case,
    fill_in_forms,
    build_a_package,
    approve_a_case,
    look_around_a_case,
    change_many,
    record_a_request,
    decide_it,
    look_at_each_section,
    review_a_lock,
    see_what_is_in_the_way,
    approve_a_request,
    write_to_the_court,
    keep_the_decision,
    owe_a_record,
    know_who_asks,
    count_a_year,
    export_the_register,
    export_in_every_way,
    change_settings,
    word_a_letter,
    end_the_day,
    restore_elsewhere,
    change_my_passphrase,
    renew_the_sheet,
    add_a_person,
    remove_a_person,
    read_the_trail,
    lock_over_a_question,
    look_at_the_diagnostics,
    look_only,
    meet_damage,
    salvage,
)

"""The steps of the tour, in their order."""

from collections.abc import Callable

from ui.tour.beginning import (
    create_a_vault,
    lock_and_unlock,
    open_the_demonstration,
    prove_the_recovery_sheet,
)
from ui.tour.guide import Guide

Step = Callable[[Guide], None]

STEPS: tuple[Step, ...] = (
    create_a_vault,
    prove_the_recovery_sheet,
    lock_and_unlock,
    open_the_demonstration,
)

"""What a guess at a passphrase costs, on quick computers and on slow ones."""

import pytest

from isteam_app.storage.kdf import FLOOR_COST, KdfCost, calibrated_cost

_FLOOR = FLOOR_COST.memory_kib * FLOOR_COST.iterations


class Computer:
    """Takes so many seconds for the least cost, and tells what it was asked to do."""

    def __init__(self, floor: float, *, first: float = 1.0) -> None:
        self.asked: list[KdfCost] = []
        self._rate = floor / _FLOOR
        self._first = first

    def __call__(self, cost: KdfCost) -> float:
        self.asked.append(cost)
        took = self._rate * cost.memory_kib * cost.iterations
        return took * (self._first if len(self.asked) == 1 else 1.0)

    def seconds(self, cost: KdfCost) -> float:
        return self._rate * cost.memory_kib * cost.iterations


@pytest.mark.parametrize("floor", [0.05, 0.08, 0.146, 0.2, 0.25, 0.3, 0.4, 0.6, 0.74])
def test_a_guess_takes_half_a_second_to_a_second(floor: float) -> None:
    computer = Computer(floor)
    found = calibrated_cost(computer)
    assert found.is_bearable
    assert 64 * 1024 <= found.memory_kib <= 256 * 1024
    assert 0.5 <= computer.seconds(found) <= 1.0
    assert len(computer.asked) == 2


@pytest.mark.parametrize("floor", [0.76, 1.0, 5.0, 90.0])
def test_a_slow_computer_keeps_to_the_least(floor: float) -> None:
    assert calibrated_cost(Computer(floor)) == FLOOR_COST


@pytest.mark.parametrize("floor", [0.0, 1e-9, 0.001, 0.01])
def test_a_very_quick_one_is_bounded(floor: float) -> None:
    found = calibrated_cost(Computer(max(floor, 1e-12)))
    assert found.is_bearable
    assert found.memory_kib == 256 * 1024
    assert found.iterations <= 12


@pytest.mark.parametrize("first", [0.2, 4.0])
def test_a_first_measure_that_misleads_is_put_right(first: float) -> None:
    computer = Computer(0.2, first=first)
    assert 0.5 <= computer.seconds(calibrated_cost(computer)) <= 1.0


def test_it_is_measured_for_real() -> None:
    assert calibrated_cost().is_bearable

"""The printed recovery key: typed back however a person types it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isteam_app.errors import RuleBroken
from isteam_app.storage import recovery_key

SECRETS = st.binary(min_size=recovery_key.BYTES, max_size=recovery_key.BYTES)
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(SECRETS)
def test_a_printed_key_reads_back_as_the_same_secret(secret: bytes) -> None:
    assert recovery_key.parse(recovery_key.printed(secret)) == secret


def test_a_new_key_has_34_characters_in_nine_groups() -> None:
    key = recovery_key.new_recovery_key()
    assert [len(group) for group in recovery_key.groups(key)] == [4] * 8 + [2]
    assert len(key.replace("-", "")) == recovery_key.LENGTH


def test_two_new_keys_differ() -> None:
    assert recovery_key.new_recovery_key() != recovery_key.new_recovery_key()


@given(SECRETS)
def test_small_letters_spaces_and_lookalikes_are_understood(secret: bytes) -> None:
    key = recovery_key.printed(secret)
    loose = key.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert recovery_key.parse(loose) == secret
    assert recovery_key.parse(key.replace("1", "I").replace("-", "\u2013")) == secret
    assert recovery_key.normalised(loose) == key


@given(SECRETS, st.integers(0, 33), st.sampled_from(LETTERS))
def test_any_one_wrong_character_is_noticed(
    secret: bytes, place: int, wrong: str
) -> None:
    plain = recovery_key.printed(secret).replace("-", "")
    if plain[place] == wrong:
        return
    with pytest.raises(RuleBroken) as refused:
        recovery_key.parse(plain[:place] + wrong + plain[place + 1 :])
    assert refused.value.field == "recovery_key"


@given(SECRETS, st.integers(0, 30))
def test_two_swapped_neighbours_are_noticed(secret: bytes, place: int) -> None:
    plain = recovery_key.printed(secret).replace("-", "")
    one, other = plain[place], plain[place + 1]
    if one == other:
        return
    with pytest.raises(RuleBroken):
        recovery_key.parse(plain[:place] + other + one + plain[place + 2 :])


def test_a_missing_character_is_counted() -> None:
    key = recovery_key.new_recovery_key()
    with pytest.raises(RuleBroken, match="33 were typed"):
        recovery_key.parse(key[:-1])


def test_a_foreign_character_is_named_by_its_group() -> None:
    key = recovery_key.printed(bytes(20))
    with pytest.raises(RuleBroken, match="Group 3"):
        recovery_key.parse(key[:10] + "!" + key[11:])


def test_only_20_bytes_have_a_printed_form() -> None:
    with pytest.raises(ValueError, match="20 bytes"):
        recovery_key.printed(b"short")

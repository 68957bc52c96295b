import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.fingerprint import file_digest, fingerprint, fingerprints_after

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(plain)
def test_it_is_sha256_over_canonical_json(value: object) -> None:
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"))
    assert fingerprint(value) == hashlib.sha256(canonical.encode()).hexdigest()


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert fingerprint(value) == fingerprint(dict(reversed(value.items())))


@given(plain, plain)
def test_different_data_differs(a: object, b: object) -> None:
    if json.dumps(a, sort_keys=True) != json.dumps(b, sort_keys=True):
        assert fingerprint(a) != fingerprint(b)


@pytest.mark.parametrize("value", [1.5, {1, 2}, b"x", [0.0], {"a": {"b": 1.0}}, {1: "a"}, object()])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        fingerprint(value)


@given(
    st.lists(plain, min_size=1), st.lists(st.text(st.characters(exclude_categories=())), min_size=1)
)
def test_many_with_one_beginning_are_what_each_alone_is(start: list, texts: list[str]) -> None:
    assert fingerprints_after(start)(*texts) == fingerprint([*start, *texts])


def test_a_beginning_is_checked_as_a_whole_is() -> None:
    with pytest.raises(TypeError):
        fingerprints_after([1.5])
    with pytest.raises(ValueError, match="begin with something"):
        fingerprints_after([])


def test_a_file_is_digested_whole(tmp_path) -> None:
    data = bytes(range(256)) * 10_000  # more than one block
    (tmp_path / "f").write_bytes(data)
    assert file_digest(tmp_path / "f") == hashlib.sha256(data).hexdigest()

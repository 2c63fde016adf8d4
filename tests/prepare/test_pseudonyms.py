"""Pseudonyms: keyed, stable, distinct, and the key's own safety."""

import hmac
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import DataError, ParameterError
from analysis.prepare.pseudonyms import key_id, load_key, make_pseudonyms

KEY = b"a key for tests only"
IDS = st.lists(st.text(st.characters(codec="utf-8")), unique=True, max_size=30)


@given(IDS)
def test_distinct_ids_get_distinct_stable_pseudonyms(ids: list[str]) -> None:
    made = make_pseudonyms(ids, KEY, "customer", "shop").tolist()
    assert made == make_pseudonyms(ids, KEY, "customer", "shop").tolist()
    assert len(set(made)) == len(ids)
    assert all(len(name) == 22 and name.startswith("c_") for name in made)


def test_it_is_the_hmac_of_the_id() -> None:
    expected = hmac.digest(KEY, b"shop\0customer\x00007", "sha256").hex()[:20]
    assert make_pseudonyms(["007"], KEY, "customer", "shop").tolist() == ["c_" + expected]


def test_key_study_and_kind_each_change_it() -> None:
    made = {
        make_pseudonyms(["1"], key, kind, study)[0][2:]  # type: ignore[arg-type]
        for key in (KEY, b"another key for tests")
        for kind in ("customer", "transaction", "contract")
        for study in ("shop", "tele")
    }
    assert len(made) == 12


def test_a_short_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYSIS_PSEUDONYM_KEY", "short")
    with pytest.raises(ParameterError, match="has 5 characters; it needs at least 16") as caught:
        load_key()
    assert "short" not in str(caught.value)


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANALYSIS_PSEUDONYM_KEY", KEY.decode())
    assert load_key(tmp_path) == KEY
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_made_once_and_for_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANALYSIS_PSEUDONYM_KEY", raising=False)
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(load_key, [tmp_path] * 8))
    assert len(keys) == 1
    assert len(keys.pop()) == 64
    assert [path.name for path in tmp_path.iterdir()] == [".pseudonym_key"]
    assert stat.S_IMODE(os.stat(tmp_path / ".pseudonym_key").st_mode) == 0o600


def test_an_empty_key_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANALYSIS_PSEUDONYM_KEY", raising=False)
    (tmp_path / ".pseudonym_key").touch()
    with pytest.raises(DataError, match="holds no key; restore it"):
        load_key(tmp_path)


def test_a_key_id_gives_no_key_away() -> None:
    assert key_id(KEY) != key_id(b"another key for tests")
    assert KEY.hex()[:12] not in key_id(KEY)

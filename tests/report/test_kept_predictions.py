"""What a run keeps is written whole, once per customer, and never where nothing is wanted."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.archive import PREDICTION_COLUMNS, PREDICTIONS_FILE, PROFILE_FILE
from analysis.errors import ParameterError
from analysis.report.kept_predictions import write_predictions, write_profile

PREDICTIONS = pd.DataFrame(
    {
        "customer_id": pd.Categorical(["b", "a"]),
        "day": 20_000,
        "as_of": pd.Timestamp("2025-01-31"),
        "horizon": 90,
        "risk": [0.2, 0.4],
        "conf_low": 0.1,
        "conf_high": 0.5,
        "open": True,
        "alerted": [False, True],
        "holdout": False,
        "name": "not kept",
    }
)


def test_predictions_are_written_in_their_columns_and_order(tmp_path: Path) -> None:
    write_predictions(tmp_path, PREDICTIONS)
    told = pd.read_parquet(tmp_path / PREDICTIONS_FILE)
    assert list(told) == list(PREDICTION_COLUMNS)
    assert told["customer_id"].tolist() == ["b", "a"] and told["day"].dtype == "int32"


def test_nothing_is_written_without_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_predictions("", PREDICTIONS)
    write_profile("", pd.DataFrame())
    assert not list(tmp_path.iterdir())


def test_faults_are_said(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two risks"):
        write_predictions(tmp_path, pd.concat([PREDICTIONS, PREDICTIONS]))
    with pytest.raises(KeyError, match="risk"):
        write_predictions(tmp_path, PREDICTIONS.drop(columns="risk"))
    (tmp_path / "actions").write_text("a file where the folder should be")
    profile = pd.DataFrame(
        {"feature": ["x"], "bin": ["1"], "lower": [0.0], "upper": [1.0], "count": [9], "n": [9]}
    )
    with pytest.raises(ParameterError, match="name another folder"):
        write_profile(tmp_path, profile)
    assert not (tmp_path / PROFILE_FILE).exists()

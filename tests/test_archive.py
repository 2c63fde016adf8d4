"""Published runs read back: which there are, which compare, and none that was tampered with."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from published_runs import publish

from analysis.archive import (
    PREDICTIONS_FILE,
    PROFILE_FILE,
    find_earlier_run,
    list_remembered,
    list_runs,
    load_estimates,
    load_predictions,
    load_profile,
    load_recorded,
)
from analysis.errors import DataError
from analysis.results import as_estimates

NOTEBOOK = "03_time_to_churn"
FILE = f"estimates/{NOTEBOOK}.parquet"
ESTIMATES = as_estimates(
    pd.DataFrame({"term": ["survival"], "estimate": [0.8]}), analysis="kaplan_meier"
)
PREDICTIONS = pd.DataFrame(
    {
        "customer_id": ["a", "b"],
        "day": [20_000, 20_000],
        "as_of": pd.to_datetime(["2025-01-31"] * 2),
        "horizon": [90, 90],
        "risk": [0.2, 0.4],
        "conf_low": [0.1, 0.3],
        "conf_high": [0.3, 0.5],
        "open": [True, True],
        "alerted": [False, True],
        "holdout": [False, False],
    }
)
RAN = {NOTEBOOK: {"horizon": 90, "language": "en", "seed": 1, "confidence_level": 0.9}}


def find(folder: Path, **changes: object) -> tuple[str, str]:
    asked: dict = {
        "as_of": date(2025, 1, 31),
        "fingerprint": "today",
        "parameters": {"horizon": 90, "language": "zh", "seed": 2, "output_dir": "/x"},
    }
    earlier = find_earlier_run(folder, NOTEBOOK, **(asked | changes))
    return earlier.state, earlier.run.run_id if earlier.run else ""


def test_only_published_runs_are_listed_newest_first(tmp_path: Path) -> None:
    for day in ("02", "04", "03"):
        publish(tmp_path, f"202502{day}", started=f"2025-02-{day}T06:00:00+00:00")
    publish(tmp_path, ".20250205.partial")
    publish(tmp_path / "failed", "20250206")
    (tmp_path / "latest").symlink_to("20250204")
    (tmp_path / "20250207").mkdir()
    (tmp_path / "20250208").mkdir()
    (tmp_path / "20250208" / "manifest.json").write_text('{"run_id": 7, "notebooks": {"a": 1}}')
    (tmp_path / "20250209").mkdir()
    (tmp_path / "20250209" / "manifest.json").write_text("[" * 100_000)
    assert [run.run_id for run in list_runs(tmp_path)] == ["20250204", "20250203", "20250202"]
    assert (
        find_earlier_run(
            "", NOTEBOOK, as_of=date(2025, 1, 31), fingerprint="x", parameters={}
        ).state
        == "off"
    )
    assert list_runs("") == list_runs(tmp_path / "nothing") == []


def test_the_newest_run_of_other_data_is_chosen(tmp_path: Path) -> None:
    frames = {FILE: ESTIMATES}
    assert find(tmp_path) == ("none", "")
    publish(tmp_path, "1", started="2025-02-01T06:00:00+00:00", frames=frames, parameters=RAN)
    publish(tmp_path, "2", started="2025-02-02T06:00:00", frames=frames, parameters=RAN)
    assert find(tmp_path) == ("found", "2")
    same = {"frames": frames, "parameters": RAN, "fingerprint": "today"}
    publish(tmp_path, "3", started="2025-02-03T06:00:00+00:00", **same)
    assert find(tmp_path) == ("found", "2")
    assert find(tmp_path, fingerprint="first") == ("found", "3")
    assert find(tmp_path, parameters={"horizon": 30}) == ("none", "")
    assert find(tmp_path, as_of=date(2025, 1, 30)) == ("none", "")


def test_a_run_of_the_very_same_data_has_nothing_to_compare(tmp_path: Path) -> None:
    publish(tmp_path, "1", frames={FILE: ESTIMATES}, parameters=RAN, fingerprint="today")
    assert find(tmp_path) == ("same_data", "1")


def test_a_run_that_lost_or_changed_its_estimates_is_passed_over(tmp_path: Path) -> None:
    publish(tmp_path, "1", parameters=RAN)
    changed = publish(
        tmp_path, "2", frames={FILE: ESTIMATES}, parameters=RAN, started="2025-02-02T06:00:00"
    )
    assert find(tmp_path) == ("found", "2")
    run = list_runs(tmp_path)[0]
    ESTIMATES.assign(estimate=0.9).to_parquet(changed / FILE, index=False)
    assert find(tmp_path) == ("none", "")
    with pytest.raises(DataError, match="changed after it was published; delete the run folder"):
        load_estimates(run, NOTEBOOK)


def test_a_missing_confidence_level_is_the_one_the_notebook_ran_with(tmp_path: Path) -> None:
    publish(tmp_path, "1", frames={FILE: ESTIMATES}, parameters=RAN)
    loaded = load_estimates(list_runs(tmp_path)[0], NOTEBOOK)
    assert loaded["conf_level"].tolist() == [0.9]
    assert loaded["estimate"].tolist() == [0.8]


def test_estimates_without_their_columns_are_said_to_be_damaged(tmp_path: Path) -> None:
    publish(tmp_path, "1", frames={FILE: ESTIMATES.drop(columns="unit")}, parameters=RAN)
    with pytest.raises(DataError, match="does not hold what it should"):
        load_estimates(list_runs(tmp_path)[0], NOTEBOOK)


def test_of_each_day_the_last_predictions_are_remembered(tmp_path: Path) -> None:
    frames = {PREDICTIONS_FILE: PREDICTIONS}
    days = {"1": "2024-11-30", "2": "2024-12-31", "3": "2024-12-31", "4": "2025-01-31"}
    for name, day in days.items():
        started = f"2025-02-0{name}T06:00:00+00:00"
        publish(tmp_path, name, as_of=day, started=started, frames=frames)
    publish(tmp_path, "5", as_of="2024-10-31", frames=frames, key_id="another")
    publish(tmp_path, "6", as_of="2024-09-30")
    kept = list_remembered(tmp_path, as_of=date(2025, 1, 31), key_id="key")
    assert [run.run_id for run in kept] == ["1", "3"]
    told = load_predictions(kept)
    assert told["risk"].tolist() == [0.2, 0.4, 0.2, 0.4]
    assert told["run"].tolist() == ["1", "1", "3", "3"]
    assert load_predictions([]).columns.tolist() == told.columns.tolist()
    assert load_recorded(kept, NOTEBOOK, "kaplan_meier").empty
    assert load_profile(kept).empty


def test_the_last_profile_is_read_with_its_day(tmp_path: Path) -> None:
    profile = pd.DataFrame(
        {"feature": ["x"], "bin": ["1"], "lower": [0.0], "upper": [1.0], "count": [9], "n": [9]}
    )
    frames = {PREDICTIONS_FILE: PREDICTIONS, PROFILE_FILE: profile}
    publish(tmp_path, "1", as_of="2024-11-30", frames=frames)
    publish(tmp_path, "2", as_of="2024-12-31", frames={PREDICTIONS_FILE: PREDICTIONS})
    told = load_profile(list_remembered(tmp_path, as_of=date(2025, 1, 31), key_id="key"))
    assert told["run"].tolist() == ["1"] and told["as_of"].tolist() == [pd.Timestamp("2024-11-30")]

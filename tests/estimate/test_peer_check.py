"""Two implementations of one model agree, and a disagreement would be seen."""

from dataclasses import replace

import pandas as pd
import pytest
from lifelines.datasets import load_rossi

from analysis.estimate import peer_check
from analysis.estimate.driver_model import DriverModel, estimate_driver_model
from analysis.estimate.peer_check import compare_with_lifelines
from analysis.study import Driver

DRIVERS = (
    Driver(column="age", kind="number"),
    Driver(column="prio", kind="number"),
    Driver(column="fin", kind="category", reference="0"),
)


@pytest.fixture(scope="module")
def model() -> DriverModel:
    rossi = load_rossi().astype({"age": float, "prio": float})
    durations = pd.DataFrame(
        {
            "entry": 0,
            "tenure": rossi["week"],
            "event_observed": rossi["arrest"] == 1,
            "age": rossi["age"],
            "prio": rossi["prio"],
            "fin": rossi["fin"].astype(str),
        }
    )
    return estimate_driver_model(durations, DRIVERS, horizons=[26, 52], confidence_level=0.95)


def test_both_agree(model: DriverModel) -> None:
    fitter, check = compare_with_lifelines(model, DRIVERS, confidence_level=0.95)
    assert check.passed is True
    assert check.statistic < 1e-4
    assert fitter is not None
    assert len(fitter.params_) == 3


def test_a_disagreement_is_seen(model: DriverModel, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = peer_check.estimate_cox

    def biased(*args: object, **options: object) -> object:
        fit = honest(*args, **options)  # type: ignore[arg-type]
        return replace(fit, evaluation=replace(fit.evaluation, beta=fit.beta + 0.1))

    monkeypatch.setattr(peer_check, "estimate_cox", biased)
    _, check = compare_with_lifelines(model, DRIVERS, confidence_level=0.95)
    assert check.passed is False


def test_without_a_model_it_cannot_be_told() -> None:
    fitter, check = compare_with_lifelines(
        DriverModel(withheld="no-drivers"), (), confidence_level=0.95
    )
    assert fitter is None
    assert check.passed is None

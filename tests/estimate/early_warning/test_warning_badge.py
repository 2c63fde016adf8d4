"""The badge: the worst judgement counts, and every reason is named."""

from typing import Any

import pandas as pd
import pytest

from analysis.estimate.early_warning.badge import judge_trust
from analysis.estimate.early_warning.drift import DRIFT_COLUMNS, Drift
from analysis.estimate.early_warning.leakage import LeakChecks
from analysis.results import Diagnostic


def make_drift(*flags: tuple[str, str, bool, bool], reason: str = "") -> Drift:
    """From (feature, moving, flagged, large)."""
    rows = pd.DataFrame(flags, columns=["feature", "moving", "flagged", "large"])
    numbers = {name: 10.0 for name in DRIFT_COLUMNS if name not in rows}
    return Drift(rows.assign(**numbers)[list(DRIFT_COLUMNS)], 100, 10, 12, reason)


def make_measures(slope: tuple[float, float, float], ratio: tuple[float, float, float]) -> Any:
    rows = [("calibration_slope", *slope), ("observed_to_expected", *ratio)]
    return pd.DataFrame(rows, columns=["term", "estimate", "conf_low", "conf_high"])


def make_auc(*values: float) -> pd.DataFrame:
    return pd.DataFrame([("auc", *values)], columns=["term", "estimate", "conf_low", "conf_high"])


def make_leaks(*features: str) -> LeakChecks:
    leaks = pd.DataFrame(
        [("separation", name, 20, "x") for name in features],
        columns=["check", "feature", "n_rows", "told"],
    )
    return LeakChecks(pd.DataFrame(), leaks, pd.DataFrame())


STEADY = make_drift(("a", "", False, False), ("b", "", False, False), ("t", "clock", False, False))
GOOD = {
    "verdict": "green",
    "leaks": make_leaks(),
    "calibrated": Diagnostic("calibration", True, 1.0, 0.5),
    "measures": make_measures((1.0, 0.9, 1.1), (1.0, 0.9, 1.1)),
    "auc": make_auc(0.8, 0.75, 0.85),
    "drift": STEADY,
    "risk_drift": make_drift(("risk", "", False, False)),
}


def test_nothing_against_is_green() -> None:
    badge = judge_trust(**GOOD)
    assert (badge.colour, badge.reasons, badge.withheld) == ("green", (), False)
    assert bool(badge.estimates["passed"].iloc[0])


@pytest.mark.parametrize(
    ("change", "colour", "code"),
    [
        ({"verdict": "red"}, "red", "data_red"),
        ({"verdict": "amber"}, "amber", "data_amber"),
        ({"leaks": make_leaks("score", "score", "reason")}, "red", "leak"),
        ({"calibrated": Diagnostic("c", False, 0.7, 0.0)}, "amber", "calibration_off"),
        ({"calibrated": Diagnostic("c", None, 0.7, 0.0)}, "amber", "calibration_unknown"),
        (
            {"measures": make_measures((0.3, 0.2, 0.45), (1.0, 0.9, 1.1))},
            "red",
            "calibration_wrong",
        ),
        ({"measures": make_measures((1.0, 0.9, 1.1), (3.0, 2.1, 4))}, "red", "calibration_wrong"),
        ({"auc": make_auc(0.55, 0.52, 0.58)}, "amber", "ranking_weak"),
        ({"auc": make_auc(0.55, 0.48, 0.62)}, "red", "ranking_none"),
        ({"auc": make_auc(0.8, 0.7, 0.9).iloc[:0]}, "red", "ranking_none"),
        ({"drift": make_drift(("a", "", True, False))}, "amber", "drift_features"),
        ({"drift": make_drift(("t", "clock", True, False))}, "amber", "drift_outside"),
        (
            {"drift": make_drift(("a", "", True, True), ("b", "", True, True))},
            "red",
            "drift_most",
        ),
        ({"drift": make_drift(reason="tenure")}, "amber", "drift_unknown"),
        ({"risk_drift": make_drift(("risk", "", True, False))}, "amber", "drift_risk"),
    ],
)
def test_each_fault_shows(change: dict[str, Any], colour: str, code: str) -> None:
    badge = judge_trust(**(GOOD | change))
    assert badge.colour == colour and badge.codes == (code,)
    assert badge.withheld == (colour == "red")


def test_the_worst_counts_and_comes_first() -> None:
    change = {"verdict": "amber", "leaks": make_leaks("score")}
    badge = judge_trust(**(GOOD | change))
    assert badge.colour == "red" and badge.codes == ("leak", "data_amber")
    assert badge.reasons[0].subjects == ("score",)


def test_a_wide_interval_is_not_wrong() -> None:
    change = {"measures": make_measures((0.3, 0.1, 0.9), (1.0, 0.4, 1.6))}
    assert judge_trust(**(GOOD | change)).colour == "green"

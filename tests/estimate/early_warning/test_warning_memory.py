"""The memory of warnings: counts by hand, and a company whose risks and effects are known."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.early_warning.memory import Memory, score_memory
from analysis.estimate.early_warning.memory_lists import estimate_contact

HORIZON = 90
DAYS = {"r1": ("2024-06-30", 19_904), "r2": ("2024-12-31", 20_088), "r3": ("2025-05-31", 20_239)}
AS_OF = date(2025, 6, 30)


def keep(run: str, customers: list[str], alerted: list[str], **more: object) -> pd.DataFrame:
    """The predictions of ``run``: half the customers at 0.2, half at 0.6."""
    as_of, day = DAYS[run]
    frame = pd.DataFrame({"customer_id": customers, "run": run, "day": day, "horizon": HORIZON})
    return frame.assign(
        as_of=pd.Timestamp(as_of),
        risk=np.where(np.arange(len(frame)) % 2, 0.6, 0.2),
        open=True,
        alerted=frame["customer_id"].isin(alerted),
        holdout=False,
        **more,
    )


def judge(kept: pd.DataFrame, outcomes: pd.DataFrame, minimum: int = 10) -> Memory:
    return score_memory(
        kept,
        outcomes,
        as_of=AS_OF,
        minimum=minimum,
        confidence_level=0.95,
        rng=np.random.default_rng(1),
    )


def outcomes_of(rows: list[tuple[str, str, float, int]]) -> pd.DataFrame:
    """(customer, run, days to loss or nan, days followed)."""
    frame = pd.DataFrame(rows, columns=["customer_id", "run", "days_to_loss", "days_followed"])
    frame["days_to_loss"] = frame["days_to_loss"].astype("Int32")
    return frame.assign(day=[DAYS[run][1] for run in frame["run"]]).drop(columns="run")


NONE = float("nan")
KEPT = pd.concat([keep("r1", list("abcdef"), ["a", "b"]), keep("r2", list("abc"), ["a", "c"])])
SEEN = outcomes_of(
    [
        ("a", "r1", 200, 200),  # lost after the horizon: a false alarm then ...
        ("b", "r1", 30, 30),  # caught
        ("c", "r1", 190, 190),
        ("d", "r1", 90, 90),  # missed, on the last day of the horizon
        ("e", "r1", NONE, 365),
        # f is no longer on record
        ("a", "r2", 16, 16),  # ... and caught in the second run
        ("c", "r2", 6, 6),
    ]
)


def test_caught_missed_and_false_are_counted_by_hand() -> None:
    memory = judge(KEPT, SEEN)
    told = memory.lists.set_index(["stratum", "term"])["estimate"]
    assert [told["r1", term] for term in ("caught", "missed", "false", "quiet")] == [1, 1, 1, 2]
    assert [told["all", term] for term in ("caught", "missed", "false", "quiet")] == [3, 1, 1, 2]
    assert told["all", "recall"] == pytest.approx(3 / 4)
    assert told["all", "precision"] == pytest.approx(3 / 4)
    assert told["all", "lift"] == pytest.approx(3 / 4 / (4 / 7))
    assert memory.runs["n"].tolist() == [6, 3] and memory.runs["n_known"].tolist() == [5, 2]
    assert memory.reason == "" and memory.contact.empty and memory.basis == "everyone"


def test_the_first_alert_of_a_loss_counts_even_from_an_earlier_run() -> None:
    ahead = judge(KEPT, SEEN).ahead.set_index("term")["estimate"]
    # b 30 days, d never, a 16 and c 6 days; a's alert in r1 was not for a loss within the horizon
    assert ahead["alerted"] == pytest.approx(3 / 4)
    assert ahead["median_days"] == 16


def test_runs_are_judged_only_when_their_horizon_has_passed() -> None:
    kept = pd.concat([KEPT, keep("r3", list("ab"), ["a"])])
    states = judge(kept, SEEN).runs.set_index("run")
    assert states["state"].to_dict() == {"r1": "judged", "r2": "judged", "r3": "waiting"}
    assert states.loc["r3", "due"] == date(2025, 8, 29)
    waiting = judge(keep("r3", list("ab"), []), SEEN)
    assert waiting.reason == "waiting" and waiting.lists.empty
    assert judge(KEPT.head(0), SEEN).reason == "none"


def test_without_known_losses_nothing_is_judged() -> None:
    stayed = outcomes_of([(name, "r1", NONE, 400) for name in "abcdef"])
    assert judge(keep("r1", list("abcdef"), ["a"]), stayed).reason == "unknown"
    assert judge(keep("r1", list("abcdef"), ["a"]), SEEN.head(0)).reason == "unknown"


def test_a_run_of_another_horizon_is_named_and_left_out() -> None:
    kept = pd.concat([KEPT[KEPT["run"] == "r1"].assign(horizon=30), KEPT[KEPT["run"] == "r2"]])
    memory = judge(kept, pd.concat([SEEN, outcomes_of([("b", "r2", NONE, 181)])]))
    assert memory.runs["state"].tolist() == ["other_horizon", "judged"]
    assert memory.lists["stratum"].unique().tolist() == ["all", "r2"]


def test_customers_who_could_not_be_lost_in_time_are_not_judged() -> None:
    closed = KEPT.assign(open=KEPT["customer_id"] != "e")
    assert judge(closed, SEEN).runs["n"].tolist() == [5, 3]


def simulate(n: int, *, effect: float, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two runs of ``n`` customers with their true risks; the riskiest fifth is alerted, and
    contacting saves a share ``effect`` of those who would be lost. A fifth is never contacted."""
    rng = np.random.default_rng(seed)
    parts, seen = [], []
    for run in ("r1", "r2"):
        kept = keep(run, [f"c{number}" for number in range(n)], [])
        kept["risk"] = rng.beta(1.5, 6, n)
        kept["alerted"] = kept["risk"] >= kept["risk"].quantile(0.8)
        kept["holdout"] = np.arange(n) % 5 == 0
        saved = np.where(kept["alerted"] & ~kept["holdout"], 1 - effect, 1.0)
        lost = rng.random(n) < kept["risk"].to_numpy() * saved
        days = np.where(lost, rng.integers(1, HORIZON + 1, n), HORIZON + 1)
        told = kept[["customer_id", "day"]].assign(
            days_to_loss=pd.arrays.IntegerArray(days.astype(np.int32), ~lost), days_followed=days
        )
        parts.append(kept)
        seen.append(told)
    return pd.concat(parts, ignore_index=True), pd.concat(seen, ignore_index=True)


def test_the_effect_of_contacting_is_recovered_from_the_holdout() -> None:
    memory = judge(*simulate(20_000, effect=0.5, seed=3))
    told = memory.contact.set_index("term")
    assert told.loc["saved_share", "conf_low"] < 0.5 < told.loc["saved_share", "conf_high"]
    assert told.loc["saved_share", "conf_low"] > 0.4
    saved = told.loc["lost_holdout", "estimate"] - told.loc["lost_contacted", "estimate"]
    assert told.loc["saved", "estimate"] == pytest.approx(saved)


def test_calibration_is_of_customers_left_alone() -> None:
    kept, seen = simulate(20_000, effect=0.5, seed=4)
    memory = judge(kept, seen)
    assert memory.basis == "uncontacted"
    told = memory.measures.set_index("term")
    for term, true in (("calibration_slope", 1), ("observed_to_expected", 1)):
        assert told.loc[term, "conf_low"] < true < told.loc[term, "conf_high"]
    assert memory.calibrated is not None and memory.calibrated.passed
    treated = judge(kept.assign(holdout=False), seen)
    assert treated.basis == "everyone" and treated.contact.empty
    level = treated.measures.set_index("term").loc["observed_to_expected"]
    assert level["conf_high"] < 1  # who was saved looks like a risk put too high


def test_the_interval_of_the_effect_covers_at_its_level() -> None:
    found = []
    for seed in range(120):
        kept, seen = simulate(800, effect=0.0, seed=seed)
        left = seen["days_to_loss"].notna().astype("boolean")
        rows = kept.assign(left=left, weight=1.0, split=0)
        told = estimate_contact(rows, minimum=5, confidence_level=0.95).set_index("term")
        low, high = told.loc["saved", ["conf_low", "conf_high"]]
        found.append(low <= 0 <= high)
    assert np.mean(found) >= 0.91

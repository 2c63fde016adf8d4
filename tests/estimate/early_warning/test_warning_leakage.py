"""A planted leak stops the run; honest features, however good, do not."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.early_warning.leakage import check_leaks
from analysis.estimate.early_warning.separation import choose_judged, find_separation

N, MONTHS = 1500, 12


def draw_landmarks(seed: int = 1) -> pd.DataFrame:
    """Customers at month-ends, lost at a constant hazard of their own (it triples with z), over a
    year of records; nothing is known of the last quarter yet."""
    rng = np.random.default_rng(seed)
    z = rng.normal(size=N)
    lost_day = rng.exponential(400 * np.exp(-1.1 * z)).astype(int) + 1
    end = 30 * MONTHS
    who, month = (grid.ravel() for grid in np.meshgrid(range(N), range(MONTHS), indexing="ij"))
    day, lost = 30 * month, lost_day[who]
    kept = lost > day
    waited = (lost - day)[kept]
    who, day = who[kept], day[kept]
    seen = lost_day[who] <= end
    frame = pd.DataFrame(
        {
            "customer_id": pd.Categorical([f"c{k}" for k in who]),
            "day": day.astype("int32"),
            "days_to_loss": pd.array(np.where(seen, waited, 0), "Int32"),
            "days_followed": np.minimum(waited, end - day).astype("int32"),
            "z": z[who] + rng.normal(scale=0.1, size=len(who)),
            "steady": z[who].round(1),
            "plan": pd.Categorical(np.where(z[who] > 0, "dear", "cheap")),
        }
    )
    frame.loc[~seen, "days_to_loss"] = pd.NA
    frame["left_90"] = pd.array(waited <= 90, "boolean")
    frame.loc[day + 90 > end, "left_90"] = pd.NA
    return frame


FEATURES = ["z", "steady", "plan"]


def test_honest_features_pass() -> None:
    found = check_leaks(draw_landmarks(), FEATURES, horizon=90)
    assert found.passed
    found.stop()
    rows = found.separation.set_index(["feature", "outcome"])
    assert rows.loc[("z", "horizon"), "auc"] > 0.7  # good, and no leak
    # What never changes is judged by who was ever lost, too.
    assert set(rows.index) == {(name, "horizon") for name in FEATURES} | {
        ("steady", "ever"),
        ("plan", "ever"),
    }
    assert [check.passed for check in found.diagnostics] == [None, True, None]


def plant_score(frame: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """As in the public telecom data: of scores 1 and 2 all left, of 4 and 5 none."""
    ever = frame["days_to_loss"].notna().groupby(frame["customer_id"], observed=True).any()
    u = rng.random(len(ever))
    score = np.where(ever, np.where(u < 0.8, 1 + (u < 0.4), 3), np.where(u < 0.3, 3, 4 + (u < 0.6)))
    return pd.Series(score.astype(float), ever.index)[frame["customer_id"].astype(str)]


def plant_reason(frame: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Why somebody left, empty for all who did not."""
    ever = frame["days_to_loss"].notna().groupby(frame["customer_id"], observed=True).any()
    words = pd.Series(rng.choice(["price", "moved"], len(ever)), ever.index).where(ever)
    return words[frame["customer_id"].astype(str)]


def plant_closing(frame: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Whether the account is being closed: set in the last weeks, for two in three."""
    soon = frame["left_90"].fillna(False).to_numpy(dtype=bool)
    return pd.Series(soon & (rng.random(len(frame)) < 0.66)).astype("boolean")


def plant_date(frame: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Days until the loss, give or take five."""
    days = frame["days_to_loss"].astype("Float64").fillna(400).to_numpy(float)
    return pd.Series(days + rng.normal(scale=5, size=len(frame)))


@pytest.mark.parametrize(
    ("plant", "told"),
    [
        (plant_score, "leak predicts perfectly: of .* rows with a value up to 2 100.0 % were lost"),
        (plant_reason, "leak predicts perfectly: of .* rows with .* value"),
        (plant_closing, "rows with the value 'True' 100.0 % were lost within 90 days"),
        (plant_date, "leak predicts perfectly"),
    ],
)
def test_a_planted_leak_stops_the_run(plant: Any, told: str) -> None:
    frame = draw_landmarks()
    frame["leak"] = plant(frame, np.random.default_rng(2)).to_numpy()
    if frame["leak"].dtype == object:
        frame["leak"] = pd.Categorical(frame["leak"])
    found = check_leaks(frame, [*FEATURES, "leak"], horizon=90)
    assert set(found.leaks["feature"]) == {"leak"}
    assert (found.leaks["n_rows"] > 50).all()
    with pytest.raises(EstimationError, match=told) as stopped:
        found.stop()
    assert "find out when it is recorded" in str(stopped.value)
    assert stopped.value.exit_code == 4


def test_what_defines_the_loss_is_excused_by_name() -> None:
    frame = draw_landmarks()
    frame["leak"] = plant_date(frame, np.random.default_rng(2)).to_numpy()
    found = check_leaks(
        frame, ["z", "leak"], horizon=90, by_definition={"leak": "silence", "x": ""}
    )
    assert found.passed and found.excused == {"leak": "silence"}


def test_words_that_name_single_customers_do_not_separate_them() -> None:
    frame = draw_landmarks()
    frame["street"] = frame["customer_id"].astype(str).astype("category")
    assert check_leaks(frame, [*FEATURES, "street"], horizon=90).passed


def test_few_losses_are_no_evidence() -> None:
    """Ten customers lost at one end of a feature's range by chance."""
    frame = draw_landmarks()
    few = frame["customer_id"].cat.codes < 25
    small = frame[few].assign(
        customer_id=frame.loc[few, "customer_id"].cat.remove_unused_categories()
    )
    assert check_leaks(small, FEATURES, horizon=90).passed


def test_noise_is_never_called_a_leak() -> None:
    rng, stopped = np.random.default_rng(3), 0
    frame = draw_landmarks(4).iloc[: 12 * 60]
    for _ in range(12):
        noise = pd.DataFrame(rng.normal(size=(len(frame), 20)), frame.index).add_prefix("n")
        stopped += not check_leaks(frame.join(noise), list(noise), horizon=90).passed
    assert stopped == 0


def test_a_silence_nearly_complete_is_not_judged() -> None:
    frame = draw_landmarks()
    frame["days_since_purchase"] = 0.0
    frame["silence_left"] = np.resize([10.0, 60.0, 90.0, 120.0], len(frame)).astype("float32")
    judged = choose_judged(frame, 90)
    assert set(frame.loc[judged, "silence_left"]) == {60.0, 90.0}


def test_days_on_which_only_losses_are_known_are_not_judged() -> None:
    """On the clock of tenure those still there are unknown where records end, those lost are not:
    what remains is lost, and every value would separate."""
    frame = draw_landmarks()
    lost = frame["days_to_loss"].notna()
    frame.loc[lost, "left_90"] = frame["days_to_loss"] <= 90
    late = frame["day"] > 270
    assert frame.loc[late & frame["left_90"].notna(), "left_90"].mean() == 1
    assert not choose_judged(frame, 90)[late].any()
    assert check_leaks(frame, ["z", "plan"], horizon=90).passed


def test_the_group_named_is_the_purest() -> None:
    frame = draw_landmarks()
    row = find_separation(frame, ["z"], horizon=90).iloc[0]
    judged = frame[choose_judged(frame, 90)]
    inside = judged["z"] >= row["value"]
    assert row["rule"] == "above" and inside.sum() == row["n_rows"]
    assert row["share_lost"] == pytest.approx(judged.loc[inside, "left_90"].mean())

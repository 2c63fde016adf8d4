"""Features become numbers the same way for learning and for predicting."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.early_warning.design import Coding, LinearDesign, leave_out_signs


def make_rows(n: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    amount = rng.lognormal(3, 1.5, n)
    return pd.DataFrame(
        {
            "tenure_days": rng.integers(0, 1000, n),
            "amount": amount,
            "amount_again": amount * 2,
            "score": np.where(rng.random(n) < 0.4, np.nan, rng.normal(50, 10, n)),
            "flag": pd.array(rng.random(n) < 0.3, dtype="boolean"),
            "region": pd.Categorical(rng.choice(["north", "south", "west"], n, p=[0.6, 0.3, 0.1])),
            "constant": 7,
            "empty": np.nan,
            "rare": pd.Categorical(["only"] + ["usual"] * (n - 1)),
        }
    )


ROWS = make_rows()
CODING = Coding.learn(ROWS, list(ROWS))
DESIGN = LinearDesign.learn(CODING, CODING.encode(ROWS))


def test_features_that_do_not_vary_are_left_out() -> None:
    assert {"constant", "empty"} & set(CODING.features) == set()
    assert "amount_again" not in DESIGN.terms
    assert CODING.categories == [name in ("region", "rare") for name in CODING.features]


def test_columns_are_named_scaled_and_complete() -> None:
    columns = DESIGN.transform(CODING.encode(ROWS))
    names = list(zip(DESIGN.terms, DESIGN.details, strict=True))
    assert columns.shape == (len(ROWS), len(names))
    assert np.isfinite(columns).all()
    assert ("score", "missing") in names and ("region", "north") not in names
    assert columns[:, names.index(("score", "missing"))].sum() == ROWS["score"].isna().sum()
    assert columns[:, names.index(("region", "west"))].sum() == (ROWS["region"] == "west").sum()
    for name in ("tenure_days", "amount"):
        own = columns[:, names.index((name, ""))]
        assert own.mean() == pytest.approx(0, abs=1e-5) and own.std() == pytest.approx(1, abs=1e-5)
    assert ("tenure_days", "curve") in names and ("amount", "curve") not in names


def test_a_missing_number_counts_as_the_usual_one() -> None:
    row = ROWS.head(1).assign(amount=np.nan)
    usual = ROWS.head(1).assign(amount=ROWS["amount"].median())
    both = [DESIGN.transform(CODING.encode(one)) for one in (row, usual)]
    assert both[0] == pytest.approx(both[1], abs=1e-6)


def test_extreme_and_unknown_values_stay_within_what_was_learnt() -> None:
    wild = ROWS.head(3).assign(amount=[1e12, -1e12, np.inf], region=["nowhere", None, "south"])
    columns = DESIGN.transform(CODING.encode(wild))
    learnt = DESIGN.transform(CODING.encode(ROWS))
    assert (columns >= learnt.min(axis=0) - 1e-9).all()
    assert (columns <= learnt.max(axis=0) + 1e-9).all()


def test_the_order_of_categories_in_a_frame_changes_nothing() -> None:
    other = ROWS.assign(region=ROWS["region"].cat.reorder_categories(["west", "south", "north"]))
    plain = ROWS.assign(region=ROWS["region"].astype(str))
    encoded = CODING.encode(ROWS)
    for rows in (other, plain):
        assert np.array_equal(CODING.encode(rows), encoded, equal_nan=True)


def test_a_sign_is_left_out_where_what_it_is_made_of_is_there() -> None:
    reasons = {"contacts_fall": ("n_contacts",), "channel_shifts": ("off_channel",)}
    features = ["contacts_fall", "channel_shifts", "n_contacts", "tenure_days"]
    assert leave_out_signs(features, reasons) == ["channel_shifts", "n_contacts", "tenure_days"]

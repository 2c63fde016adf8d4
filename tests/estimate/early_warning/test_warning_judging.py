"""All measures of a model in one call, on companies large and small."""

import numpy as np
import pytest
from past_predictions import by_hand, simulate_past

from analysis.errors import EstimationError
from analysis.estimate.early_warning.judging import Judgement, judge_predictions


def judge(n: int, *, n_months: int = 6, minimum: int = 10) -> Judgement:
    predictions = simulate_past(np.random.default_rng(1), n, n_months=n_months)
    segments = predictions[["customer_id", "day"]].assign(odd=predictions["number"] % 2)
    return judge_predictions(
        predictions,
        share=0.1,
        rng=np.random.default_rng(1),
        segments=segments,
        reference=predictions,
        minimum=minimum,
    )


def test_true_risks_are_judged_good() -> None:
    found = judge(3000)
    assert found.calibrated.passed is True
    assert found.dated and found.days == (0, 30, 60, 90, 120, 150)
    assert found.against_reference is not None and found.by_month is not None
    assert (found.against_reference["estimate"] == 0).all()
    assert found.by_month["group"].nunique() == 6
    assert found.lead_time.complete


def test_the_same_generator_gives_the_same_judgement() -> None:
    assert judge(400).measures.equals(judge(400).measures)


def test_a_small_company_is_judged_in_fewer_groups() -> None:
    found = judge(60)
    assert (found.curve["n"] >= 10).all()
    small = found.at_capacity.query("share < 1 and share != 0.1")
    assert (small["share"] * found.n_customers >= 10).all()


def test_one_month_end_has_no_stability_and_nothing_breaks() -> None:
    assert judge(200, n_months=1).stability is None
    assert judge(30, minimum=50).by_segment is not None


def test_nothing_known_is_an_error_with_a_remedy() -> None:
    nobody = by_hand([("a", 0, 0.1, float("inf")), ("b", 0, 0.2, float("inf"))])
    with pytest.raises(EstimationError, match="choose another horizon"):
        judge_predictions(nobody, share=0.1, rng=np.random.default_rng(1))

"""Words, deeds and drivers from one call each, against a simulated truth."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.bridge.intentions import estimate_clustered_share
from analysis.estimate.nonresponse import ResponseModel, match_weights, without_invitations
from analysis.estimate.survey_deeds import SurveyDeeds, estimate_survey_deeds, join_outcomes
from analysis.estimate.survey_drivers import estimate_survey_drivers
from analysis.estimate.survey_loyalty import estimate_survey_loyalty
from analysis.estimate.survey_model.estimate import SurveyModelResults, estimate_survey_model
from analysis.estimate.survey_promises import compare_promises
from analysis.estimate.survey_weights import choose_adjustments, weigh_responses
from analysis.study.survey import SurveyModel

LEVEL = 0.95
HORIZON = 365
TRUE_LOG_HAZARD = -0.5
N = 1_500
SURVEY = SurveyModel.model_validate(
    {
        "constructs": {
            "service": ["s1", "s2", "s3"],
            "product": ["p1", "p2", "p3"],
            "satisfaction": ["f1", "f2", "f3"],
            "loyalty": ["l1", "l2", "l3"],
        },
        "paths": {"satisfaction": ["service", "product"], "loyalty": ["satisfaction"]},
        "roles": {
            "satisfaction": "satisfaction",
            "loyalty": "loyalty",
            "repurchase": "l1",
            "levers": ["service", "product"],
        },
    }
)
ITEMS = pd.DataFrame(
    {"item": [item for items in SURVEY.construct_items.values() for item in items]}
).assign(low=1.0, high=5.0)


@cache
def simulate() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Answers, what followed, and behaviour; satisfied customers leave later and spend more."""
    rng = np.random.default_rng(20)
    service, product = rng.normal(size=N), rng.normal(size=N)
    satisfaction = 0.6 * service + 0.2 * product + np.sqrt(0.6) * rng.normal(size=N)
    loyalty = 0.7 * satisfaction + np.sqrt(0.51) * rng.normal(size=N)
    values = zip("spfl", (service, product, satisfaction, loyalty), strict=True)
    answers = pd.DataFrame(
        {
            f"{name}{number}": np.digitize(
                0.8 * value + 0.6 * rng.normal(size=N), [-1.5, -0.5, 0.5, 1.5]
            )
            + 1.0
            for name, value in values
            for number in (1, 2, 3)
        }
    )
    answers.insert(0, "region", rng.choice(["north", "south"], N))
    answers.insert(0, "day", 1_000)
    answers.insert(0, "customer_id", [f"c{i}" for i in range(N)])
    tenure = rng.integers(30, 900, N)
    time = np.ceil(rng.exponential(400 * np.exp(-TRUE_LOG_HAZARD * satisfaction)))
    watched = rng.integers(300, 700, N)
    spend = np.round(5_000 * np.exp(0.3 * satisfaction + 0.5 * rng.normal(size=N)))
    complained = rng.random(N) < 0.3
    outcomes = pd.DataFrame(
        {
            "customer_id": answers["customer_id"],
            "day": 1_000,
            "region": answers["region"],
            "at_risk": True,
            "left": pd.array(time <= watched, dtype="boolean"),
            "days_followed": pd.array(np.minimum(time, watched).astype(int), dtype="Int32"),
            "days_observed": watched,
            f"spend_{HORIZON}_cents": spend,
            f"n_purchases_{HORIZON}": (rng.random(N) < 0.5 + 0.1 * loyalty).astype(int),
            "tenure_days": tenure,
            "complaint_topic": pd.Series("service", range(N)).where(complained),
            "complaint_days": np.where(complained, rng.integers(1, 30, N), np.nan),
            "complaint_repeated": False,
            "first_complaint": pd.array(rng.random(N) < 0.2, dtype="boolean"),
            "first_channel": "store",
        }
    )
    behaviour = pd.DataFrame(
        {
            "customer_id": answers["customer_id"],
            "repeat_rate": np.exp(0.5 * loyalty + rng.normal(size=N)),
            "share_of_rhythm_kept": rng.random(N),
            "tenure_days": tenure,
        }
    )
    return answers, outcomes, behaviour


@cache
def fit() -> SurveyModelResults:
    return estimate_survey_model(
        simulate()[0], SURVEY, confidence_level=LEVEL, rng=np.random.default_rng(1)
    )


def everyone() -> ResponseModel:
    return without_invitations(simulate()[0])


def follow(answers: pd.DataFrame, outcomes: pd.DataFrame) -> SurveyDeeds:
    return estimate_survey_deeds(
        answers,
        outcomes,
        ITEMS,
        fit(),
        SURVEY,
        response=everyone(),
        segments=["region"],
        horizon=HORIZON,
        unit="EUR",
        confidence_level=LEVEL,
        rng=np.random.default_rng(2),
    )


@cache
def bridge() -> SurveyDeeds:
    answers, outcomes, _ = simulate()
    return follow(answers, outcomes)


def test_the_true_hazard_is_found_and_plain_averages_fall_short() -> None:
    rows = bridge().leaving.query("stratum == 'alone' and term == 'satisfaction'")
    found = rows.set_index("method")["coefficient"].astype(float)
    reach = 3 * float(rows["coefficient_std_error"].iloc[0])
    assert found["corrected"] == pytest.approx(TRUE_LOG_HAZARD, abs=reach)
    assert found["corrected"] < found["sum_scores"] < 0


def test_customers_lost_are_counted_against_those_lost_anyway() -> None:
    row = bridge().lost.set_index("term").loc["satisfaction"]
    _, outcomes, _ = simulate()
    seen = outcomes[outcomes["days_observed"] >= HORIZON]
    gone = (seen["left"] & (seen["days_followed"] <= HORIZON)).mean()
    assert row["base"] == pytest.approx(gone, abs=0.03)
    assert -1_000 * row["base"] < row["estimate"] < row["conf_high"] < 0


def test_satisfaction_goes_with_spend() -> None:
    row = bridge().spend.query("term == 'satisfaction' and method == 'corrected'").iloc[0]
    truth = row["mean_spend"] * (np.exp(0.3) - 1)
    assert row["conf_low"] < truth < row["conf_high"]


def test_all_parts_of_the_bridge_are_there() -> None:
    deeds = bridge()
    assert deeds.reason == "" and deeds.constructs == ("satisfaction", "loyalty")
    assert deeds.adjustments == ("tenure_days", "region")
    assert set(deeds.mediation["effect"]) >= {"direct", "indirect", "total"}
    terms = set(deeds.attitude["term"])
    assert "complaint=service" in terms and "days_to_resolution" in terms
    assert "first_complaint=Yes" in terms and len(terms) == 3  # the channel does not vary
    assert set(deeds.experience["effect"]) == {"total", "given_attitude"}


def test_promises_are_held_against_purchases() -> None:
    answers, outcomes, _ = simulate()
    joined = join_outcomes(answers, outcomes)
    assert "region_x" not in joined and len(joined) == N
    said = joined["l1"] >= 4
    did = joined.loc[said, f"n_purchases_{HORIZON}"] > 0
    kept = bridge().words.set_index("term").loc["kept_promises", "estimate"]
    assert kept == pytest.approx(did.mean())
    assert bridge().words["promised_from"].unique() == [4.0]
    again = estimate_clustered_share(
        did.to_numpy(), np.ones(len(did)), np.arange(len(did)), confidence_level=LEVEL
    )
    assert kept == pytest.approx(again["estimate"])


def test_without_deeds_the_reason_is_told() -> None:
    answers, outcomes, _ = simulate()
    assert follow(answers, outcomes.iloc[:0]).reason == "no_deeds"
    nobody_left = follow(answers, outcomes.assign(left=pd.array([False] * N, dtype="boolean")))
    assert nobody_left.reason == "too_few" and len(nobody_left.words)
    assert nobody_left.fit is None


def test_a_survey_without_the_intention_has_no_promises() -> None:
    answers, outcomes, _ = simulate()
    joined = join_outcomes(answers, outcomes)
    for answer, frame in ((None, joined), ("l1", joined.iloc[:5])):
        shares, words = compare_promises(
            frame,
            ITEMS,
            answer,
            weights=np.ones(len(frame)),
            horizon=HORIZON,
            confidence_level=LEVEL,
        )
        assert shares.empty and words.empty


def test_drivers_rank_the_truly_stronger_lever_first() -> None:
    drivers = estimate_survey_drivers(
        simulate()[0],
        ITEMS,
        fit(),
        bridge(),
        weights=np.ones(N),
        confidence_level=LEVEL,
        rng=np.random.default_rng(3),
    )
    first = drivers.ranking[drivers.ranking["rank"] == 1]
    assert set(first["term"]) == {"service"}
    assert set(first["target"]) == {"satisfaction", "loyalty", "leaving", "revenue"}
    service = drivers.map.set_index("term").loc["service"]
    assert service["standardised"] == pytest.approx(0.6, abs=0.08)


def test_levers_that_lead_nowhere_are_left_out() -> None:
    roles = SURVEY.roles.model_copy(update={"levers": ("loyalty", "unknown")})
    survey = SURVEY.model_copy(update={"roles": roles})
    model = estimate_survey_model(
        simulate()[0], survey, confidence_level=LEVEL, rng=np.random.default_rng(1)
    )
    drivers = estimate_survey_drivers(
        simulate()[0],
        ITEMS,
        model,
        SurveyDeeds(HORIZON),
        weights=np.ones(N),
        confidence_level=LEVEL,
        rng=np.random.default_rng(3),
    )
    assert drivers.reason == "no_levers" and drivers.gains.empty


def loyal(behaviour: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    found = estimate_survey_loyalty(
        answers,
        ITEMS,
        behaviour,
        fit(),
        SURVEY,
        segments=["region"],
        weights=np.ones(len(answers)),
        confidence_level=LEVEL,
        rng=np.random.default_rng(4),
    )
    assert found.parts["weight"].sum() == pytest.approx(1.0)
    return found.fourfold.assign(reason=found.reason, kinds=len(found.parts["kind"].unique()))


def test_true_loyalty_exceeds_chance_where_words_and_deeds_go_together() -> None:
    answers, _, behaviour = simulate()
    table = loyal(behaviour, answers)
    true = table.query("term == 'true' and stratum == 'all'").iloc[0]
    assert true["estimate"] > true["expected"] and true["kinds"] == 2
    assert set(table["stratum"]) == {"all", "region=north", "region=south"}
    assert not table.duplicated(["term", "stratum"]).any()


def test_without_purchases_the_index_is_of_words() -> None:
    answers, _, behaviour = simulate()
    found = estimate_survey_loyalty(
        answers,
        ITEMS,
        behaviour.iloc[:0],
        fit(),
        SURVEY,
        segments=["region"],
        weights=np.ones(N),
        confidence_level=LEVEL,
        rng=np.random.default_rng(4),
    )
    assert found.reason == "no_deeds" and set(found.parts["kind"]) == {"words"}
    mean = (answers[["l1", "l2", "l3"]].mean(axis=1) - 1).mean() * 25
    assert found.index["estimate"].iloc[0] == pytest.approx(mean)


def test_adjustments_are_what_varies_and_is_known() -> None:
    frame = pd.DataFrame(
        {
            "tenure_days": [1, 2, 3, 4],
            "rhythm_days": [1.0, np.nan, np.nan, 2.0],
            "n_purchases_last_year": [1, 1, 1, 1],
            "region": ["a", "b", "a", "b"],
            "one": ["a", "a", "a", "a"],
        }
    )
    names = [driver.column for driver in choose_adjustments(frame, ["region", "one"])]
    assert names == ["tenure_days", "region"]


def test_weights_need_invitations() -> None:
    answers = simulate()[0]
    rng = np.random.default_rng(5)
    asked = pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(2 * N)],
            "day": 990,
            "observed": True,
            "region": rng.choice(["north", "south"], 2 * N),
            "tenure_days": rng.integers(0, 900, 2 * N),
        }
    )
    asked["answered"] = rng.random(2 * N) < np.where(asked["region"] == "north", 0.7, 0.3)
    model = weigh_responses(asked, answers, segments=["region"], confidence_level=LEVEL)
    assert model.known and match_weights(answers, model).std() > 0
    nobody = weigh_responses(asked.iloc[:0], answers, segments=["region"], confidence_level=LEVEL)
    few = weigh_responses(asked.iloc[:5], answers, segments=["region"], confidence_level=LEVEL)
    assert not nobody.known and not few.known

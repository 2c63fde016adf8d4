"""What the report says of the structural model, from results made by hand."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.report import Report, open_report
from analysis.report.blocks import Figure, Finding, Table, block_to_json
from analysis.report.satisfaction_loyalty import Telling
from analysis.report.satisfaction_loyalty_causal import causal_section
from analysis.report.satisfaction_loyalty_effects import effects_section
from analysis.report.satisfaction_loyalty_fit import fit_section
from analysis.report.satisfaction_loyalty_model import coefficients_section, model_section
from analysis.report.satisfaction_loyalty_rivals import rivals_section
from analysis.report.satisfaction_loyalty_sensitivity import sensitivity_section
from analysis.report.satisfaction_loyalty_truth import truth_section
from analysis.report.time_to_churn import Section
from analysis.schema import CAPABILITIES
from analysis.store import Tables
from analysis.study import Study

LANGUAGES = ("en", "zh")
HOSTILE = "<b>empathy</b>"
WORDS = {"en": "Test", "zh": "测试"}
NOTHING = pd.DataFrame()
PROBLEMS = ["kind", "where", "text", "disqualifying"]
SURVEY: dict[str, Any] = {
    "constructs": {
        "service": ["s1", "s2"],
        HOSTILE: ["e1", "e2"],
        "satisfaction": ["f1", "f2"],
        "loyalty": ["l1", "l2"],
    },
    "paths": {"satisfaction": ["service", HOSTILE], "loyalty": ["satisfaction", "service"]},
    "roles": {"satisfaction": "satisfaction", "loyalty": "loyalty"},
    "rivals": [
        {
            "name": "other",
            "label": {"en": "Another <i>order</i>", "zh": "另一种次序"},
            "paths": {"satisfaction": ["loyalty"]},
        }
    ],
}


@pytest.fixture(scope="module", params=LANGUAGES)
def tell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Telling:
    study = Study.model_validate(
        {
            "name": "test",
            "folder": Path("."),
            "title": WORDS,
            "organisation": WORDS,
            "currency": "EUR",
            "time_zone": "UTC",
            "tables": {"surveys": {"file": "none.csv"}},
            "survey": SURVEY,
        }
    )
    tables = Tables(
        folder=tmp_path_factory.mktemp("tables"),
        names=(),
        faults=pd.DataFrame(),
        verdict="green",
        fingerprint="test",
        as_of=date(2026, 6, 30),
        facts={},
        capabilities=dict.fromkeys(CAPABILITIES, ""),
    )
    report: Report = open_report(
        "04_satisfaction_loyalty", study, tables, language=str(request.param)
    )
    assert study.survey is not None
    return Telling(report, study.survey)


def spread(estimate: float, reach: float = 0.1) -> dict[str, float]:
    return {"estimate": estimate, "conf_low": estimate - reach, "conf_high": estimate + reach}


def make_paths() -> pd.DataFrame:
    rows = [
        ("service", "satisfaction", 0.40),
        (HOSTILE, "satisfaction", 0.35),
        ("satisfaction", "loyalty", 0.70),
        ("service", "loyalty", 0.02),
    ]
    return pd.DataFrame(
        {"cause": cause, "outcome": outcome, "p_value": 0.01, "n": 400, **spread(value)}
        for cause, outcome, value in rows
    )


def make_nodes() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["service", HOSTILE, "satisfaction", "loyalty"],
            "latent": [True, True, False, True],
            "estimate": [np.nan, np.nan, 0.5, 0.6],
        }
    )


def make_estimators() -> pd.DataFrame:
    rows = [
        ("FIML", 400, True, True, ""),
        ("WLSMV", 400, False, True, ""),
        ("MLR", 37, False, False, "few_rows"),
        ("PLS", 400, False, True, ""),
    ]
    return pd.DataFrame(rows, columns=["estimator", "n", "main", "used", "reason"])


def make_fit(cfi: float, grade: str) -> pd.DataFrame:
    rows = [
        {"term": "chi_square", "estimate": 881.4, "grade": "", "passed": False},
        {"term": "cfi", "estimate": cfi, "grade": grade, "limit": 0.95, "lenient": 0.90},
        {"term": "rmsea", "estimate": 0.05, "grade": "good", "limit": 0.06, "lenient": 0.08},
        {"term": "srmr", "estimate": 0.07, "grade": "good", "limit": 0.08, "lenient": 0.08},
    ]
    table = pd.DataFrame(rows).assign(
        conf_low=[np.nan, np.nan, 0.04, np.nan],
        conf_high=[np.nan, np.nan, 0.06, np.nan],
        degrees_of_freedom=289.0,
        p_value=0.0001,
        source="Hu and Bentler 1999",
    )
    return table


def make_sensitivity(pls: float, *, weak: float = 0.35) -> pd.DataFrame:
    """Service and the other cause of satisfaction by three estimators."""
    rows = []
    for estimator, first, second in (
        ("FIML", 0.40, weak),
        ("WLSMV", 0.42, weak),
        ("PLS", pls, weak),
    ):
        for cause, value in (("service", first), (HOSTILE, second)):
            rows.append(
                {
                    "estimator": estimator,
                    "cause": cause,
                    "outcome": "satisfaction",
                    **spread(value),
                }
            )
    return pd.DataFrame(rows)


def make_conclusions(verdict: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "cause": ["service", HOSTILE],
            "outcome": "satisfaction",
            "smallest": [0.3, 0.3],
            "largest": [0.4, 0.4],
            "verdict": ["same", verdict],
        }
    )


def make_rivals(verdict: str) -> pd.DataFrame:
    fit = {"chi_square": 90.0, "degrees_of_freedom": 40.0, "cfi": 0.9, "rmsea": 0.05, "srmr": 0.05}
    changes = {"better": -9.0, "as_well": 0.4, "worse": 30.0}
    rows = [
        {"name": "stated", "verdict": "stated", **fit},
        {"name": "other", "verdict": verdict, "delta_aic": changes.get(verdict), **fit},
    ]
    return pd.DataFrame(rows).assign(delta_p_value=np.nan)


def make_modifications() -> pd.DataFrame:
    rows = [("s1", "~~", "e1"), ("service", "=~", "l1"), ("loyalty", "~", HOSTILE)]
    return pd.DataFrame(rows, columns=["left", "operator", "right"]).assign(
        index=20.0, standardised_change=0.4, method="ML on saturated moments"
    )


def make_effects() -> pd.DataFrame:
    rows = [
        ("total_effect", "satisfaction", 0.7),
        ("direct_effect", "satisfaction", 0.7),
        ("total_effect", "service", 0.3),
        ("total_indirect_effect", "service", 0.3),
        ("total_effect", HOSTILE, -0.05),
    ]
    return pd.DataFrame(
        {"effect": effect, "cause": cause, "outcome": "loyalty", **spread(value)}
        for effect, cause, value in rows
    )


def make_mediation(pattern: str) -> pd.DataFrame:
    shared = {
        "cause": "service",
        "through": "satisfaction",
        "outcome": "loyalty",
        "pattern": pattern,
        "share": 0.9,
        "freed": True,
        "method": "Monte Carlo, 5000 draws",
    }
    return pd.DataFrame(
        [
            {**shared, "effect": "indirect", **spread(0.28)},
            {**shared, "effect": "direct", **spread(0.02)},
        ]
    )


def make_causal() -> pd.DataFrame:
    rows = [
        ("order_in_time", False, 1.0, "", 0),
        ("random_assignment", False, np.nan, "", 0),
        ("common_causes", None, 0.8, f"loyalty ~ {HOSTILE}", 0),
        ("fit", True, np.nan, "", 0),
        ("rivals", False, 1.0, "other", 1),
        ("common_method", None, np.nan, "", 0),
        ("nonresponse", False, 0.38, "", 0),
    ]
    table = pd.DataFrame(rows, columns=["reason", "passed", "estimate", "where", "compared"])
    return table.assign(verdict="association").astype({"passed": "boolean"})


def make_truth() -> tuple[pd.DataFrame, pd.DataFrame]:
    paths = make_paths().rename(columns={"cause": "right", "outcome": "left"})
    truth = paths.assign(
        kind="path", main=True, truth=[0.42, 0.3, 0.72, 0.5], covered=[True, True, True, False]
    )
    coverage = pd.DataFrame(
        {
            "estimator": ["FIML", "WLSMV"],
            "kind": ["path", "loading"],
            "n_covered": [3, 8],
            "n_values": [4, 8],
            "bias": [-0.01, 0.0],
            "largest_error": [0.48, 0.01],
        }
    )
    return truth, coverage


def tell_all(tell: Telling) -> list[Section]:
    paths, nodes = make_paths(), make_nodes()
    small = pd.DataFrame([("small_sample", "n", "", False)], columns=PROBLEMS)
    truth, coverage = make_truth()
    return [
        model_section(
            tell,
            nodes=nodes,
            paths=paths,
            problems=small,
            estimators=make_estimators(),
            satisfaction="satisfaction",
            loyalty="loyalty",
        ),
        fit_section(tell, fit_indices=make_fit(0.85, "poor")),
        coefficients_section(tell, nodes=nodes, paths=paths),
        effects_section(
            tell,
            effects=make_effects(),
            mediation=make_mediation("indirect_only"),
            loyalty="loyalty",
            levers=("service", HOSTILE),
        ),
        rivals_section(tell, rivals=make_rivals("better"), modifications=make_modifications()),
        sensitivity_section(
            tell,
            sensitivity=make_sensitivity(0.2),
            conclusions=make_conclusions("unclear"),
            estimators=make_estimators(),
            satisfaction="satisfaction",
        ),
        causal_section(tell, causal=make_causal()),
        truth_section(tell, truth=truth, coverage=coverage),
    ]


def texts_of(section: Section) -> str:
    """All the words of a section; figures without their drawing."""
    return str([block_to_json(block) | {"svg": ""} for block in section.blocks])


def finding(section: Section) -> Finding:
    return next(block for block in section.blocks if isinstance(block, Finding))


def rows_of(section: Section, id: str) -> tuple[tuple[str, ...], ...]:
    return next(b.rows for b in section.blocks if isinstance(b, Table) and b.id == id)


def test_every_section_is_told_with_names_made_safe(tell: Telling) -> None:
    sections = tell_all(tell)
    blocks = [block for section in sections for block in section.blocks]
    ids = [block.id for block in blocks if hasattr(block, "id")]
    assert len(ids) == len(set(ids))
    figures = [block for block in blocks if isinstance(block, Figure)]
    assert len(figures) == 4
    assert all(figure.claim and figure.subtitle and figure.alt for figure in figures)
    assert not any(HOSTILE in figure.svg for figure in figures)
    said = " ".join(texts_of(section) for section in sections)
    assert "nan" not in re.findall(r"\b[a-z]+\b", said.lower())
    assert not re.search(r"model-[a-z]+-[a-z]+", re.sub(r"'id': '[^']*'", "", said))
    assert all(check.result and check.done for section in sections for check in section.checks)


def test_a_fit_that_may_not_be_read_gives_reasons_and_no_numbers(tell: Telling) -> None:
    wrong = pd.DataFrame(
        [("collapsed_constructs", "service and satisfaction", "english", True)], columns=PROBLEMS
    )
    section = model_section(
        tell,
        nodes=make_nodes(),
        paths=NOTHING,
        problems=wrong,
        estimators=NOTHING,
        satisfaction="satisfaction",
        loyalty="loyalty",
    )
    said = texts_of(section)
    assert tell.name("service") in said and tell.name("satisfaction") in said
    assert not re.search(r"\d\.\d", said) and "english" not in said
    assert section.checks[0].passed is False
    empty = [
        fit_section(tell, fit_indices=NOTHING),
        coefficients_section(tell, nodes=NOTHING, paths=NOTHING),
        effects_section(tell, effects=NOTHING, mediation=NOTHING, loyalty="loyalty"),
        rivals_section(tell, rivals=NOTHING, modifications=NOTHING),
        sensitivity_section(
            tell,
            sensitivity=NOTHING,
            conclusions=NOTHING,
            estimators=NOTHING,
            satisfaction="satisfaction",
        ),
        causal_section(tell, causal=NOTHING),
        truth_section(tell, truth=NOTHING, coverage=NOTHING),
    ]
    assert all(section.blocks == () for section in empty)


@pytest.mark.parametrize("kind", ["not_converged", "under_identified", "negative_variance"])
def test_every_problem_has_words(tell: Telling, kind: str) -> None:
    wrong = pd.DataFrame([(kind, "service, loyalty and 3 more", "", True)], columns=PROBLEMS)
    section = model_section(
        tell,
        nodes=make_nodes(),
        paths=NOTHING,
        problems=wrong,
        estimators=NOTHING,
        satisfaction="satisfaction",
        loyalty="loyalty",
    )
    assert "3" in texts_of(section)


def test_an_uncertain_order_of_causes_is_said(tell: Telling) -> None:
    section = model_section(
        tell,
        nodes=make_nodes(),
        paths=make_paths(),
        problems=pd.DataFrame(columns=PROBLEMS),
        estimators=make_estimators(),
        satisfaction="satisfaction",
        loyalty="loyalty",
    )
    meaning = section.claims[0].meaning
    assert tell.report.words.number(0.35, 2) in meaning  # the second, whose interval overlaps


@pytest.mark.parametrize(
    ("value", "grade", "tone", "passed"),
    [
        (0.85, "poor", "bad", False),
        (0.92, "acceptable", "neutral", True),
        (0.97, "good", "good", True),
    ],
)
def test_fit_is_judged_by_its_worst_index(
    tell: Telling, value: float, grade: str, tone: str, passed: bool
) -> None:
    section = fit_section(tell, fit_indices=make_fit(value, grade))
    assert finding(section).tone == tone and section.checks[0].passed is passed
    if grade == "poor":
        assert "CFI" in finding(section).text and "RMSEA" not in finding(section).text


def test_a_saturated_model_is_not_judged(tell: Telling) -> None:
    section = fit_section(tell, fit_indices=make_fit(np.nan, "").assign(grade=""))
    assert not section.claims and "RMSEA" not in texts_of(section)


@pytest.mark.parametrize(
    ("verdict", "tone", "passed"),
    [
        ("better", "watch", False),
        ("as_well", "watch", False),
        ("worse", "good", True),
        ("other_items", "neutral", None),
    ],
)
def test_rivals_decide_the_claim(
    tell: Telling, verdict: str, tone: str, passed: bool | None
) -> None:
    section = rivals_section(tell, rivals=make_rivals(verdict), modifications=NOTHING)
    assert finding(section).tone == tone and section.checks[0].passed is passed
    named = {"en": "Another <i>order</i>", "zh": "另一种次序"}[tell.report.language]
    assert (named in finding(section).text) is (passed is False)


def test_no_rival_is_said(tell: Telling) -> None:
    section = rivals_section(
        tell, rivals=make_rivals("worse").head(1), modifications=make_modifications()
    )
    assert not section.claims and len(rows_of(section, "tbl-model-modifications")) == 3


@pytest.mark.parametrize(
    ("pls", "verdict", "passed"),
    [
        (0.38, "same", True),
        (0.38, "unclear", None),
        (0.38, "opposite", False),
        (0.2, "same", False),
    ],
)
def test_conclusions_hold_or_not(
    tell: Telling, pls: float, verdict: str, passed: bool | None
) -> None:
    section = sensitivity_section(
        tell,
        sensitivity=make_sensitivity(pls),
        conclusions=make_conclusions(verdict),
        estimators=make_estimators(),
        satisfaction="satisfaction",
    )
    assert section.checks[0].passed is passed
    assert "37" in str(rows_of(section, "tbl-model-estimators"))


def test_the_share_is_given_only_where_both_effects_are_clear(tell: Telling) -> None:
    shares = []
    for pattern in ("indirect_only", "complementary", "competitive"):
        section = effects_section(
            tell, effects=make_effects(), mediation=make_mediation(pattern), loyalty="loyalty"
        )
        shares.append(rows_of(section, "tbl-model-mediation")[0][3])
    assert shares == ["–", "90%", "–"]


def test_the_verdict_on_causes_counts_its_reasons(tell: Telling) -> None:
    section = causal_section(tell, causal=make_causal())
    text = finding(section).text
    assert "4" in text and "2" in text and "7" in text
    rows = rows_of(section, "tbl-model-causal")
    assert len(rows) == 7 and "38%" in rows[-1][1] and "0.80" in rows[2][1]
    assert section.checks[0].passed is False


@pytest.mark.parametrize("reason", ["common_method", "nonresponse", "rivals", "fit"])
@pytest.mark.parametrize("passed", [True, False, None])
def test_every_outcome_of_a_condition_has_words(
    tell: Telling, reason: str, passed: bool | None
) -> None:
    table = make_causal()
    at = table.index[table["reason"] == reason][0]
    table.loc[at, ["passed", "estimate"]] = [passed, 0.1]
    assert causal_section(tell, causal=table.assign(verdict="conditional")).blocks


def test_truth_counts_the_intervals_that_hold_it(tell: Telling) -> None:
    truth, coverage = make_truth()
    section = truth_section(tell, truth=truth, coverage=coverage)
    assert "3" in finding(section).text and "4" in finding(section).text
    assert section.checks[0].passed is False  # three of four

"""A small survey whose truth is known, and every result the measurement sections tell."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from analysis.estimate.measurement.assess import MeasurementResults, assess_measurement
from analysis.estimate.nonresponse import ResponseModel, estimate_response
from analysis.estimate.survey_scores import SurveyScores, estimate_survey_scores
from analysis.report import Report, open_report
from analysis.report.satisfaction_loyalty import Telling
from analysis.report.satisfaction_loyalty_discriminant import discriminant_section
from analysis.report.satisfaction_loyalty_invariance import invariance_section
from analysis.report.satisfaction_loyalty_items import items_section
from analysis.report.satisfaction_loyalty_reliability import reliability_section
from analysis.report.satisfaction_loyalty_respondents import respondents_section
from analysis.report.satisfaction_loyalty_scores import scores_section
from analysis.report.time_to_churn import Section
from analysis.study import Driver, Study

LEVEL = 0.95
SECTIONS = ("respondents", "scores", "items", "reliability", "discriminant", "invariance")
HOSTILE = "<script>alert(1)</script>"
CONSTRUCTS = {
    "service": ["s1", "s2", "s3", "s4"],
    "product": ["p1", "p2", "p3"],
    "loyalty": ["recommend", "again", "prefer"],
}
SURVEY: dict[str, Any] = {
    "constructs": CONSTRUCTS,
    "paths": {"q1": ["service", "product"], "loyalty": ["q1"]},
    "roles": {
        "satisfaction": "q1",
        "loyalty": "loyalty",
        "recommend": "recommend",
        "repurchase": "again",
        "levers": ["service", "product"],
    },
    "expectations": {"s1": "e1", "s2": "e2", "s3": "e3", "s4": "e4"},
}


def make_study(**fields: Any) -> Study:
    words = {"en": "Test", "zh": "测试"}
    shared = {
        "name": "test",
        "folder": Path("."),
        "title": words,
        "organisation": words,
        "currency": "EUR",
        "time_zone": "UTC",
        "tables": {"surveys": {"file": "none.csv"}},
        "segments": ["region", "size"],
        "survey": SURVEY,
    }
    return Study.model_validate(shared | fields)


@cache
def simulate_survey(n: int = 900) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Answers and items: p3 is answered a step lower in the south whatever the product is like, the
    small regions hold few, and a tenth of s4 is missing."""
    rng = np.random.default_rng(11)
    region = rng.choice(["north", "south", HOSTILE], n, p=[0.55, 0.44, 0.01])
    service = rng.normal(size=n)
    product = 0.5 * service + rng.normal(0, 0.87, n)
    satisfaction = 0.5 * service + 0.3 * product + rng.normal(0, 0.7, n)
    attitude = 0.8 * satisfaction + rng.normal(0, 0.6, n)
    values = {}
    for block, names in ((service, ("s1", "s2", "s3", "s4")), (product, ("p1", "p2", "p3"))):
        for name in names:
            values[name] = 0.8 * block + rng.normal(0, 0.6, n)
    values["p3"] = values["p3"] - 1.0 * (region == "south")
    values["q1"] = 0.9 * satisfaction + rng.normal(0, 0.4, n)
    for name in ("recommend", "again", "prefer"):
        values[name] = 0.85 * attitude + rng.normal(0, 0.5, n)
    for name in ("e1", "e2", "e3", "e4"):
        values[name] = rng.normal(1.0, 0.5, n)
    frame = pd.DataFrame(
        {name: np.clip(np.round(3.5 + value), 1, 5) for name, value in values.items()}
    )
    frame["recommend"] = np.clip(np.round(7 + 2 * values["recommend"]), 0, 10)
    frame.loc[rng.random(n) < 0.1, "s4"] = np.nan
    frame.insert(0, "region", region)
    frame.insert(0, "size", rng.choice(["small", "large"], n, p=[0.95, 0.05]))
    frame.insert(0, "customer_id", [f"c{i}" for i in range(n)])
    columns = [*values]
    items = pd.DataFrame(
        {
            "item": columns,
            "construct": [None for _ in columns],
            "low": [0.0 if name == "recommend" else 1.0 for name in columns],
            "high": [10.0 if name == "recommend" else 5.0 for name in columns],
            "reversed": False,
        }
    )
    return frame, items


@cache
def analyse_survey() -> tuple[MeasurementResults, SurveyScores, ResponseModel]:
    frame, items = simulate_survey()
    study = make_study()
    assert study.survey is not None
    response = simulate_response(len(frame))
    measured = assess_measurement(
        frame,
        items,
        study.survey.construct_items,
        study.survey.path_map,
        segments=study.segments,
        confidence_level=LEVEL,
        n_draws=200,
        rng=np.random.default_rng(5),
    )
    weights = response.weights["weight"].dropna().to_numpy()[: len(frame)]
    scored = estimate_survey_scores(
        frame,
        items,
        study.survey,
        study.survey.construct_items,
        segments=study.segments,
        weights=weights,
        confidence_level=LEVEL,
        minimum_cell=study.minimum_cell,
    )
    return measured, scored, response


def simulate_response(n: int) -> ResponseModel:
    """Twice as many are invited as answer; complaints keep customers silent."""
    rng = np.random.default_rng(3)
    complaints = rng.poisson(1.0, 4 * n)
    invited = pd.DataFrame(
        {
            "n_complaints_last_year": complaints,
            "region": rng.choice(["north", "south"], 4 * n),
            "answered": rng.random(4 * n) < 1 / (1 + np.exp(0.8 * complaints - 0.5)),
        }
    )
    drivers = [
        Driver(column="n_complaints_last_year", kind="number"),
        Driver(column="region", kind="category"),
    ]
    names = [driver.column for driver in drivers]
    return estimate_response(invited, names, drivers_info=drivers, confidence_level=LEVEL)


def open_telling(language: str, **fields: Any) -> Telling:
    study = make_study(**fields)
    assert study.survey is not None
    report: Report = open_report(
        "04_satisfaction_loyalty",
        study,
        SimpleNamespace(as_of=date(2026, 6, 30), verdict="green"),  # type: ignore[arg-type]
        language=language,
        confidence_level=LEVEL,
    )
    return Telling(report, study.survey)


def tell_section(
    name: str,
    tell: Telling,
    measured: MeasurementResults,
    scored: SurveyScores,
    response: ResponseModel | None,
) -> Section:
    """One section of the measurement part, as the notebook makes it."""
    frame, _ = simulate_survey()
    invariance = measured.invariance
    nothing = pd.DataFrame()
    sections: dict[str, Callable[[], Section]] = {
        "respondents": lambda: respondents_section(
            tell,
            respondents=frame,
            items=measured.items,
            straight_liners=measured.straight_liners,
            response=nothing if response is None else response.summary,
            balance=nothing if response is None else response.balance,
        ),
        "scores": lambda: scores_section(
            tell,
            scores=scored.scores,
            constructs=scored.constructs,
            differences=scored.differences,
            gaps=scored.gaps,
        ),
        "items": lambda: items_section(tell, answers=measured.answers, items=measured.items),
        "reliability": lambda: reliability_section(
            tell,
            quality=measured.quality,
            loadings=measured.loadings,
            item_rest=measured.item_rest,
            fit_indices=measured.fit_indices,
            problems=measured.problems,
        ),
        "discriminant": lambda: discriminant_section(
            tell,
            htmt=measured.htmt,
            fornell_larcker=measured.fornell_larcker,
            cross_loadings=measured.cross_loadings,
            common_method=measured.common_method,
        ),
        "invariance": lambda: invariance_section(
            tell,
            levels=invariance.levels,
            deviations=invariance.deviations,
            verdicts=invariance.verdicts,
            groups=invariance.groups,
            means=invariance.means,
        ),
    }
    return sections[name]()


def tell_everything(tell: Telling) -> dict[str, Section]:
    """All sections of the measurement part, by name."""
    return {name: tell_section(name, tell, *analyse_survey()) for name in SECTIONS}

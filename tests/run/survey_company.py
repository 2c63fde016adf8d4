"""A company of which nothing is known but what some hundred customers answered in one survey.

Three constructs of three items each on five points: quality leads to satisfaction, satisfaction to
loyalty. What is wrong with the answers, or with what the study says of them, is put in by tests.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from ruamel.yaml import YAML

from analysis.study import Study, load_study

CONSTRUCTS = {
    "quality": ["q1", "q2", "q3"],
    "satisfaction": ["s1", "s2", "s3"],
    "loyalty": ["l1", "l2", "l3"],
}
PATHS = {"satisfaction": ["quality"], "loyalty": ["satisfaction"]}
ROLES = {"satisfaction": "satisfaction", "loyalty": "loyalty", "levers": ["quality"]}
LOADING, PATH = 0.8, 0.6


def simulate_answers(
    n: int,
    constructs: Mapping[str, Sequence[str]],
    paths: Mapping[str, Sequence[str]],
    *,
    scale: tuple[int, int] = (1, 5),
    seed: int = 5,
) -> pd.DataFrame:
    """Answers (n rows, a column per item) from standardised constructs: every loading ``LOADING``,
    the causes of an outcome sharing a total effect of ``PATH``. An item in ``paths`` is answered
    as it is. Outcomes must come after their causes."""
    rng = np.random.default_rng(seed)
    known: dict[str, np.ndarray] = {}
    named = dict.fromkeys([*constructs, *(cause for causes in paths.values() for cause in causes)])
    for name in [*(name for name in named if name not in paths), *paths]:
        causes = paths.get(name, ())
        toward = sum((known[cause] for cause in causes), start=np.zeros(n))
        part = toward * PATH / max(np.std(toward), 1e-9) if causes else toward
        known[name] = part + np.sqrt(1 - PATH**2 * bool(causes)) * rng.standard_normal(n)
    items = {item: known[name] for name, own in constructs.items() for item in own}
    items |= {name: values for name, values in known.items() if name not in constructs}
    low, high = scale
    own = {item for items_of in constructs.values() for item in items_of}
    drawn = {
        item: LOADING * values + 0.6 * rng.standard_normal(n) if item in own else values
        for item, values in items.items()
    }
    points = {
        item: np.clip(np.round((low + high) / 2 + values * (high - low) / 4), low, high)
        for item, values in drawn.items()
    }
    return pd.DataFrame(points)


def make_answers(n: int = 400, **changes: Any) -> pd.DataFrame:
    """Answers to the nine items; ``changes`` replace items."""
    return simulate_answers(n, CONSTRUCTS, PATHS).assign(**changes)


def describe_survey(**changes: Any) -> dict[str, Any]:
    """What ``study.yml`` says under ``survey:``; a change to None takes a field away."""
    fields = {"constructs": CONSTRUCTS, "paths": PATHS, "roles": ROLES} | changes
    return {name: value for name, value in fields.items() if value is not None}


def make_survey_company(
    folder: Path,
    answers: pd.DataFrame,
    survey: Mapping[str, Any],
    *,
    scales: Mapping[str, Sequence[int]] | None = None,
) -> Study:
    """The company as a study in ``folder``; a scale of 1 to 5 where ``scales`` says no other."""
    given = scales or {}
    fields: dict[str, Any] = {
        "title": {"en": "Ask & Listen", "zh": "问听公司"},
        "organisation": {"en": "Ask & Listen", "zh": "问听公司"},
        "currency": "EUR",
        "time_zone": "Europe/Berlin",
        "as_of": "2024-12-31",
        "tables": {
            "surveys": {
                "file": "raw/survey.csv",
                "columns": {"customer_id": "id"},
                "items": [
                    {"scale": list(given.get(item, (1, 5))), "names": [item]} for item in answers
                ],
            }
        },
        "survey": dict(survey),
        "horizons": [180, 365],
    }
    (folder / "raw").mkdir(parents=True)
    rows = answers.set_axis([f"c{place}" for place in range(len(answers))]).rename_axis("id")
    rows.to_csv(folder / "raw" / "survey.csv")
    with (folder / "study.yml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(fields, file)
    return load_study(str(folder))

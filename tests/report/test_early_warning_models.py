"""The section that compares models: what is said is what was computed."""

import numpy as np
import pandas as pd
import pytest
from warning_telling import open_warning_telling

from analysis.report.blocks import Figure, Finding, Notice, Paragraph, Table
from analysis.report.early_warning import Telling
from analysis.report.early_warning_models import models_section
from analysis.report.time_to_churn import Section

NAMES = ("recency", "alive", "hazard", "boosting", "ensemble")
BRIER = (0.1874, 0.1722, 0.1644, 0.1633, 0.1641)


def compare(chosen: str = "boosting", n_lost: int = 6876) -> pd.DataFrame:
    brier = pd.Series(BRIER)
    auc = pd.Series([0.774, 0.812, 0.830, 0.833, 0.830])
    frame = pd.DataFrame({"model": NAMES, "skill": 1 - brier / 0.2392})
    parts = {"brier": brier, "difference": brier - BRIER[0], "gap": brier - min(BRIER), "auc": auc}
    for name, values in parts.items():
        width = 0.0 if name == "difference" else 0.002
        edge = np.where(frame["model"] == "recency", width, 0.002)
        frame = frame.assign(
            **{name: values, f"{name}_low": values - edge, f"{name}_high": values + edge}
        )
    return frame.assign(
        n=51_088, n_customers=8368, n_lost=n_lost, chosen=frame["model"] == chosen, conf_level=0.95
    )


def make_months(*, calendar: bool = True) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "split": [0, 1, 1, 2],
            "day": pd.array(
                [19661, 19935, 19966, 20269] if calendar else [None] * 4, dtype="Int32"
            ),
            "judged": [not calendar, True, True, True],
            "n": 100,
            "n_lost": 50,
        }
    )


def build(tell: Telling, comparison: pd.DataFrame, **parts: object) -> Section:
    given = {"months": make_months(calendar=tell.calendar), "rule": "days_since_purchase"}
    return models_section(tell, comparison=comparison, **(given | parts))  # type: ignore[arg-type]


def read(section: Section, kind: type) -> list:
    return [block for block in section.blocks if isinstance(block, kind)]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("calendar", [True, False])
def test_the_section_is_whole_in_both_languages(language: str, calendar: bool) -> None:
    section = build(open_warning_telling(language, calendar=calendar), compare())
    (figure,), (table,) = read(section, Figure), read(section, Table)
    assert figure.id == "fig-models-difference" and table.id == "tbl-models"
    assert [len(row) for row in table.rows] == [len(table.columns)] * len(NAMES)
    assert len(section.checks) == 1 and section.checks[0].passed is True
    assert [claim.headline for claim in section.claims] == [True, False]


def test_the_numbers_said_are_those_computed() -> None:
    section = build(open_warning_telling("en", horizon=180), compare())
    claim = section.claims[0]
    assert "Gradient boosting is used" in claim.text and "31.7%" in claim.text
    assert "21.7%" in claim.text and "83.3%" in claim.meaning and "77.4%" in claim.meaning
    figure, table = read(section, Figure)[0], read(section, Table)[0]
    assert figure.claim.startswith("4 of 4 models")
    assert "0.1633" in [row[1] for row in table.rows]
    assert [row[-1] for row in table.rows] == ["", "", "", "yes", ""]
    assert table.rows[0][2] == "reference" and "Days since the last purchase" in table.rows[0][0]
    lead = read(section, Paragraph)[0].text
    assert "51,088" in lead and "8,368" in lead and "2 times" in lead and "180 days" in lead


def test_the_ensemble_is_said_to_earn_its_place_only_when_it_is_used() -> None:
    tell = open_warning_telling("en")
    assert "does not earn" in build(tell, compare()).claims[1].text
    assert "earns its place" in build(tell, compare("ensemble")).claims[1].text
    alone = compare()[lambda frame: frame["model"] != "ensemble"]
    assert len(build(tell, alone).claims) == 1


def test_a_rule_as_good_as_the_models_is_used_and_said_so() -> None:
    section = build(open_warning_telling("en"), compare("recency"))
    assert section.claims[0].text.startswith("No model predicts better")
    assert section.checks[0].passed is None
    assert read(section, Finding)[0].tone == "watch"


def test_models_that_could_not_be_fitted_are_named() -> None:
    section = build(open_warning_telling("en"), compare(), left_out={"cox": "<b>why</b>"})
    assert any("Cox model" in block.text for block in read(section, Paragraph))
    assert not any("<b>" in block.text for block in read(section, Paragraph))


def test_too_few_losses_are_not_shown() -> None:
    section = build(open_warning_telling("en"), compare(n_lost=9))
    assert not section.claims and len(read(section, Notice)) == 1
    assert not read(section, Table)

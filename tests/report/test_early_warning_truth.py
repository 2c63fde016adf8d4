"""What the report says of warnings beside the truth, from results typed by hand."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from warning_telling import open_warning_telling

from analysis.report.blocks import Figure, Finding, Table
from analysis.report.early_warning_truth import truth_section

LANGUAGES = ("en", "zh")


def row(stratum: str, term: str, estimate: float, width: float = 0.01) -> dict[str, Any]:
    limits = {"conf_low": estimate - width, "conf_high": estimate + width}
    return {"stratum": stratum, "term": term, "estimate": estimate, **limits}


def compared(gap: float = 0.02, n: int = 50) -> Any:
    ranking = [row("truth", "auc", 0.9), row("attainable", "auc", 0.84)]
    for model, auc in (("recency", 0.77), ("hazard", 0.83)):
        ranking.append(row(model, "auc", auc))
        ranking.append(row(model, "share_of_attainable", (auc - 0.5) / 0.34))
    groups = pd.DataFrame({"group": range(1, 11), "stratum": "hazard", "n": 900})
    groups["risk"] = groups["group"] / 11
    coverage = groups.assign(
        n=[5, *[n] * 9],
        conf_low=groups["risk"] - 0.03,
        conf_high=groups["risk"] + 0.03,
        true_risk=groups["risk"] - 0.02,
        covered=groups["group"] != 4,
    )
    return SimpleNamespace(
        ranking=pd.DataFrame(ranking),
        calibration=pd.DataFrame(
            [row("hazard", "slope", 0.99), row("hazard", "mean_difference", gap)]
        ),
        groups=groups.assign(true_risk=groups["risk"] - 0.02),
        coverage=coverage,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_said_in_both_languages(language: str) -> None:
    tell = open_warning_telling(language, horizon=180)
    section = truth_section(tell, comparison=compared(), model="hazard")
    figures = [block for block in section.blocks if isinstance(block, Figure)]
    assert [figure.id for figure in figures] == ["fig-truth-ranking", "fig-truth-risk"]
    assert [claim.id for claim in section.claims] == [
        "truth-ranking",
        "truth-risk",
        "truth-coverage",
    ]
    assert len(section.checks) == 3 and all(check.passed for check in section.checks)


def test_numbers_are_those_of_the_results() -> None:
    tell = open_warning_telling("en", horizon=180)
    section = truth_section(tell, comparison=compared(), model="hazard")
    said = [block.text for block in section.blocks if isinstance(block, Finding)]
    assert "97.1% (96.1% to 98.1%)" in said[0]
    assert "2.0 (1.0 to 3.0) percentage points too high" in said[1]
    # one tenth has five customers: it is not shown, nor counted
    assert "8 of 9 groups" in said[2]
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert len(table.rows) == 9 and table.rows[2][-1] == "no"


@pytest.mark.parametrize(("gap", "said"), [(-0.05, "too low"), (0.001, "right on average")])
def test_the_level_of_the_risks_is_told_as_it_is(gap: float, said: str) -> None:
    tell = open_warning_telling("en", horizon=180)
    section = truth_section(tell, comparison=compared(gap), model="hazard")
    assert said in section.claims[1].text


def test_intervals_of_too_few_customers_are_not_shown() -> None:
    tell = open_warning_telling("en", horizon=180)
    section = truth_section(tell, comparison=compared(n=9), model="hazard")
    assert not any(isinstance(block, Table) for block in section.blocks)
    assert len(section.checks) == 2


def test_of_a_real_company_nothing_is_said() -> None:
    section = truth_section(open_warning_telling("en"), comparison=None, model="hazard")
    assert section.blocks == () and section.claims == ()

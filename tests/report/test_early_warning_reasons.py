"""What the report says of reasons, causes and remaining life, from results typed by hand."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from warning_telling import HOSTILE, open_warning_telling

from analysis.report.blocks import Figure, Finding, Notice, Table
from analysis.report.early_warning_causes import causes_section
from analysis.report.early_warning_life import life_section
from analysis.report.early_warning_reasons import reasons_section
from analysis.report.time_to_churn import Section

LANGUAGES = ("en", "zh")


def row(term: str, estimate: float, width: float = 0.02, **more: Any) -> dict[str, Any]:
    limits = {"conf_low": estimate - width, "conf_high": estimate + width}
    statistic = estimate / width
    return {"term": term, "stratum": "all", "estimate": estimate, **limits} | {
        "statistic": statistic,
        **more,
    }


def of(section: Section, kind: type) -> list[Any]:
    return [block for block in section.blocks if isinstance(block, kind)]


def rates(ratio: float = 2.0) -> pd.DataFrame:
    sign = "purchases_fall"
    return pd.DataFrame(
        [
            row(sign, 0.2 * ratio, stratum="shown"),
            row(sign, 0.2, stratum="not_shown"),
            row(sign, ratio, 0.3, stratum="ratio"),
        ]
    )


def tell_reasons(language: str, importance: pd.DataFrame, **changes: Any) -> Section:
    given: dict[str, Any] = {
        "reasons": pd.DataFrame(
            [
                {"kind": "sign", "term": "purchases_fall", "n": 120, "share": 0.3, "risk": 0.4},
                {"kind": "reason", "term": "complaints", "n": pd.NA, "share": None, "risk": None},
            ]
        ),
        "sign_rates": rates(),
        "odds": pd.DataFrame([row("recency_ratio", 1.8), row(f"region={HOSTILE}", 0.9)]),
    }
    tell = open_warning_telling(language)
    return reasons_section(tell, importance=importance, **(given | changes))


IMPORTANCE = pd.DataFrame([row("recency", 0.62), row("complaints", 0.04)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_in_both_languages(language: str) -> None:
    section = tell_reasons(language, IMPORTANCE)
    ids = [figure.id for figure in of(section, Figure)]
    assert ids == ["fig-reasons-importance", "fig-reasons-signs", "fig-reasons-odds"]
    assert [claim.id for claim in section.claims] == [
        "reasons-main",
        "reasons-signs",
        "reasons-odds",
    ]
    assert "62%" in section.claims[0].text


def test_small_cells_are_not_in_the_table() -> None:
    table = of(tell_reasons("en", IMPORTANCE), Table)[0]
    assert [cells[2] for cells in table.rows] == ["120"]


def test_a_sign_that_tells_nothing_is_said_to() -> None:
    section = tell_reasons("en", IMPORTANCE, sign_rates=rates(1.1))
    claim = next(claim for claim in section.claims if claim.id == "reasons-signs")
    assert "No sign" in claim.text and not claim.headline


def test_no_signs_no_figure_of_them() -> None:
    section = tell_reasons("en", IMPORTANCE, sign_rates=rates().iloc[:0])
    assert "fig-reasons-signs" not in [figure.id for figure in of(section, Figure)]


def test_more_than_all_is_no_share() -> None:
    section = tell_reasons("en", pd.DataFrame([row("recency", 1.4)]))
    assert "worse than giving everybody the same risk" in section.claims[0].text


def test_nothing_gained_is_withheld() -> None:
    section = tell_reasons("en", IMPORTANCE.iloc[:0])
    assert of(section, Notice) and not section.claims


def make_causes() -> Any:
    names = ("price", "service", "moved")
    shares = [row(name, share) for name, share in zip(names, (0.5, 0.3, 0.2), strict=True)]
    effects = [
        row("market_campaign", 0.16, 0.03, stratum="price"),
        row("market_campaign", -0.1, 0.04, stratum="service"),
        row("score_trust", -0.05, 0.03, stratum="service"),
    ]
    matching = [row("matched", 0.55), row("commonest", 0.5), row("difference", 0.05)]
    return SimpleNamespace(
        shares=pd.DataFrame(shares),
        effects=pd.DataFrame(effects),
        matching=pd.DataFrame(matching),
        n_stated=400,
        n_losses=1200,
    )


def make_explained() -> Any:
    names = ("price", "service", "moved")
    return SimpleNamespace(
        incidence=pd.DataFrame(
            [row(name, 0.1 * year, time=365.0 * year) for name in names for year in (1, 2)]
        ),
        odds=pd.DataFrame([row("score_trust", 0.8, stratum=name) for name in names]),
    )


TRUTH = pd.DataFrame(
    [
        ("share", "price", "all", 0.51),
        ("share", "service", "all", 0.29),
        ("share", "moved", "all", 0.35),
        ("effect", "campaign", "price", 0.17),
        ("effect", "campaign", "service", -0.09),
        ("effect", "satisfaction", "service", -0.2),
        ("matching", "best", "all", 0.58),
    ],
    columns=["kind", "term", "stratum", "estimate"],
)
MATCHED = pd.DataFrame({"cause": ["price"] * 60 + ["service"] * 30 + ["moved"] * 3})


def tell_causes(language: str, truth: pd.DataFrame = TRUTH) -> Section:
    return causes_section(
        open_warning_telling(language),
        causes=make_causes(),
        explained=make_explained(),
        matched=MATCHED,
        truth=truth,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_causes_in_both_languages(language: str) -> None:
    section = tell_causes(language)
    assert [figure.id for figure in of(section, Figure)] == [
        "fig-causes-shares",
        "fig-causes-effects",
    ]
    assert [table.id for table in of(section, Table)] == [
        "tbl-causes-incidence",
        "tbl-causes-odds",
        "tbl-causes-remedies",
        "tbl-causes-truth",
    ]
    assert "50.0%" in section.claims[0].text


def test_truth_counts_what_lies_inside() -> None:
    section = tell_causes("en")
    assert section.checks[0].result == "4 of 5 true values lie within their intervals"
    assert section.checks[0].passed
    told = [cells[-1] for cells in of(section, Table)[-1].rows]
    assert told.count("no") == 1 and told.count("yes") == 4
    assert "58.0%" in section.claims[2].meaning


def test_without_truth_nothing_is_said_of_it() -> None:
    section = tell_causes("en", TRUTH.iloc[:0])
    assert not section.checks
    assert "tbl-causes-truth" not in [table.id for table in of(section, Table)]
    assert "best possible" not in section.claims[2].meaning


def test_remedies_of_small_groups_are_not_shown() -> None:
    table = next(table for table in of(tell_causes("en"), Table) if table.id.endswith("remedies"))
    assert [cells[0] for cells in table.rows] == ["Price", "Service"]
    assert "voucher" in table.rows[0][3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_causes_are_said_to_be_missing(language: str) -> None:
    section = causes_section(
        open_warning_telling(language), causes=None, explained=None, matched=MATCHED, truth=TRUTH
    )
    assert of(section, Notice) and not section.claims


REMAINING = pd.DataFrame({"mean_days": [float(days) for days in range(10, 310)]})
BY_REGION = pd.DataFrame(
    {
        "group": ["south", HOSTILE],
        "n": [200, 100],
        "mean_days": [120.0, 220.0],
        "lower_days": [80.0, 150.0],
        "upper_days": [160.0, 280.0],
        "median_days": [130.0, float("nan")],
    }
)


def make_check(gap: float) -> Any:
    predicted = pd.Series([20.0 * group for group in range(1, 11)])
    tenths = pd.DataFrame({"group": range(1, 11), "predicted": predicted})
    tenths["estimate"] = predicted + gap
    tenths["conf_low"], tenths["conf_high"] = tenths["estimate"] - 5, tenths["estimate"] + 5
    return SimpleNamespace(tenths=tenths, concordance=0.82, day=20_088, n=4000, horizon_days=365.0)


def tell_life(language: str, calibration: Any, by_group: pd.DataFrame = BY_REGION) -> Section:
    return life_section(
        open_warning_telling(language),
        remaining=REMAINING,
        by_group=by_group,
        by="region",
        calibration=calibration,
        horizon_days=365,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_life_in_both_languages(language: str) -> None:
    section = tell_life(language, make_check(4.0))
    assert [figure.id for figure in of(section, Figure)] == ["fig-life-groups", "fig-life-check"]
    assert section.checks[0].passed
    assert "160" in section.claims[0].text
    assert of(section, Table)[0].rows[1][-1] == "–"


def test_a_gap_too_large_is_said() -> None:
    section = tell_life("en", make_check(40.0))
    assert section.checks[0].passed is False
    assert "take them as an order" in of(section, Finding)[-1].text


def test_groups_that_hardly_differ() -> None:
    alike = BY_REGION.assign(mean_days=[120.0, 125.0])
    assert "hardly differs" in tell_life("en", None, alike).claims[1].text


def test_no_past_to_look_from() -> None:
    section = tell_life("en", None, BY_REGION.iloc[:1])
    assert not section.checks and len(section.claims) == 1

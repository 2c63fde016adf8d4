"""The frame of the report on early warning: its names, summary, trust, methods, glossary."""

from types import SimpleNamespace

import pandas as pd
import pytest
from warning_telling import HOSTILE, open_warning_report, open_warning_telling

from analysis.report.blocks import Finding, Formula, Glossary, Notice, Paragraph, Table
from analysis.report.early_warning import MODELS, Telling, in_order, withhold
from analysis.report.early_warning_summary import list_key_figures, summary_section
from analysis.report.early_warning_trust import (
    glossary_section,
    limits_heading,
    methods_section,
    trust_section,
)
from analysis.report.time_to_churn import Check, Claim, Section
from analysis.study.feature_groups import (
    FEATURE_GROUPS,
    NAMED_FEATURES,
    SIGN_GROUPS,
    find_feature_group,
)

LANGUAGES = ("en", "zh")
CHECKS = (
    Check("one", "r", True, "d"),
    Check("two", "r", False, "d"),
    Check("three", "r", None, "d"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_named_has_a_name(language: str) -> None:
    tell = open_warning_telling(language)
    names = [tell.feature(name) for name in (*NAMED_FEATURES, *SIGN_GROUPS)]
    names += [tell.feature_group(group) for group in FEATURE_GROUPS]
    names += [tell.model(model) for model in MODELS]
    names += [tell.cause(cause) for cause in ("price", "moved", "other")]
    assert len(names) - len(set(names)) <= 1  # "Stage" is a feature and a group
    assert not [name for name in names if "_" in name]


def test_features_of_a_study_go_by_its_labels() -> None:
    tell = open_warning_telling("en")
    assert tell.feature("score_trust") == "Trust: score of 100"
    assert tell.feature("score_change_trust") == "Trust: change since the survey before"
    assert tell.feature("market_index") == "Price index, mean of the last 30 days"
    assert tell.feature("region=south") == "Region: South"
    assert tell.feature("region=(other)") == "Region: others"
    assert tell.feature("n_contacts_recent") == "Contacts in the last 90 days"
    assert tell.feature(HOSTILE).startswith("<script>")  # characters, never markup


def test_the_stage_is_named_by_the_taxonomy() -> None:
    assert open_warning_telling("en").feature("stage=declining") == "Stage: Declining"
    assert open_warning_telling("zh").group("stage", "churned") == "流失"


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("days_since_purchase", 45.0, "45 days"),
        ("rhythm_days", 1.0, "1 day"),
        ("spend_last_year_cents", 12_345, "€123"),
        ("off_channel_recent", 0.25, "25%"),
        ("n_active_days_recent", 3.0, "3"),
        ("recency_ratio", 1.834, "1.83"),
        ("score_trust", 61.7, "62"),
        ("contacts_fall", True, "yes"),
        ("region", "south", "South"),
        ("last_rating", pd.NA, "unknown"),
        ("last_rating", float("nan"), "unknown"),
    ],
)
def test_values_have_their_unit(column: str, value: object, said: str) -> None:
    assert open_warning_telling("en").value(column, value) == said  # type: ignore[arg-type]


def test_a_landmark_is_a_date_or_a_tenure() -> None:
    assert open_warning_telling("en").when(20392) == "31 October 2025"
    assert open_warning_telling("en").month(20392) == "Oct 2025"
    tenure = open_warning_telling("en", calendar=False)
    assert tenure.when(360) == tenure.month(360) == "12 months"


def test_long_times_are_said_in_months() -> None:
    tell = open_warning_telling("en")
    row = pd.Series({"estimate": 800.0, "conf_low": 700.0, "conf_high": 900.0})
    assert tell.length_range(row) == "26.3 months (23.0 to 29.6 months)"
    assert tell.length(6.04) == "6.0 days"


@pytest.mark.parametrize(
    ("feature", "group"),
    [
        ("contacts_fall", "contacts"),
        ("silence_left", "recency"),
        ("score_change_trust", "satisfaction"),
        ("market_index", "market"),
        ("region=south", "profile"),
        ("stage=new", "stage"),
        ("whatever", "profile"),
    ],
)
def test_every_feature_is_in_a_group(feature: str, group: str) -> None:
    assert find_feature_group(feature) == group


def test_causes_and_remedies_are_in_the_reports_language() -> None:
    english, chinese = open_warning_telling("en"), open_warning_telling("zh")
    assert (english.cause("price"), chinese.cause("price")) == ("Price", "价格")
    assert english.remedy("price") != chinese.remedy("price") != ""
    assert english.remedy("other") == ""


def test_an_unknown_group_is_an_error() -> None:
    with pytest.raises(KeyError):
        open_warning_telling("en").feature_group("weather")


def test_names_come_in_a_stated_order() -> None:
    assert in_order(["b", "z", "a"], ["a", "b"]) == ["a", "b", "z"]


def test_what_cannot_be_shown_says_why() -> None:
    section = withhold(open_warning_report("en"), "causes", "Causes", "None are recorded.")
    assert isinstance(section.blocks[-1], Notice) and section.blocks[-1].text.startswith("None")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_counts(language: str) -> None:
    tell = open_warning_telling(language)
    blocks = trust_section(tell, [Section((), (), CHECKS)]).blocks
    verdict, table = blocks[1], blocks[-1]
    assert isinstance(table, Table) and len(table.rows) == 4  # and the data gate
    assert isinstance(verdict, Finding) and verdict.tone == "watch"


def test_the_verdict_counts_in_words() -> None:
    verdict = trust_section(open_warning_telling("en"), [Section((), (), CHECKS)]).blocks[1]
    assert isinstance(verdict, Finding)
    assert verdict.text == "2 of 4 checks are passed; one is not; one cannot tell."


def test_red_data_are_a_check_that_fails() -> None:
    tell = Telling(open_warning_report("en", verdict="red"), 90)
    table = trust_section(tell, []).blocks[-1]
    assert isinstance(table, Table) and table.rows[0][2] == "not passed"


def test_the_summary_begins_with_the_badge_and_ends_with_warnings() -> None:
    claims = (
        Claim("odd", "Odd.", "Means.", "watch"),
        Claim("worse", "Worse.", "Means.", "bad"),
        Claim("aside", "Aside.", "Means.", "watch", headline=False),
        Claim("plain", "Plain.", "Means."),
    )
    tell = open_warning_telling("en")
    blocks = summary_section(tell, [Section((), claims)], badge=[Paragraph("badge")]).blocks
    table = blocks[-1]
    assert blocks[1] == Paragraph("badge")
    assert isinstance(table, Table) and [row[0] for row in table.rows] == ["Worse.", "Odd."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_methods_and_terms_follow_what_was_done(language: str) -> None:
    counts, terms = [], []
    for more in (False, True):
        tell = open_warning_telling(language, calendar=more)
        methods = methods_section(
            tell, models=MODELS if more else MODELS[2:], with_money=more, with_causes=more
        )
        counts.append(sum(isinstance(block, Formula) for block in methods.blocks))
        glossary = glossary_section(tell, with_money=more, with_causes=more).blocks[-1]
        assert isinstance(glossary, Glossary)
        terms.append(len(glossary.entries))
        assert len(limits_heading(tell)) == 4
    assert counts == [7, 11] and terms == [18, 22]


def test_limits_say_what_a_loss_is() -> None:
    texts = []
    for calendar, fields in ((True, {}), (True, {"churn": None}), (False, {"churn": None})):
        tell = open_warning_telling("en", calendar=calendar, **fields)
        paragraph = limits_heading(tell)[2]
        assert isinstance(paragraph, Paragraph)
        texts.append(paragraph.text)
    assert "silence" in texts[0] and "not renewed" in texts[1] and "no dates" in texts[2]


MARGIN = pd.DataFrame(
    [("expected_losses", 240.0, 230.0, 250.0), ("list_net_margin", 1417.2, 1183.4, 1651.0)],
    columns=["term", "estimate", "conf_low", "conf_high"],
).assign(stratum="all")
PAST = pd.DataFrame(
    [("contacted", 384.0, 360.0, 400.0), ("caught", 253.0, 236.0, 269.0)],
    columns=["term", "estimate", "conf_low", "conf_high"],
).assign(stratum="all", strategy="chosen")
ACTIONS = {
    "capacity": 400,
    "contact_cost": 5,
    "margin_share": 0.3,
    "saved_share": {"estimate": 0.15, "low": 0.05, "high": 0.3},
}


def decided(*, by_money: bool, n: int = 375) -> SimpleNamespace:
    frame = pd.DataFrame({"risk": [0.5] * 1000})
    return SimpleNamespace(frame=frame, by_money=by_money, n_contacted=n, capacity=400)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("by_money", "n"), [(True, 4), (False, 3)])
def test_the_cover_holds_money_only_where_it_is_stated(
    language: str, by_money: bool, n: int
) -> None:
    tell = open_warning_telling(language, warning={"actions": ACTIONS} if by_money else {})
    figures = list_key_figures(tell, decisions=decided(by_money=by_money), margin=MARGIN, past=PAST)
    assert len(figures) == n
    assert [figure.value for figure in figures[:3]] == ["375", "240", "253"]
    if by_money:
        assert figures[3].value == "€1,417" and "15%" in figures[3].note.replace(" ", "")


def test_a_list_that_is_withheld_is_not_on_the_cover() -> None:
    figures = list_key_figures(
        open_warning_telling("en"),
        decisions=decided(by_money=False),
        margin=MARGIN,
        past=PAST,
        withheld=True,
    )
    assert [figure.value for figure in figures] == ["253"]


def test_few_customers_are_not_counted_on_the_cover() -> None:
    few = MARGIN.assign(estimate=4.2)
    figures = list_key_figures(
        open_warning_telling("en"), decisions=decided(by_money=False, n=5), margin=few, past=PAST
    )
    assert [(figure.value, figure.interval) for figure in figures[:2]] == [("<10", ""), ("<10", "")]

"""Section: how many customers, since when."""

from collections.abc import Mapping

import pandas as pd

from analysis.report.blocks import Block, Column, Finding, KeyFigure, Table
from analysis.report.customer_base import (
    Section,
    open_section,
    state,
    tell_share,
    tell_share_range,
)
from analysis.report.report import Report

_ON_THE_COVER = ("finding-base-second-purchase",)  # said there, so not again in the summary
_SAID_WHEN_FEWER = ("n_buyers", "n_contract_customers", "n_respondents")
_SAID_WHEN_ANY = ("n_refunds", "refunded_cents")


def overview_section(
    report: Report, base: Mapping[str, int], *, second: pd.DataFrame, mix: pd.DataFrame
) -> Section:
    """How many customers, since when, and what they have bought, pay or answered.

    ``base`` as of summarise_base, ``second`` of estimate_second_purchase, ``mix`` of
    estimate_base_mix.
    """
    findings: list[Finding] = []
    figures: list[KeyFigure] = []
    if "n_purchases" in base:
        findings.append(_tell_purchases(report, base))
        if not second.empty:
            findings.append(_tell_second_purchase(report, second.iloc[0]))
            figures.append(_second_purchase_figure(report, second.iloc[0]))
    if "n_active" in base:
        findings.append(_tell_contracts(report, base, mix.iloc[0]))
        figures.append(_active_figure(report, mix.iloc[0]))
    if "n_respondents" in base:
        findings.append(_tell_respondents(report, base))
    if not findings:
        number = report.words.number(base["n_customers"])
        findings.append(
            state("size", report.words("base-size-plain", count=base["n_customers"], n=number))
        )
    blocks: tuple[Block, ...] = (
        open_section(report, "overview" if "first_day" in base else "size"),
        *findings,
        _tabulate_base(report, base),
    )
    in_summary = tuple(finding for finding in findings if finding.id not in _ON_THE_COVER)
    return Section(blocks, findings=in_summary, key_figures=tuple(figures))


def _tell_purchases(report: Report, base: Mapping[str, int]) -> Finding:
    words = report.words
    text = words(
        "base-size-purchases",
        count=base["n_buyers"],
        buyers=words.number(base["n_buyers"]),
        first=words.date(base["first_day"]),
        last=words.date(base["last_day"]),
        n=base["n_purchases"],
        purchases=words.number(base["n_purchases"]),
        money=words.money(base["cents"], report.study.currency),
    )
    return state("size", text)


def _tell_second_purchase(report: Report, row: pd.Series) -> Finding:
    words = report.words
    text = words(
        "base-second-purchase",
        share=tell_share(report, row),
        time=words.duration(row["time"], "day", 0),
        n=words.number(row["n"]),
    )
    return state("second-purchase", text)


def _second_purchase_figure(report: Report, row: pd.Series) -> KeyFigure:
    words = report.words
    time = words.duration(row["time"], "day", 0)
    return KeyFigure(
        label=words("base-key-second-purchase", time=time),
        value=words.percent(row["estimate"]),
        interval=tell_share_range(report, row),
        note=words("base-key-customers", count=int(row["n"]), n=words.number(row["n"])),
    )


def _tell_contracts(report: Report, base: Mapping[str, int], row: pd.Series) -> Finding:
    words = report.words
    text = words(
        "base-size-contracts",
        count=base["n_contract_customers"],
        customers=words.number(base["n_contract_customers"]),
        date=words.date(report.as_of),
        active=words.number(base["n_active"]),
        ended=words.number(base["n_contract_customers"] - base["n_active"]),
        share=tell_share(report, row),
    )
    return state("size-contracts", text)


def _active_figure(report: Report, row: pd.Series) -> KeyFigure:
    words = report.words
    return KeyFigure(
        label=words("base-key-active"),
        value=words.percent(row["estimate"]),
        interval=tell_share_range(report, row),
        note=words("base-key-customers", count=int(row["n"]), n=words.number(row["n"])),
    )


def _tell_respondents(report: Report, base: Mapping[str, int]) -> Finding:
    words = report.words
    text = words(
        "base-size-survey",
        count=base["n_respondents"],
        respondents=words.number(base["n_respondents"]),
        items=words.number(base["n_items"]),
        share=words.percent(base["n_answers"] / max(base["n_questions"], 1)),
    )
    return state("size-survey", text)


def _tabulate_base(report: Report, base: Mapping[str, int]) -> Table:
    words = report.words
    money = {"cents", "refunded_cents", "monthly_cents"}
    days = {"first_day", "last_day"}
    rows = []
    for name, value in base.items():
        if (name in _SAID_WHEN_ANY and not value) or (
            name in _SAID_WHEN_FEWER and value == base["n_customers"]
        ):
            continue
        if name in money:
            text = words.money(value, report.study.currency)
        else:
            text = words.date(value) if name in days else words.number(value)
        rows.append((words(f"base-count-{name}"), text))
    return Table(
        id="tbl-base-counts",
        caption=words("base-counts-caption"),
        columns=(Column(words("base-column-count"), "left"), Column(words("base-column-value"))),
        rows=tuple(rows),
        source=report.source_line,
        note=words("base-counts-note") if "n_purchase_days" in base else "",
    )

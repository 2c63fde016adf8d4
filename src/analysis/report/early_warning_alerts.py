"""The alert list in numbers: how it came about and what it should bring."""

import pandas as pd

from analysis.report.blocks import Block, Column, Notice, Paragraph, Table, Tone
from analysis.report.early_warning import Telling, open_section, withhold
from analysis.report.early_warning_alert_words import (
    ALL,
    Decided,
    tell_count,
    tell_money,
    tell_money_interval,
    tell_money_range,
    tell_saved,
)
from analysis.report.time_to_churn import Claim, Section, one, only

_MONEY_TERMS = (
    "expected_losses",
    "expected_saved",
    "list_value",
    "list_cost",
    "list_net_margin",
    "break_even_saved_share",
)
_NOTE_LENGTH = 1000


def alerts_section(
    tell: Telling,
    *,
    decisions: Decided,
    margin: pd.DataFrame,
    withheld: bool = False,
) -> Section:
    """How the list came about and what it should bring.

    ``margin`` from ``estimate_list_margin``. No person is shown, nor a number of fewer customers
    than the study's smallest group. When ``withheld``, only that it is.
    """
    words = tell.report.words
    heading = words("warning-alerts-heading")
    if withheld:
        return withhold(tell.report, "alerts", heading, words("warning-alerts-withheld"))
    key = "warning-alerts-lead" if decisions.by_money else "warning-alerts-lead-no-money"
    lead = words(key, capacity=words.number(decisions.capacity))
    claim = _claim_list(tell, decisions, margin)
    blocks: list[Block] = [
        *open_section(tell.report, "alerts", heading, lead),
        *claim.blocks(),
        Paragraph(_tell_binding(tell, decisions)),
        *_tell_too_late(tell, decisions),
        _tabulate_funnel(tell, decisions),
        _tabulate_money(tell, decisions, margin),
    ]
    if share := tell.report.study.warning.actions.holdout_share:
        text = words("warning-alerts-holdout-note", share=words.percent(share, 0))
        blocks.append(Notice(words("warning-alerts-holdout-title"), text, "neutral"))
    if note := tell.report.study.warning.actions.note:
        text = words.from_data(note[tell.report.language], _NOTE_LENGTH)
        blocks.append(Notice(words("warning-alerts-note-title"), text, "neutral"))
    return Section(tuple(blocks), (claim,))


def _claim_list(tell: Telling, decisions: Decided, margin: pd.DataFrame) -> Claim:
    words, rules = tell.report.words, tell.report.study.warning.actions
    if decisions.n_contacted == 0:
        cost = tell_money(tell, rules.contact_cost or 0.0)
        text = words("warning-alerts-claim-none", cost=cost)
        return Claim("alerts-list", text, words("warning-alerts-meaning-none"), "watch")
    text = words(
        "warning-alerts-claim",
        n=decisions.n_contacted,
        contacted=words.count_or_suppressed(decisions.n_contacted, tell.minimum),
        lost=tell_count(tell, one(margin, term="expected_losses")),
        ahead=tell.ahead,
    )
    if not decisions.by_money:
        return Claim("alerts-list", text, words("warning-alerts-meaning-no-money"), "neutral")
    assert rules.saved_share is not None
    meaning = words(
        f"warning-alerts-meaning-{rules.saved_share.source}",
        saved=tell_saved(tell),
        margin=tell_money_range(tell, one(margin, term="list_net_margin", stratum=ALL)),
        cost=tell_money(tell, one(margin, term="list_cost")["estimate"]),
        break_even=words.percent(one(margin, term="break_even_saved_share")["estimate"], 1),
    )
    least = one(margin, term="list_net_margin", stratum="saved_low")
    tone: Tone = "good" if least["conf_low"] > 0 else "neutral"
    return Claim("alerts-list", text, meaning, tone)


def _tell_binding(tell: Telling, decisions: Decided) -> str:
    words = tell.report.words
    plain = "-plain" if decisions.binding == "capacity" and not decisions.by_money else ""
    return words(
        f"warning-alerts-binding-{decisions.binding}{plain}",
        beyond=words.count_or_suppressed(decisions.n_beyond, tell.minimum),
        left=words.number(decisions.capacity - decisions.n_contacted),
        capacity=words.number(decisions.capacity),
        ahead=tell.ahead,
    )


def _tell_too_late(tell: Telling, decisions: Decided) -> list[Paragraph]:
    """Who is past warning; nothing where a loss is no silence."""
    words, lead_days = tell.report.words, tell.lead_days
    if not lead_days:
        return []
    text = words(
        "warning-alerts-too-late",
        n=decisions.n_too_late,
        customers=words.count_or_suppressed(decisions.n_too_late, tell.minimum),
        lead=tell.days(lead_days),
    )
    return [Paragraph(text)]


def _tabulate_funnel(tell: Telling, decisions: Decided) -> Table:
    words, frame = tell.report.words, decisions.frame
    steps = {
        "looked": len(frame),
        "open": int(frame["open"].sum()),
        "worth" if decisions.by_money else "eligible": int(frame["worth"].sum()),
        **({"too-late": decisions.n_too_late} if tell.lead_days else {}),
        "refused": decisions.n_not_permitted,
        "beyond": decisions.n_beyond,
        "listed": decisions.n_listed,
        "holdout": decisions.n_listed - decisions.n_contacted,
        "contacted": decisions.n_contacted,
    }
    return Table(
        id="tbl-alerts-funnel",
        caption=words("warning-alerts-funnel-caption"),
        columns=(
            Column(words("warning-alerts-head-step"), "left"),
            Column(words("warning-alerts-head-customers")),
        ),
        rows=tuple(
            (
                words(
                    f"warning-alerts-step-{step}", ahead=tell.ahead, lead=tell.days(tell.lead_days)
                ),
                words.count_or_suppressed(count, tell.minimum),
            )
            for step, count in steps.items()
        ),
        source=tell.report.source_line,
    )


def _tabulate_money(tell: Telling, decisions: Decided, margin: pd.DataFrame) -> Table:
    words = tell.report.words
    rows = [
        (
            words(f"warning-alerts-term-{term}", ahead=tell.ahead, saved=_saved_of(tell, row)),
            *_tell_amount(tell, row),
        )
        for term in _MONEY_TERMS
        for _, row in only(margin, term=term).iterrows()
    ]
    note = "warning-alerts-money-note" if decisions.by_money else "warning-alerts-money-note-plain"
    days = tell.days(tell.report.study.warning.actions.value_days)
    return Table(
        id="tbl-alerts-money",
        caption=words("warning-alerts-money-caption"),
        columns=(
            Column(words("warning-alerts-head-term"), "left"),
            Column(words("warning-alerts-head-value")),
            Column(words("warning-alerts-head-range")),
        ),
        rows=tuple(rows),
        note=words(note, level=tell.level(), days=days),
        source=tell.report.source_line,
    )


def _saved_of(tell: Telling, row: pd.Series) -> str:
    return tell_saved(tell, row["stratum"]) if row["term"] == "list_net_margin" else ""


def _tell_amount(tell: Telling, row: pd.Series) -> tuple[str, str]:
    """The value and the range of one row of ``margin``."""
    words = tell.report.words
    fixed = row["term"] in ("list_cost", "list_value")
    if row["unit"] == "probability":
        interval = words.interval(row["conf_low"], row["conf_high"], digits=1)
        return words.percent(row["estimate"], 1), interval
    if row["unit"] != "customers":
        return tell_money(tell, row["estimate"]), "" if fixed else tell_money_interval(tell, row)
    if 0 < row["n"] < tell.minimum:
        return words.count_or_suppressed(row["n"], tell.minimum), ""
    interval = words.interval(row["conf_low"], row["conf_high"], "number", digits=0)
    return words.number(row["estimate"]), interval

"""How early the first alert came, and what becomes of a list from month to month."""

from typing import Protocol

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Heading, Paragraph, Table, Tone
from analysis.report.charts import finish_chart, new_chart, plot_bars
from analysis.report.early_warning import Telling, open_section
from analysis.report.early_warning_judging_months import tell_listed
from analysis.report.time_to_churn import Claim, Section, one

_EARLY = 0.5  # of the horizon: an alert so long before the loss leaves time to act


class LeadTimes(Protocol):
    """What is read of ``estimate.early_warning.lead_time.LeadTime``."""

    @property
    def summary(self) -> pd.DataFrame: ...
    @property
    def spread(self) -> pd.DataFrame: ...
    @property
    def complete(self) -> bool: ...


class Warned(Protocol):
    """What this section reads of ``estimate.early_warning.judging.Judgement``."""

    @property
    def share(self) -> float: ...
    @property
    def lead_time(self) -> LeadTimes: ...
    @property
    def notice(self) -> pd.DataFrame: ...
    @property
    def stability(self) -> pd.DataFrame | None: ...


def lead_time_section(tell: Telling, judgement: Warned) -> Section:
    """How many days before the loss the first alert came, and what becomes of a list."""
    words = tell.report.words
    claim = _claim_lead(tell, judgement)
    blocks: list[Block] = [
        *open_section(
            tell.report,
            "lead-time",
            words("warning-judging-lead-heading"),
            words(
                f"warning-judging-lead-lead{'-in-time' if tell.lead_days else ''}",
                share=tell_listed(tell, judgement.share),
                lead=tell.days(tell.lead_days),
            ),
        ),
        *claim.blocks(),
    ]
    if tell.calendar:
        blocks += [_draw_lead(tell, judgement), _tabulate_notice(tell, judgement)]
    if not judgement.lead_time.complete:
        blocks.append(Paragraph(words("warning-judging-lead-short")))
    claims = [claim]
    if judgement.stability is not None:
        steady = _claim_stability(tell, judgement.stability)
        heading = words("warning-judging-stability-heading")
        blocks += [Heading("warning-stability", heading, level=3), *steady.blocks()]
        claims.append(steady)
    return Section(tuple(blocks), tuple(claims))


def _claim_lead(tell: Telling, judgement: Warned) -> Claim:
    words, summary = tell.report.words, judgement.lead_time.summary
    never = one(summary, term="never_alerted")
    said = {"share": tell_listed(tell, judgement.share), "never": tell.share(never)}
    if not (summary["term"] == "median_days").any():
        text = words("warning-judging-lead-claim-none", **said)
        return Claim("judging-lead", text, words("warning-judging-lead-meaning-none"), "bad")
    if not tell.calendar:
        text = words("warning-judging-lead-claim-tenure", ahead=tell.ahead, **said)
        meaning = words("warning-judging-lead-meaning-tenure", ahead=tell.ahead)
        return Claim("judging-lead", text, meaning, headline=False)
    median = one(summary, term="median_days")
    text = words("warning-judging-lead-claim", median=_tell_days(tell, median), **said)
    early = median["estimate"] >= _EARLY * tell.horizon
    kind = "early" if early else ("late-silence" if _lost_by_silence(tell) else "late")
    meaning = words(f"warning-judging-lead-meaning-{kind}", ahead=tell.ahead)
    return Claim("judging-lead", text, meaning, "good" if early else "watch")


def _tell_days(tell: Telling, row: pd.Series) -> str:
    """``22 days (20 to 24 days)``; lead times are whole days."""
    interval = tell.report.words.interval(
        row["conf_low"], row["conf_high"], "duration", unit="day", digits=0
    )
    return tell.with_range(tell.days(row["estimate"]), interval)


def _lost_by_silence(tell: Telling) -> bool:
    churn = tell.report.study.churn
    return churn is not None and churn.kind == "silence"


def _draw_lead(tell: Telling, judgement: Warned) -> Figure:
    report, words = tell.report, tell.report.words
    lead = judgement.lead_time
    n = float(one(lead.summary, term="alerted")["n"])
    bars = [(_name_period(tell, row), float(row["n"]) / n) for _, row in lead.spread.iterrows()]
    never = one(lead.summary, term="never_alerted")
    bars.append((words("warning-judging-lead-never"), float(never["estimate"])))
    frame = pd.DataFrame(bars, columns=["label", "estimate"])
    chart, ax = new_chart(words, height=0.9 + 0.31 * len(frame))
    plot_bars(ax, frame, write=lambda share: words.percent(share, 0), highlight=[bars[-1][0]])
    told = [
        words("warning-judging-lead-alt-bar", period=name, share=words.percent(share, 0))
        for name, share in bars
    ]
    return finish_chart(
        chart,
        id="fig-judging-lead",
        claim=words(
            "warning-judging-lead-title",
            alerted=words.percent(one(lead.summary, term="alerted")["estimate"], 0),
            share=tell_listed(tell, judgement.share),
        ),
        subtitle=words("warning-judging-lead-subtitle", n=words.number(n)),
        alt=words("warning-judging-lead-alt", bars=words.list(told)),
        source=report.source_line,
    )


def _name_period(tell: Telling, row: pd.Series) -> str:
    first = tell.report.words.number(row["days_from"] + 1)
    last = tell.report.words.number(row["days_to"])
    return tell.report.words("warning-judging-lead-period", first=first, last=last)


def _tabulate_notice(tell: Telling, judgement: Warned) -> Table:
    words, notice = tell.report.words, judgement.notice
    days = sorted(notice["days"].unique())
    cells = [
        (tell_listed(tell, share), *(tell.share(one(part, days=day)) for day in days))
        for share, part in notice.groupby(notice["share"].astype(float))
        if len(part) == len(days)
    ]
    heads = [
        words("warning-judging-head-ahead", days=tell.days(day))
        if day
        else words("warning-judging-head-alerted")
        for day in days
    ]
    return Table(
        id="tbl-judging-notice",
        caption=words("warning-judging-notice-caption"),
        columns=(
            Column(words("warning-judging-head-listed"), "left"),
            *(Column(head) for head in heads),
        ),
        rows=tuple(cells),
        source=tell.report.source_line,
        note=words("warning-judging-notice-note", level=tell.level()),
    )


def _claim_stability(tell: Telling, stability: pd.DataFrame) -> Claim:
    words = tell.report.words
    kept, chance = one(stability, term="kept"), one(stability, term="kept_by_chance")
    text = words(
        f"warning-judging-stability-claim{'-in-time' if tell.lead_days else ''}",
        kept=tell.share(kept),
        lost=tell.share(one(stability, term="lost_since")),
        dropped=tell.share(one(stability, term="dropped")),
    )
    steady = kept["conf_low"] > chance["estimate"]
    gone = one(stability, term="lost_since")["estimate"] > 0.5
    rare = "once" if tell.lead_days else "chance"  # past warning by the next look
    kind = "gone" if gone else ("steady" if steady else rare)
    meaning = words(
        f"warning-judging-stability-meaning-{kind}", chance=words.percent(chance["estimate"])
    )
    tone: Tone = "good" if kind == "steady" else "watch"
    return Claim("judging-stability", text, meaning, tone, headline=False)

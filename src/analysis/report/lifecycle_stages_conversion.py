"""First contact to first purchase, first purchase to second, and back after a loss."""

import pandas as pd

from analysis.report.blocks import Block, Figure, Heading, Paragraph
from analysis.report.charts import (
    ACCENT,
    NEUTRAL,
    add_risk_table,
    finish_chart,
    format_ticks,
    label_axes,
    new_chart,
    plot_steps_with_band,
)
from analysis.report.lifecycle_stages import Telling, open_section, withhold
from analysis.report.time_to_churn import Claim, Section

_LEAST_EVENTS = 30
_WATCH = (365, 180, 90, 30)
_LATEST_DAYS = 730
_KEYS = {
    "purchase": ("conversion", "prospects", "again"),
    "contract": ("signing", "signers", "renewal"),
}


def conversion_section(
    tell: Telling,
    *,
    prospects: pd.DataFrame,
    again: pd.DataFrame,
    quantiles: pd.DataFrame,
    returns: pd.DataFrame,
    width: int,
) -> Section:
    """The four results of ``estimate_conversion``; those that are empty are said to be missing."""
    report, words = tell.report, tell.report.words
    section, first, second = _KEYS[tell.kind]
    if again.empty and prospects.empty:
        return withhold(tell, section, section)
    blocks: list[Block] = open_section(report, section)
    claims = []
    for key, curve in ((first, prospects), (second, again)):
        blocks.append(Heading(f"stages-{key}", words(f"stages-heading-{key}"), 3))
        if curve.empty:
            blocks.append(Paragraph(words(f"stages-curve-{key}-missing")))
            continue
        claim = _curve_claim(tell, key, curve, quantiles)
        claims.append(claim)
        blocks += [*claim.blocks(), _curve_chart(tell, key, curve)]
    blocks.append(Heading("stages-winback", words("stages-heading-winback"), 3))
    # A bin that few were watched in, or for a part of its width only, swings too far to be shown.
    told = returns[returns["exposure"] >= tell.minimum * width] if len(returns) else returns
    if told.empty or int(told["n_events"].sum()) < tell.minimum:
        blocks.append(Paragraph(words("stages-winback-missing", loss=tell.stage(tell.loss))))
    else:
        claim = _return_claim(tell, told, width)
        claims.append(claim)
        blocks += [*claim.blocks(), _return_chart(tell, told, width)]
    return Section(tuple(blocks), tuple(claims))


def _watched(tell: Telling, curve: pd.DataFrame) -> pd.Series:
    """The curve's row at the longest usual period after which enough are still watched."""
    enough = curve[curve["n_at_risk"] >= tell.minimum]
    return enough[enough["time"] <= _watch_days(tell, curve)].iloc[-1]


def _curve_claim(tell: Telling, key: str, curve: pd.DataFrame, quantiles: pd.DataFrame) -> Claim:
    words = tell.report.words
    row = _watched(tell, curve)
    time = tell.at(_watch_days(tell, curve))
    text = words(
        f"stages-curve-{key}-claim",
        time=time,
        share=tell.share(_turned(row)),
        not_yet=tell.share(row),
        n=words.number(curve["n_at_risk"].iloc[0]),
    )
    stratum = curve["stratum"].iloc[0]
    found = quantiles[(quantiles["stratum"] == stratum) & quantiles["estimate"].notna()]
    if found.empty:
        return Claim(key, text, words(f"stages-curve-{key}-meaning-unknown"))
    best = found.sort_values("share").iloc[-1]
    half = best["share"] == 0.5
    part = words("stages-half" if half else "stages-quarter")
    return Claim(
        key, text, words(f"stages-curve-{key}-meaning", part=part, time=tell.length_range(best))
    )


def _watch_days(tell: Telling, curve: pd.DataFrame) -> float:
    last = float(curve.loc[curve["n_at_risk"] >= tell.minimum, "time"].max())
    return next((float(days) for days in _WATCH if days <= last), last)


def _turned(row: pd.Series) -> pd.Series:
    """A row of shares not yet there as a row of shares there."""
    return pd.Series(
        {
            "estimate": 1 - row["estimate"],
            "conf_low": 1 - row["conf_high"],
            "conf_high": 1 - row["conf_low"],
        }
    )


def _curve_chart(tell: Telling, key: str, curve: pd.DataFrame) -> Figure:
    report, words = tell.report, tell.report.words
    shown = curve[(curve["n_at_risk"] >= tell.minimum) & (curve["time"] <= _LATEST_DAYS)]
    turned = shown.assign(
        estimate=1 - shown["estimate"],
        conf_low=1 - shown["conf_high"],
        conf_high=1 - shown["conf_low"],
    )
    fig, ax = new_chart(words, height=2.9)
    plot_steps_with_band(ax, turned, bands="pointwise")
    top = float(turned["conf_high"].max())
    ax.set_ylim(0, 1.0 if top > 0.7 else 1.25 * top)
    label_axes(ax, x=words(f"stages-curve-{key}-axis-x"), y=words(f"stages-curve-{key}-axis-y"))
    format_ticks(ax, y="percent")
    last = float(shown["time"].max())
    steps = [round(last * part / 4) for part in range(5)]
    at_risk = pd.DataFrame(
        [[_at_risk(shown, time) for time in steps]], index=[words("stages-watched")], columns=steps
    )
    add_risk_table(ax, at_risk, minimum=tell.minimum, title=words("common-at-risk"))
    row = _turned(_watched(tell, curve))
    time = tell.at(_watch_days(tell, curve))
    return finish_chart(
        fig,
        id=f"fig-{key}",
        claim=words(
            f"stages-curve-{key}-title", share=words.percent(row["estimate"], 0), time=time
        ),
        subtitle=words(f"stages-curve-{key}-subtitle", level=tell.level()),
        alt=words(f"stages-curve-{key}-alt", share=words.percent(row["estimate"]), time=time),
        source=report.source_line,
    )


def _at_risk(curve: pd.DataFrame, time: float) -> int:
    later = curve[curve["time"] >= time]
    return int(later["n_at_risk"].iloc[0]) if len(later) else 0


def _rate(tell: Telling, row: pd.Series, width: int) -> str:
    words = tell.report.words
    return tell.with_range(
        words.percent(row["estimate"] * width, 1),
        words.interval(row["conf_low"] * width, row["conf_high"] * width, digits=1),
    )


def _return_claim(tell: Telling, told: pd.DataFrame, width: int) -> Claim:
    words = tell.report.words
    known = told[told["n_events"] >= _LEAST_EVENTS]
    known = known if len(known) else told
    first, last = known.iloc[0], known.iloc[-1]
    text = words(
        "stages-winback-claim",
        loss=tell.stage(tell.loss),
        width=tell.at(width),
        first=_rate(tell, first, width),
        last=_rate(tell, last, width),
        low=words.number(last["time_from"]),
        high=tell.at(last["time_to"]),
    )
    falls = last["conf_high"] < first["conf_low"]
    return Claim(
        "winback", text, words("stages-winback-meaning" if falls else "stages-winback-meaning-even")
    )


def _return_chart(tell: Telling, told: pd.DataFrame, width: int) -> Figure:
    report, words = tell.report, tell.report.words
    fig, ax = new_chart(words, height=2.8)
    centre = told["time"].to_numpy(float)
    span = (told["time_to"] - told["time_from"]).to_numpy(float)
    rates = told[["estimate", "conf_low", "conf_high"]] * width
    ax.bar(centre, rates["estimate"], span * 0.86, color=ACCENT)
    ax.vlines(centre, rates["conf_low"], rates["conf_high"], color=NEUTRAL, linewidth=1.0)
    ax.set_ylim(0, 1.35 * max(float(rates["estimate"].max()), 1e-9))
    label_axes(
        ax, x=words("stages-winback-axis-x"), y=words("stages-winback-axis-y", width=tell.at(width))
    )
    format_ticks(ax, y="percent")
    first = told.iloc[0]
    return finish_chart(
        fig,
        id="fig-winback",
        claim=words(
            "stages-winback-title",
            share=words.percent(first["estimate"] * width, 1),
            width=tell.at(width),
        ),
        subtitle=words("stages-winback-subtitle", width=tell.at(width), level=tell.level()),
        alt=words(
            "stages-winback-alt",
            first=words.percent(first["estimate"] * width),
            last=words.percent(told["estimate"].iloc[-1] * width),
        ),
        source=report.source_line,
    )

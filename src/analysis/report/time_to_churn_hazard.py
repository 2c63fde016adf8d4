"""When customers leave: the hazard by tenure, and where it is highest."""

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from analysis.report.blocks import Block, Figure, KeyFigure, Paragraph
from analysis.report.charts import (
    ACCENT,
    NEUTRAL,
    PALE,
    finish_chart,
    format_ticks,
    label_axes,
    new_chart,
    plot_steps_with_band,
)
from analysis.report.report import Report
from analysis.report.time_to_churn import EVERYONE, Claim, Section, Telling, only, open_section

_LEAST_EVENTS = 10


@dataclass(frozen=True)
class Cliff:
    """The bin of tenure with the highest hazard, against all the others.

    ``stands_out`` is whether its interval lies wholly above the hazard of the rest.
    """

    row: pd.Series
    rest: float
    stands_out: bool


def find_cliff(hazard: pd.DataFrame) -> Cliff | None:
    """The riskiest bin of ``hazard`` (rows of one stratum) with enough losses to be told.

    None when no bin has ten losses, or there is no other bin.
    """
    told = hazard[hazard["n_events"] >= _LEAST_EVENTS]
    if told.empty or len(hazard) < 2:
        return None
    row = told.iloc[int(told["estimate"].to_numpy().argmax())]
    others = hazard.drop(index=row.name)
    rest = float(others["n_events"].sum() / others["exposure"].sum())
    return Cliff(row, rest, bool(row["conf_low"] > rest))


def hazard_section(
    report: Report, *, hazard: pd.DataFrame, cumulative_hazard: pd.DataFrame
) -> Section:
    """The risk of leaving in each bin of tenure, and how it adds up (Nelson-Aalen)."""
    bins = only(hazard, stratum=EVERYONE)
    shown = bins[bins["n"] >= report.study.minimum_cell]
    tell = Telling(report, float(bins["time_to"].max()))
    cliff = find_cliff(shown)
    claim = Claim("hazard", _sentence(tell, cliff), _meaning(tell, cliff))
    blocks: list[Block] = [
        *open_section(report, "hazard"),
        *claim.blocks(),
        _chart(tell, shown, only(cumulative_hazard, stratum=EVERYONE), cliff),
    ]
    if tell.silence:
        blocks.append(Paragraph(report.words("churn-hazard-silence")))
    return Section(tuple(blocks), (claim,))


def hazard_key_figure(report: Report, *, hazard: pd.DataFrame, at_times: pd.DataFrame) -> KeyFigure:
    """For the cover: the riskiest time to leave.

    For churn by silence, whose riskiest time the definition makes, and where no time has losses
    enough: the share still customers at the last time known.
    """
    words = report.words
    bins = only(hazard, stratum=EVERYONE)
    tell = Telling(report, float(bins["time_to"].max()))
    cliff = None if tell.silence else find_cliff(bins)
    if cliff is None:
        kept = only(at_times, stratum=EVERYONE).dropna(subset=["estimate"]).iloc[-1]
        return KeyFigure(
            label=words("churn-key-survival", time=tell.at(kept["time"])),
            value=words.percent(kept["estimate"]),
            interval=words.interval(kept["conf_low"], kept["conf_high"]),
            note=words("churn-key-survival-note", n=words.number(kept["n"])),
        )
    return KeyFigure(
        label=words("churn-key-cliff", period=say_bin(tell, cliff.row)),
        value=_rate(tell, cliff.row["estimate"]),
        interval=_rate_range(tell, cliff.row),
        note=words("churn-key-cliff-note", period=tell.hazard_period),
    )


def say_bin(tell: Telling, row: pd.Series) -> str:
    """A bin of tenure in words: ``month 1``, ``months 7 to 12``, ``days 91 to 120``."""
    words = tell.report.words
    unit = tell.report.study.time_unit
    low, high = round(row["time_from"]) + 1, round(row["time_to"])
    if low == high:
        return words(f"churn-bin-{unit}", at=words.number(high))
    return words(f"churn-bin-{unit}s", low=words.number(low), high=words.number(high))


def _rate(tell: Telling, hazard: float) -> str:
    return tell.report.words.percent(hazard * tell.hazard_scale)


def _rate_range(tell: Telling, row: pd.Series) -> str:
    low, high = row["conf_low"] * tell.hazard_scale, row["conf_high"] * tell.hazard_scale
    return tell.report.words.interval(low, high)


def _values(tell: Telling, cliff: Cliff) -> dict[str, str]:
    words = tell.report.words
    return {
        "bin": say_bin(tell, cliff.row),
        "rate": tell.with_range(_rate(tell, cliff.row["estimate"]), _rate_range(tell, cliff.row)),
        "rest": _rate(tell, cliff.rest),
        "period": tell.hazard_period,
        "times": words.number(cliff.row["estimate"] / cliff.rest, 1) if cliff.rest else "–",
    }


def _sentence(tell: Telling, cliff: Cliff | None) -> str:
    words = tell.report.words
    if cliff is None:
        return words("churn-hazard-too-few")
    key = "churn-hazard-claim" if cliff.stands_out else "churn-hazard-even"
    return words(key, **_values(tell, cliff))


def _meaning(tell: Telling, cliff: Cliff | None) -> str:
    words = tell.report.words
    if cliff is None or not cliff.stands_out:
        return words("churn-hazard-meaning-even")
    if tell.silence:
        return words("churn-hazard-meaning-silence")
    n = words.number(cliff.row["n_events"])
    return words("churn-hazard-meaning", bin=say_bin(tell, cliff.row), n=n)


def _title(tell: Telling, cliff: Cliff | None) -> str:
    words = tell.report.words
    if cliff is None or not cliff.stands_out:
        return words("churn-hazard-title-even")
    return words("churn-hazard-title", **_values(tell, cliff))


def _chart(
    tell: Telling, bins: pd.DataFrame, cumulative: pd.DataFrame, cliff: Cliff | None
) -> Figure:
    report, words = tell.report, tell.report.words
    fig, (upper, lower) = new_chart(words, height=4.6, rows=2, share_x=True)
    _draw_bars(tell, upper, bins, cliff)
    plot_steps_with_band(
        lower,
        cumulative.assign(time=cumulative["time"] * tell.scale),
        names={EVERYONE: words("churn-everyone")},
        bands="pointwise",
    )
    lower.set_ylim(0, None)
    label_axes(lower, x=words(f"churn-axis-{tell.unit}"), y=words("churn-axis-cumulative"))
    first, last = bins.iloc[0], bins.iloc[-1]
    return finish_chart(
        fig,
        id="fig-hazard",
        claim=_title(tell, cliff),
        subtitle=words("churn-hazard-subtitle", period=tell.hazard_period, level=tell.level()),
        alt=words(
            "churn-hazard-alt",
            first=_rate(tell, first["estimate"]),
            first_bin=say_bin(tell, first),
            last=_rate(tell, last["estimate"]),
            last_bin=say_bin(tell, last),
            sum=words.number(cumulative["estimate"].iloc[-1], 2),
        ),
        source=report.source_line,
    )


def _draw_bars(tell: Telling, ax: Axes, bins: pd.DataFrame, cliff: Cliff | None) -> None:
    centres = bins["time"].to_numpy(float) * tell.scale
    widths = (bins["time_to"] - bins["time_from"]).to_numpy(float) * tell.scale
    rates = bins[["estimate", "conf_low", "conf_high"]] * tell.hazard_scale
    peak = cliff.row.name if cliff is not None and cliff.stands_out else None
    colors = [ACCENT if at == peak else PALE for at in bins.index]
    ax.bar(centres, rates["estimate"], widths * 0.86, color=colors)
    ax.vlines(centres, rates["conf_low"], rates["conf_high"], color=NEUTRAL, linewidth=0.7)
    # The interval of a bin with few customers may dwarf the rest; the axis follows the estimates.
    ax.set_ylim(0, 1.35 * max(float(rates["estimate"].max()), 1e-9))
    label_axes(ax, y=tell.report.words("churn-axis-hazard", period=tell.hazard_period))
    format_ticks(ax, y="percent")

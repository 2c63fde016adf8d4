"""Where today's customers will be, with bands, and what such forecasts were worth before."""

import pandas as pd
from matplotlib.axes import Axes
from scipy import stats

from analysis.report.blocks import Block, Column, Figure, KeyFigure, Paragraph, Table
from analysis.report.charts import finish_chart, label_axes, new_chart
from analysis.report.lifecycle_stages import Telling, open_section, order_stages, withhold
from analysis.report.time_to_churn import Check, Claim, Section

_FAN = ((0.95, 0.16), (0.8, 0.22), (0.5, 0.3))


def forecast_section(tell: Telling, *, path: pd.DataFrame, backtest: pd.DataFrame) -> Section:
    """The forecast's ``path`` and ``backtest``, as of ``estimate_stage_forecast``."""
    report, words = tell.report, tell.report.words
    if path.empty:
        return withhold(tell, "forecast", "forecast-tenure")
    ends = order_stages(tell, path[path["time"] == tell.horizon], "stratum")
    begins = path[path["time"] == 0].set_index("stratum")["estimate"]
    shown = [
        row["stratum"]
        for _, row in ends.iterrows()
        if max(row["estimate"], begins[row["stratum"]]) >= tell.minimum
    ]
    ends = ends[ends["stratum"].isin(shown)]
    claim = _claim(tell, ends, begins)
    blocks: list[Block] = [
        *open_section(
            report, "forecast", words("stages-forecast-lead", time=tell.at(tell.horizon))
        ),
        *claim.blocks(),
        _fan(tell, path, shown),
        _table(tell, ends, begins),
    ]
    if backtest.empty:
        blocks.append(Paragraph(words("stages-backtest-none")))
        check = Check(
            words("stages-check-backtest"),
            words("stages-backtest-none-short"),
            None,
            words("stages-done-backtest-none"),
        )
        return Section(tuple(blocks), (claim,), (check,))
    latest = backtest[backtest["origin"] == backtest["origin"].max()]
    blocks += [
        Paragraph(_backtest_text(tell, backtest, latest)),
        _backtest_table(tell, latest),
    ]
    return Section(tuple(blocks), (claim,), (_check(tell, backtest, latest),))


def active_key_figure(tell: Telling, *, path: pd.DataFrame, today: pd.DataFrame) -> KeyFigure:
    """For the cover: the share of today's customers who will not be lost at the horizon; where
    there is no forecast, those who are not lost today, a count."""
    words = tell.report.words
    total = float(today["n"].sum())
    active = total - float(today.loc[today["state"] == tell.loss, "n"].sum())
    if path.empty:
        return KeyFigure(
            label=words("stages-key-active"),
            value=words.percent(active / total),
            interval=words("stages-key-counted"),
            note=words("stages-key-active-note", n=words.number(active), all=words.number(total)),
        )
    lost = path[(path["stratum"] == tell.loss) & (path["time"] == tell.horizon)].iloc[0]
    return KeyFigure(
        label=words("stages-key-forecast", time=tell.at(tell.horizon)),
        value=words.percent(1 - lost["estimate"] / total),
        interval=words.interval(1 - lost["conf_high"] / total, 1 - lost["conf_low"] / total),
        note=words("stages-key-forecast-note", share=words.percent(active / total)),
    )


def _claim(tell: Telling, ends: pd.DataFrame, begins: pd.Series) -> Claim:
    words = tell.report.words
    row = ends[ends["stratum"] == tell.loss]
    if row.empty:
        row = ends.head(1)
    lost = row.iloc[0]
    now = float(begins[lost["stratum"]])
    direction = "down" if lost["conf_high"] < now else "same"
    direction = "up" if lost["conf_low"] > now else direction
    values = {
        "time": tell.at(tell.horizon),
        "stage": tell.stage(lost["stratum"]),
        "count": tell.count_range(lost),
        "now": words.number(now),
        "all": words.number(lost["n"]),
    }
    return Claim(
        "forecast",
        words(f"stages-forecast-claim-{direction}", **values),
        words("stages-forecast-meaning", **values),
    )


def _fan(tell: Telling, path: pd.DataFrame, shown: list[str]) -> Figure:
    report, words = tell.report, tell.report.words
    columns = 3 if len(shown) > 4 else 2
    rows = -(-len(shown) // columns)
    fig, axes = new_chart(words, height=1.75 * rows + 0.5, rows=rows, columns=columns)
    panels = list(axes) if rows * columns > 1 else [axes]
    for ax in panels[len(shown) :]:
        ax.set_visible(False)
    for ax, stage in zip(panels, shown, strict=False):
        _panel(tell, ax, path[path["stratum"] == stage])
        ax.set_title(tell.stage(stage))
    for ax in panels[max(len(shown) - columns, 0) : len(shown)]:
        label_axes(ax, x=words(f"stages-forecast-axis-{tell.unit}"))
    last = path[path["time"] == tell.horizon]
    return finish_chart(
        fig,
        id="fig-forecast",
        claim=_fan_title(tell, path),
        subtitle=words("stages-forecast-subtitle", time=tell.at(tell.horizon)),
        alt=words(
            "stages-forecast-alt",
            points=words.list(
                f"{tell.stage(row['stratum'])} {tell.count_range(row)}"
                for _, row in last.iterrows()
                if row["stratum"] in shown
            ),
        ),
        source=report.source_line,
        note=words("stages-forecast-note"),
    )


def _fan_title(tell: Telling, path: pd.DataFrame) -> str:
    words = tell.report.words
    part = path[path["stratum"] == tell.loss]
    now, then = part["estimate"].iloc[0], part["estimate"].iloc[-1]
    return words(
        "stages-forecast-title",
        stage=tell.stage(tell.loss),
        now=words.number(now),
        then=words.number(then),
        time=tell.at(tell.horizon),
    )


def _panel(tell: Telling, ax: Axes, part: pd.DataFrame) -> None:
    color, n = tell.color(str(part["stratum"].iloc[0])), float(part["n"].iloc[0])
    times = part["time"].to_numpy(float)
    centre, spread = part["estimate"].to_numpy(float), part["std_error"].to_numpy(float)
    for level, opacity in _FAN:
        reach = stats.norm.ppf(0.5 + level / 2) * spread
        low, high = (centre - reach).clip(0, n), (centre + reach).clip(0, n)
        ax.fill_between(times, low, high, color=color, alpha=opacity, lw=0)
    ax.plot(times, centre, color=color)
    ax.set_xlim(0, times.max())
    # From zero, so that the fan's width can be judged against the stage's size.
    ax.set_ylim(0, 1.12 * float((centre + 1.96 * spread).clip(0, n).max()))
    ax.annotate(
        tell.report.words.number(centre[-1]),
        (times[-1], centre[-1]),
        xytext=(-3, 5),
        textcoords="offset points",
        ha="right",
    )


def _table(tell: Telling, ends: pd.DataFrame, begins: pd.Series) -> Table:
    report, words = tell.report, tell.report.words
    rows = tuple(
        (
            tell.stage(row["stratum"]),
            words.count_or_suppressed(begins[row["stratum"]], tell.minimum),
            words.number(row["estimate"]),
            words.interval(row["conf_low"], row["conf_high"], "number"),
        )
        for _, row in ends.iterrows()
    )
    return Table(
        id="tbl-forecast",
        caption=words("stages-forecast-caption", time=tell.at(tell.horizon)),
        columns=(
            Column(words("stages-head-stage"), "left"),
            Column(words("stages-head-today")),
            Column(words("stages-head-expected", time=tell.at(tell.horizon))),
            Column(words("stages-head-band", level=tell.level())),
        ),
        rows=rows,
        source=report.source_line,
    )


def _shares_missed(frame: pd.DataFrame) -> pd.Series:
    """By origin: the share of the base that was forecast in another stage than it was found in."""
    wrong = (frame["actual"] - frame["estimate"]).abs().groupby(frame["origin"]).sum() / 2
    return wrong / frame.groupby("origin")["n_before"].sum()


def _backtest_text(tell: Telling, backtest: pd.DataFrame, latest: pd.DataFrame) -> str:
    words = tell.report.words
    missed = _shares_missed(backtest)
    lead = int(backtest["lead"].iloc[0])
    key = "stages-backtest-text" if lead == tell.horizon else "stages-backtest-text-shorter"
    return words(
        key,
        time=tell.at(lead),
        date=words.date(int(latest["origin"].iloc[0])),
        n=len(missed),
        latest=words.percent(missed.iloc[-1]),
        worst=words.percent(missed.max()),
        horizon=tell.at(tell.horizon),
    )


def _check(tell: Telling, backtest: pd.DataFrame, latest: pd.DataFrame) -> Check:
    words = tell.report.words
    told = latest[(latest["n_before"] >= tell.minimum) | (latest["actual"] >= tell.minimum)]
    inside = int(told["inside"].sum())
    passed = inside == len(told)
    return Check(
        words("stages-check-backtest"),
        words(
            "stages-backtest-result",
            inside=words.number(inside),
            all=words.number(len(told)),
            missed=words.percent(_shares_missed(backtest).iloc[-1]),
        ),
        passed,
        words("stages-done-backtest" if passed else "stages-done-backtest-failed"),
    )


def _backtest_table(tell: Telling, latest: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    rows = []
    for _, row in order_stages(tell, latest, "state").iterrows():
        if max(row["n_before"], row["actual"]) < tell.minimum:
            continue
        few = 0 < row["actual"] < tell.minimum
        rows.append(
            (
                tell.stage(row["state"]),
                words.count_or_suppressed(row["n_before"], tell.minimum),
                words.number(row["estimate"]),
                words.interval(row["conf_low"], row["conf_high"], "number"),
                words.count_or_suppressed(row["actual"], tell.minimum),
                "–" if few else words("stages-yes" if row["inside"] else "stages-no"),
            )
        )
    lead = int(latest["lead"].iloc[0])
    return Table(
        id="tbl-backtest",
        caption=words(
            "stages-backtest-caption",
            date=words.date(int(latest["origin"].iloc[0])),
            time=tell.at(lead),
        ),
        columns=(
            Column(words("stages-head-stage"), "left"),
            Column(words("stages-head-then")),
            Column(words("stages-head-forecast")),
            Column(words("stages-head-band", level=tell.level())),
            Column(words("stages-head-happened")),
            Column(words("stages-head-inside")),
        ),
        rows=tuple(rows),
        source=report.source_line,
    )

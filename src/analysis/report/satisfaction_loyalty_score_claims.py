"""The sentences about the headline scores, and which of their rows are told."""

import pandas as pd

from analysis.report.satisfaction_loyalty import Telling, highest, lowest
from analysis.report.time_to_churn import Claim

NET_PROMOTER = "net_promoter_score"
_GROUPS = ("promoters", "passives", "detractors")


def main_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """The weighted rows, or the unweighted where nothing was weighted."""
    if "weighting" not in frame or frame.empty:
        return frame
    weighted = frame[frame["weighting"] == "weighted"]
    return weighted if len(weighted) else frame


def everybody(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows about all respondents."""
    return frame[frame["stratum"] == "all"] if len(frame) else frame


def tell_score(tell: Telling, row: pd.Series) -> tuple[str, str]:
    """A score and its range, in its unit."""
    words = tell.report.words
    low, high = row["conf_low"], row["conf_high"]
    if row["unit"] == "share":
        return words.percent(row["estimate"]), words.interval(low, high)
    if row["unit"] == "percent":
        ends = (low / 100, high / 100)
        return words.percent(row["estimate"] / 100), words.interval(*ends)
    digits = 1 if row["unit"] == "points" else 2
    interval = words.interval(low, high, "number", digits=digits)
    return words.number(row["estimate"], digits), interval


def claim_satisfaction(tell: Telling, scores: pd.DataFrame) -> Claim | None:
    """How many are satisfied; None where the study asks no such question."""
    words = tell.report.words
    rows = everybody(scores[scores["role"] == "csat"]) if len(scores) else scores
    if rows.empty:
        return None
    row = rows.iloc[0]
    value, interval = tell_score(tell, row)
    key = "measure-csat-share" if row["unit"] == "share" else "measure-csat-mean"
    text = words(key, value=tell.with_range(value, interval), item=tell.name(row["item"]))
    return Claim("scores-satisfaction", text, words("measure-csat-meaning"))


def claim_recommendation(tell: Telling, scores: pd.DataFrame) -> Claim | None:
    """The net promoter score, or who would recommend where it cannot be computed."""
    words = tell.report.words
    rows = everybody(scores[scores["role"] == "recommend"]) if len(scores) else scores
    if rows.empty:
        return None
    by_term = {str(row["term"]): row for _, row in rows.iterrows()}
    if NET_PROMOTER not in by_term:
        row = rows.iloc[0]
        value = tell.with_range(*tell_score(tell, row))
        text = words("measure-recommend-claim", value=value, item=tell.name(row["item"]))
        return Claim("scores-recommend", text, words("measure-recommend-meaning"))
    row = by_term[NET_PROMOTER]
    shares = {name: words.percent(by_term[name]["estimate"], 0) for name in _GROUPS}
    text = words("measure-nps-claim", value=tell.with_range(*tell_score(tell, row)), **shares)
    return Claim("scores-recommend", text, words("measure-nps-meaning"))


def claim_constructs(tell: Telling, means: pd.DataFrame, differences: pd.DataFrame) -> Claim:
    """The highest and the lowest of the levers (of all constructs, where none is named)."""
    words = tell.report.words
    levers = [term for term in means["term"] if term in tell.survey.roles.levers]
    chosen = means[means["term"].isin(levers)] if len(levers) > 1 else means
    best = highest(chosen)
    worst = lowest(chosen)
    text = words(
        "measure-constructs-claim",
        best=tell.name(best["term"]),
        most=tell.number_range(best, 1),
        worst=tell.name(worst["term"]),
        least=tell.number_range(worst, 1),
    )
    return Claim("scores-constructs", text, _difference(tell, differences, best, worst))


def _difference(tell: Telling, differences: pd.DataFrame, best: pd.Series, worst: pd.Series) -> str:
    words = tell.report.words
    pair = {best["term"], worst["term"]}
    for _, row in differences.iterrows():
        if {row["left"], row["right"]} != pair:
            continue
        sign = 1 if row["left"] == best["term"] else -1
        low, high = sorted((sign * row["conf_low"], sign * row["conf_high"]))
        size = tell.with_range(
            words.number(sign * row["estimate"], 1), words.interval(low, high, "number", digits=1)
        )
        key = "measure-difference-clear" if low > 0 else "measure-difference-unclear"
        return words(key, size=size)
    return words("measure-difference-none")


def claim_gaps(tell: Telling, gaps: pd.DataFrame) -> Claim:
    """Where service falls furthest short of what was expected."""
    words = tell.report.words
    dimensions = gaps[gaps["level"] == "dimension"]
    worst = lowest(dimensions)
    short = int((dimensions["conf_high"] < 0).sum())
    text = words(
        "measure-gaps-claim",
        short=words.number(short),
        n=words.number(len(dimensions)),
        worst=tell.name(worst["term"]),
        gap=tell.number_range(worst, 1),
    )
    return Claim("scores-gaps", text, words("measure-gaps-meaning"))

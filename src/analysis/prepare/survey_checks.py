"""Items that go against the others of their construct: worded the other way round, undeclared."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import DataError, list_faults

OPPOSED_COLUMNS = ("item", "construct", "estimate", "conf_high", "n", "reversed")
_CONFIDENCE = 0.99
_FEWEST = 20  # respondents; below, no correlation can be told from nothing


def find_opposed_items(frame: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Items whose answers fall where those of their construct rise, in ``OPPOSED_COLUMNS``.

    ``frame`` and ``items`` as of ``SurveyResponses``. ``estimate`` is the correlation of the item
    with the mean of the others, those that go with it apart; listed where its upper confidence
    limit (99 %, Fisher's z) is below zero. Which items go together is the sign of the first
    principal component: the smaller group is the one turned round, the later one in a tie.
    """
    rows = [
        row
        for construct, own in items.dropna(subset=["construct"]).groupby("construct", sort=False)
        for row in _find_in(frame, list(own["item"]), str(construct))
    ]
    found = pd.DataFrame(rows, columns=list(OPPOSED_COLUMNS[:-1]))
    declared = set(items.loc[items["reversed"], "item"])
    return found.assign(reversed=found["item"].isin(declared))


def _find_in(
    frame: pd.DataFrame, own: list[str], construct: str
) -> list[tuple[str, str, float, float, int]]:
    own = [item for item in own if frame[item].nunique() > 1]
    if len(own) < 2:
        return []
    answers = frame[own].astype("float64")
    correlations = answers.corr(min_periods=_FEWEST).fillna(0.0).to_numpy()
    first = np.linalg.eigh(correlations)[1][:, -1]
    up = first >= 0 if (first >= 0).sum() * 2 != len(own) else (first >= 0) == (first[0] >= 0)
    with_most = up if up.sum() * 2 >= len(own) else ~up
    rest = answers.loc[:, with_most].mean(axis=1)
    found = []
    for place in map(int, np.flatnonzero(~with_most)):
        pair = pd.DataFrame({"item": answers.iloc[:, place], "rest": rest}).dropna()
        if len(pair) < _FEWEST or pair.nunique().min() < 2:
            continue
        correlation = float(pair["item"].corr(pair["rest"]))
        limit = _upper_limit(correlation, len(pair))
        if limit < 0:
            found.append((own[place], construct, correlation, limit, len(pair)))
    return found


def _upper_limit(correlation: float, n: int) -> float:
    """Fisher (1921): atanh(r) is nearly normal with standard error 1 / sqrt(n - 3)."""
    z = np.arctanh(np.clip(correlation, -0.999999, 0.999999))
    return float(np.tanh(z + stats.norm.ppf(0.5 + _CONFIDENCE / 2) / np.sqrt(n - 3)))


def check_survey_items(frame: pd.DataFrame, items: pd.DataFrame) -> None:
    """Raise DataError naming every item that ``find_opposed_items`` finds."""
    found = find_opposed_items(frame, items)
    if found.empty:
        return
    told = [
        f"item {row['item']} of construct {row['construct']} goes against the others"
        f" (r = {row['estimate']:.2f}, n = {row['n']:,}): {_remedy(row['reversed'])}"
        for row in found.to_dict("records")
    ]
    raise DataError(list_faults("the answers contradict survey: in study.yml:", told))


def _remedy(declared: bool) -> str:
    if declared:
        return "it is declared under survey: reversed; is it really worded the other way round?"
    return "is it worded the other way round? declare it under survey: reversed"

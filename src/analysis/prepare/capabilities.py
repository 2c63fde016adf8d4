"""What can be done with a study's tables, and why the rest cannot."""

import numpy as np
import pandas as pd

from analysis.prepare.landmark_days import list_month_ends
from analysis.prepare.silence import day_number
from analysis.schema import GIVEN_TABLES
from analysis.study import SilenceRule, Study

FEWEST_RESPONDENTS = 30  # fewer say nothing about how answers go together


def find_capabilities(frames: dict[str, pd.DataFrame], study: Study, as_of: int) -> dict[str, str]:
    """For every kind of analysis the reason it cannot be done, or nothing when it can."""
    reasons = {
        name: "" if name in frames else f"the study has no table {name}" for name in GIVEN_TABLES
    }
    return {
        **reasons,
        "snapshots": reasons["snapshots"] or _why_no_moves(frames["snapshots"]),
        "durations": _why_no_durations(frames, study, as_of),
        "stages": _why_no_stages(frames),
        "survey_model": _why_no_survey_model(frames, study),
        "survey_outcomes": _why_no_survey_outcomes(frames, study, as_of),
        "landmarks": _why_no_landmarks(frames, study, as_of),
    }


def _why_no_stages(frames: dict[str, pd.DataFrame]) -> str:
    if "contracts" in frames or not frames.get("transactions", pd.DataFrame()).empty:
        return ""
    return "stages are told from purchases or contracts, and the study has neither"


def _why_no_moves(snapshots: pd.DataFrame) -> str:
    """Snapshots tell how customers move only where somebody was stored in two stages."""
    stages = snapshots.groupby("customer_id", observed=True)["stage"].nunique()
    return "" if (stages > 1).any() else "no customer was stored in two different stages"


def _why_no_survey_model(frames: dict[str, pd.DataFrame], study: Study) -> str:
    """A model needs its items answered, and more respondents than items."""
    if "surveys" not in frames:
        return "the study has no table surveys"
    if study.survey is None:
        return "study.yml does not say under survey: which items measure what"
    answers = frames["surveys"].dropna(subset=["answer"])
    wanted = set(study.survey.items)
    needed = wanted & set(answers["item"].unique()) if study.survey.model else wanted
    used = answers[answers["item"].isin(needed)]
    unanswered = needed - set(used["item"].unique())
    if unanswered:
        return f"nobody answered {', '.join(sorted(unanswered))}"
    n_respondents = used["customer_id"].nunique()
    if n_respondents <= max(len(needed), FEWEST_RESPONDENTS - 1):
        return (
            f"{n_respondents} customers answered the {len(needed)} items of the model; it needs"
            f" {max(len(needed) + 1, FEWEST_RESPONDENTS)}"
        )
    return ""


def _why_no_survey_outcomes(frames: dict[str, pd.DataFrame], study: Study, as_of: int) -> str:
    """What became of respondents is seen where answers and purchases have dates."""
    surveys = frames.get("surveys", pd.DataFrame())
    if surveys.empty:
        return "the study has no answers to a survey"
    if "day" not in surveys or surveys["day"].isna().all():
        return "the survey has no dates: what customers did after it cannot be told"
    if frames.get("transactions", pd.DataFrame()).empty:
        return "what customers did after the survey is told from purchases; there are none"
    if study.churn is None or study.churn.kind != "silence":
        return "what customers did after the survey needs churn.kind silence in study.yml"
    if surveys["day"].min() >= as_of:
        return "the survey is of the as-of date: nothing has happened since"
    return ""


def _why_no_durations(frames: dict[str, pd.DataFrame], study: Study, as_of: int) -> str:
    if study.churn is None:
        return "study.yml does not say what churn means here"
    if study.churn.kind == "contract_end":
        if not frames["contracts"]["ended"].any():
            return "no contract had ended by the as-of date: every customer is censored"
        return ""
    rule = study.churn.definition
    purchases = frames["transactions"]
    if purchases.empty:
        return "there are no purchases"
    if rule is not None and _longest_silence(purchases, as_of) < _shortest_limit(rule):
        return (
            f"nobody was silent for {_shortest_limit(rule)} days by the as-of date: every customer"
            " is censored"
        )
    return ""


def _why_no_landmarks(frames: dict[str, pd.DataFrame], study: Study, as_of: int) -> str:
    """A warning is learnt from losses, and from records before and after a day."""
    reason = _why_no_durations(frames, study, as_of)
    if reason or study.churn is None:
        return reason
    by_silence = study.churn.kind == "silence"
    days = frames["transactions"]["day"] if by_silence else frames["contracts"].get("start_day")
    if days is None:  # contracts without dates are looked at by tenure
        return ""
    if days.isna().all():
        return "no contract says when it began"
    begin = int(days.min())
    if study.records_begin is not None:
        begin = max(begin, day_number(study.records_begin))
    before, after = study.warning.history_days, study.warning.horizons_days[0]
    if not len(list_month_ends(begin + before, as_of - after)):
        return (
            f"the records last {as_of - begin} days: no month-end has {before} of them before it"
            f" and {after} after it (study.yml, warning:)"
        )
    return ""


def _shortest_limit(rule: SilenceRule) -> int:
    return rule.days if rule.days is not None else rule.minimum_days


def _longest_silence(purchases: pd.DataFrame, as_of: int) -> int:
    """The longest time in days between two purchases, or from the last one to ``as_of``."""
    days = purchases["day"].to_numpy()
    customers = purchases["customer_id"].to_numpy()
    order = np.lexsort((days, customers))
    days, customers = days[order], customers[order]
    same = np.append(customers[1:] == customers[:-1], False)
    following = np.where(same, np.append(days[1:], as_of), as_of)
    return int((following - days).max())

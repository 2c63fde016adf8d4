"""Silences from which a stage's thresholds are chosen, known before the months that are judged."""

import pandas as pd

from analysis.prepare.landmark_days import choose_landmark_days, runs_on_tenure
from analysis.prepare.landmark_stages import count_silences_by
from analysis.prepare.stage_history import count_silences
from analysis.store import Tables
from analysis.study import Study


def count_known_silences(tables: Tables, study: Study) -> pd.DataFrame:
    """``stage_history.count_silences`` of what was known by the middle one of the landmarks.

    Warnings are judged by later months: a threshold chosen from what happened in those would let
    the stage tell it. Of the first landmark too few silences are known to choose by. None where
    stages are told from contracts.
    """
    silences = count_silences(tables, study)
    if silences.empty or runs_on_tenure(tables, study):
        return silences
    days = choose_landmark_days(tables, study, None)
    return count_silences_by(tables, study, int(days[len(days) // 2]))

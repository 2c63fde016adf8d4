"""Landmarks once more, from tables cut at their day: what a run on that day would have known.

Whatever then differs was recorded, or is reckoned from what was recorded, after the landmark.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cached_property

import duckdb
import numpy as np
import pandas as pd

from analysis.prepare.landmarks import build_landmarks
from analysis.prepare.silence import day_number
from analysis.prepare.stage_history import StageHistory, build_spells_under
from analysis.store import Tables, quote_name
from analysis.study import Study

# Rows dated after the cut are left out, by the column that dates them; those without a date stay.
_DATED_BY = ("day", "start_day")
# What a row could not say on its day yet, by table.
_KNOWN_LATER = {
    "interactions": {
        "days_to_resolution": (
            "CASE WHEN day + ceil(days_to_resolution) <= {cut} THEN days_to_resolution END"
        )
    },
    "contracts": {"end_day": "CASE WHEN end_day <= {cut} THEN end_day END"},
}
_WHOLE = "{name}_whole"


@dataclass(frozen=True)
class _CutTables(Tables):
    """Tables that end with a day; the files are the same."""

    cut: int

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        connection = super()._connection
        for name in self.names:
            known = connection.execute(f"DESCRIBE {quote_name(name)}").fetchall()
            columns = [str(row[0]) for row in known]
            if dated := [column for column in _DATED_BY if column in columns]:
                whole = quote_name(_WHOLE.format(name=name))
                connection.execute(f"ALTER VIEW {quote_name(name)} RENAME TO {whole}")
                select = _cut_select(name, columns, self.cut)
                rows = f"FROM {whole} WHERE {dated[0]} IS NULL OR {dated[0]} <= {self.cut}"
                connection.execute(f"CREATE VIEW {quote_name(name)} AS {select} {rows}")
        return connection


def _cut_select(name: str, columns: list[str], cut: int) -> str:
    later = _KNOWN_LATER.get(name, {})
    chosen = [
        f"{later[column].format(cut=cut)} AS {column}" if column in later else quote_name(column)
        for column in columns
    ]
    return f"SELECT {', '.join(chosen)}"


def cut_tables(tables: Tables, day: int) -> Tables:
    """The tables as they were at the end of ``day`` (since 1970-01-01); nothing is written.

    Rows dated later are left out; the end of a contract, and how long a complaint took, are blank
    where they came later. Rows without a date and attributes stay: nothing says since when they
    hold. The as-of date is the day after, so that ``day`` itself has passed.
    """
    given = {field.name: getattr(tables, field.name) for field in fields(Tables)}
    as_of = date(1970, 1, 1) + timedelta(days=int(day) + 1)
    return _CutTables(**given | {"as_of": as_of}, cut=int(day))


def choose_replay_days(landmarks: pd.DataFrame, n: int = 2) -> list[int]:
    """``n`` of the landmark days, spread evenly, the last of all left out: nothing comes after it.
    None on the clock of tenure, where nothing has a date."""
    if landmarks.attrs.get("clock") == "tenure" or landmarks.empty:
        return []
    days = np.unique(landmarks["day"])[:-1]
    places = np.linspace(0, len(days) - 1, n + 1)[1:] if len(days) else np.zeros(0)
    return [int(day) for day in np.unique(days[places.round().astype(int)])]


def replay_landmarks(
    tables: Tables,
    study: Study,
    days: Sequence[int],
    *,
    history: StageHistory | None = None,
) -> pd.DataFrame:
    """``build_landmarks`` on ``days``, each from the tables cut at it; in order of the days.

    ``history`` is that of the landmarks to be compared: its rules are walked again on the cut
    tables. Categories are words here. Its outcomes are those known by then, so missing. Raises
    ParameterError for days outside the records.
    """
    replayed = [_replay(tables, study, int(day), history) for day in sorted(set(days))]
    if not replayed:
        return build_landmarks(tables, study).iloc[:0]
    return pd.concat(replayed, ignore_index=True)


def _replay(tables: Tables, study: Study, day: int, history: StageHistory | None) -> pd.DataFrame:
    cut = cut_tables(tables, day)
    past = _walk_again(cut, study, history) if history is not None else None
    frame = build_landmarks(cut, study, days=[day], history=past)
    words = {name: str for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)}
    return frame.astype(words)


def _walk_again(cut: Tables, study: Study, history: StageHistory) -> StageHistory:
    """``history`` by the same rules from what the cut tables hold."""
    assert history.rules is not None  # on tenure there are no days to replay
    spells = build_spells_under(cut, study, history.rules)
    return replace(history, spells=spells, end=day_number(cut.as_of))

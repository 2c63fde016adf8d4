"""Counts of stage histories: all that the estimators of flows need, in one pass each.

``source`` is a frame of spells or the path of a Parquet file of them; the engine counts either, so
a hundred million rows need no more memory than their counts.
"""

from pathlib import Path

import pandas as pd

from analysis.store import query_source, quote_name

CLOCKS = {"calendar": "0", "tenure": "min(start) OVER (PARTITION BY customer)"}

_MOVES = """
WITH clocked AS (
    SELECT {key} from_state, to_state, start - {origin} AS start, stop - {origin} AS stop
    FROM source
)
SELECT {key} from_state, NULL::VARCHAR AS to_state, start::BIGINT AS time, count(*) AS n
FROM clocked GROUP BY ALL
UNION ALL
SELECT {key}
    from_state, coalesce(to_state, 'censored') AS to_state, stop::BIGINT AS time, count(*) AS n
FROM clocked GROUP BY ALL
ORDER BY {key} from_state, to_state, time
"""

_SOJOURNS = """
SELECT {key} from_state, to_state, stop - start AS time, count(*) AS n
FROM source
WHERE start > $from
GROUP BY ALL
ORDER BY ALL
"""

_SNAPSHOT_MOVES = """
WITH there AS (
    SELECT customer, from_state AS state FROM source WHERE start < $from AND stop >= $from
),
here AS (
    SELECT {key} customer, from_state AS state FROM source WHERE start < $to AND stop >= $to
)
SELECT {key} coalesce(there.state, '') AS from_state, here.state AS to_state, count(*) AS n
FROM here LEFT JOIN there USING (customer)
GROUP BY ALL
ORDER BY ALL
"""

_STAGES_ON = """
SELECT {key} from_state AS state, count(*) AS n, sum($day - start) AS days_so_far
FROM source
WHERE start < $day AND stop >= $day
GROUP BY ALL
ORDER BY {key} state
"""

# A visit is cut where a calendar period or a band of time since entry begins.
_EXPOSURE = """
WITH bands AS (
    SELECT unnest($lows::INTEGER[]) AS low, unnest($highs::INTEGER[]) AS high
),
periods AS (
    SELECT unnest($begins::INTEGER[]) AS begins, unnest($ends::INTEGER[]) AS ends
),
pieces AS (
    SELECT
        from_state,
        coalesce(previous_state, 'none') AS previous_state,
        begins AS period,
        low AS time_since_entry,
        greatest(start + low, start, begins) AS a,
        least(start + high, stop, ends) AS b,
        CASE WHEN stop > begins AND stop <= ends AND stop - start > low AND stop - start <= high
            THEN to_state END AS moved_to
    FROM source, bands, periods
    WHERE start + low < stop AND greatest(start + low, begins) < least(start + high, stop, ends)
)
SELECT
    from_state, previous_state, period, time_since_entry, moved_to,
    count(*) AS n, sum(b - a) AS days
FROM pieces
GROUP BY ALL
ORDER BY ALL
"""


def count_stage_moves(
    source: pd.DataFrame | Path, *, clock: str = "calendar", by: str = ""
) -> pd.DataFrame:
    """Rows (from_state, to_state, time, n) for ``estimate.transitions.build_stage_counts``.

    ``clock``: ``calendar`` counts days since 1970-01-01, ``tenure`` days since the customer's first
    spell. ``by``, here and below, names a column of ``source``: its groups are counted apart in the
    same pass, and the rows begin with it. Raises KeyError for another clock.
    """
    return query_source(_MOVES.format(origin=CLOCKS[clock], key=_key(by)), source)


def count_sojourns(
    source: pd.DataFrame | Path, *, entered_after: int, by: str = ""
) -> pd.DataFrame:
    """Rows (from_state, to_state, time, n): how long visits lasted and where they led.

    ``time`` in days since the visit began; ``to_state`` is missing where it was still going on.
    Only visits begun after day ``entered_after``: those under way when records began are of unknown
    age.
    """
    return query_source(_SOJOURNS.format(key=_key(by)), source, {"from": entered_after})


def count_stages(source: pd.DataFrame | Path, *, day: int, by: str = "") -> pd.DataFrame:
    """Rows (state, n, days_so_far): customers by stage at the end of ``day``, their time in it."""
    return query_source(_STAGES_ON.format(key=_key(by)), source, {"day": day})


def count_moves_between(
    source: pd.DataFrame | Path, *, start: int, stop: int, by: str = ""
) -> pd.DataFrame:
    """Rows (from_state, to_state, n): where each customer was on day ``start`` and is on day
    ``stop``.

    ``from_state`` is empty for customers whose history begins in between.
    """
    limits = {"from": start, "to": stop}
    return query_source(_SNAPSHOT_MOVES.format(key=_key(by)), source, limits)


def _key(by: str) -> str:
    return f"{quote_name(by)}," if by else ""


def count_exposure(
    source: pd.DataFrame | Path,
    *,
    states: tuple[str, ...],
    band_days: tuple[int, ...],
    period_days: tuple[int, ...],
) -> pd.DataFrame:
    """Events and days at risk by stage, stage before, calendar period and time since entry.

    ``band_days`` (0, b1, …) and ``period_days`` are ascending limits; the last band is open. Rows
    (from_state, to_state, previous_state, period, time_since_entry, n_events, exposure): one for
    each ``to_state`` that the stage ever led to, so that cells without events are there as zeros.
    """
    cells = query_source(
        _EXPOSURE,
        source,
        {
            "lows": list(band_days),
            "highs": [*band_days[1:], 2**30],
            "begins": list(period_days[:-1]),
            "ends": list(period_days[1:]),
        },
    )
    keys = ["from_state", "previous_state", "period", "time_since_entry"]
    exposure = cells.groupby(keys, as_index=False).agg(exposure=("days", "sum"))
    moved = cells.dropna(subset=["moved_to"])
    seen = moved[["from_state", "moved_to"]].drop_duplicates()
    seen = seen[seen["moved_to"].isin(states)]
    grid = exposure.merge(seen, on="from_state")
    counted = grid.merge(
        moved[[*keys, "moved_to", "n"]], on=[*keys, "moved_to"], how="left", validate="one_to_one"
    )
    return counted.rename(columns={"moved_to": "to_state", "n": "n_events"}).fillna({"n_events": 0})

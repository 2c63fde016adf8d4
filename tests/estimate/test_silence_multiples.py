"""How many still return after a silence, by hand."""

import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.silence_multiples import estimate_return_after_silence


def counts(*rows: tuple[int, int, int, int]) -> pd.DataFrame:
    columns = ["time", "n_entered", "n_events", "n_censored"]
    return pd.DataFrame(rows, columns=columns).assign(stratum="all")


def returns(frame: pd.DataFrame) -> dict[float, float]:
    found = estimate_return_after_silence(frame, confidence_level=0.95)
    return dict(zip(found["multiple"], found["estimate"], strict=True))


def test_share_who_return_without_censoring_is_a_plain_share() -> None:
    # Ten silences: four end after one rhythm, three after two, three never (watched to 5).
    found = returns(counts((0, 10, 0, 0), (100, 0, 4, 0), (200, 0, 3, 0), (500, 0, 0, 3)))
    assert found[0.0] == pytest.approx(7 / 10)
    assert found[1.0] == pytest.approx(3 / 6)  # of the six silent for longer, three come back
    assert found[2.0] == pytest.approx(0)


def test_open_silences_count_only_while_they_are_watched() -> None:
    # Two silences are open at half a rhythm: S(1) = 1 - 4/8, S(2) = S(1) (1 - 2/4).
    found = returns(
        counts((0, 10, 0, 0), (50, 0, 0, 2), (100, 0, 4, 0), (200, 0, 2, 0), (900, 0, 0, 2))
    )
    assert found[0.0] == pytest.approx(0.75)
    assert found[1.0] == pytest.approx(0.5)


def test_fewer_return_the_longer_the_silence() -> None:
    frame = counts(
        (0, 60, 0, 0), *((time, 0, 2, 1) for time in range(100, 1600, 100)), (9000, 0, 0, 15)
    )
    shares = list(returns(frame).values())
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] == 0


def test_where_nobody_ever_returned_it_is_said_with_the_remedy() -> None:
    with pytest.raises(EstimationError, match="state decline_multiple and churn_multiple"):
        estimate_return_after_silence(counts((0, 5, 0, 0), (300, 0, 0, 5)), confidence_level=0.95)

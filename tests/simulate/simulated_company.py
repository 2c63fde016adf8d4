"""A simulated company read back from its files, and its exposures split at every change."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.simulate.parameters import CompanyParameters

RAW = (
    "customers",
    "transactions",
    "interactions",
    "surveys",
    "treatments",
    "feedback",
    "market",
    "snapshots",
)
TRUTH = ("true_spells", "customers", "satisfaction", "churns", "feedback")


@dataclass(frozen=True)
class Written:
    """A company on disk: its parameters, its raw tables and its true ones."""

    folder: Path
    parameters: CompanyParameters
    raw: dict[str, pd.DataFrame]
    truth: dict[str, pd.DataFrame]

    @property
    def end(self) -> float:
        return float(self.parameters.start_day + self.parameters.n_days)


def read_company(folder: Path, parameters: CompanyParameters) -> Written:
    return Written(
        folder,
        parameters,
        {name: pd.read_parquet(folder / f"{name}.parquet") for name in RAW},
        {name: pd.read_parquet(folder / "truth" / f"{name}.parquet") for name in TRUTH},
    )


def epoch_days(dates: pd.Series) -> np.ndarray:
    """Whole days since 1970-01-01."""
    return pd.to_datetime(dates).to_numpy("datetime64[D]").astype(np.int64)


def split_exposures(company: Written) -> pd.DataFrame:
    """Stretches in which no rate changes: state, satisfaction, arm of a lasting offer, shock.

    Made from the files alone, by cutting each customer's spells at every moment that matters.
    """
    stages, offers = company.parameters.stages, company.parameters.offers
    start = company.parameters.start_day
    spells = company.truth["true_spells"]
    given = company.raw["treatments"]
    offered = pd.DataFrame(
        {
            "customer_id": given["customer_no"],
            "start": epoch_days(given["offer_date"]).astype(float),
            "arm": given["arm"],
        }
    )
    ends = offered["start"] + offers.effect_days
    shock = pd.DataFrame({"start": [start + stages.shock_start, start + stages.shock_end]})
    entries = spells[["customer_id"]].drop_duplicates()
    cuts = pd.concat(
        [
            spells[["customer_id", "start_day"]].set_axis(["customer_id", "start"], axis=1),
            company.truth["satisfaction"][["customer_id", "day"]].set_axis(
                ["customer_id", "start"], axis=1
            ),
            offered[["customer_id", "start"]],
            pd.DataFrame({"customer_id": offered["customer_id"], "start": ends}),
            entries.merge(shock.astype(float), how="cross"),
        ]
    ).drop_duplicates()
    cuts = cuts.sort_values("start", kind="stable")
    keys = {"by": "customer_id", "left_on": "start"}
    spells = spells.sort_values("start_day").rename(columns={"start_day": "spell_start"})
    pieces = pd.merge_asof(cuts, spells, right_on="spell_start", **keys).dropna(
        subset="spell_start"
    )
    changes = company.truth["satisfaction"].sort_values("day")
    pieces = pd.merge_asof(pieces, changes, right_on="day", **keys)
    latest = offered.sort_values("start").rename(columns={"start": "offer_start"})
    pieces = pd.merge_asof(pieces, latest, right_on="offer_start", **keys)
    pieces = pieces.sort_values(["customer_id", "start"], kind="stable")
    following = pieces.groupby("customer_id")["start"].shift(-1)
    pieces["stop"] = following.fillna(pieces["stop_day"]).clip(upper=company.end)
    pieces["exposure"] = pieces["stop"] - pieces["start"]
    lasting = pieces["start"] < pieces["offer_start"] + offers.effect_days
    pieces["arm"] = pieces["arm"].where(lasting, "none")
    middle = (pieces["start"] + pieces["stop"]) / 2 - start
    pieces["shock"] = (middle >= stages.shock_start) & (middle < stages.shock_end)
    pieces["to_state"] = pieces["to_state"].where(pieces["stop"] == pieces["stop_day"])
    pieces = pieces[pieces["exposure"] > 0]
    segments = company.truth["customers"][
        ["customer_id", "region", "home_channel", "age_band", "buys", "pace"]
    ]
    return pieces.merge(segments, on="customer_id")

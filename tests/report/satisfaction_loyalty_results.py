"""Results of the bridge, of loyalty and of the drivers made by hand, for the report's tests."""

from typing import Any

import numpy as np
import pandas as pd
from satisfaction_survey import HOSTILE, SURVEY, open_telling

from analysis.report.satisfaction_loyalty import Telling

HORIZON = 365
NOTHING = pd.DataFrame()
LEVERS = ("service", "product")


def tell_about(language: str, **fields: Any) -> Telling:
    """The report of a survey one of whose constructs has a hostile name."""
    return open_telling(language, **({"survey": SURVEY} | fields))


def spread(estimate: float, reach: float) -> dict[str, float]:
    return {"estimate": estimate, "conf_low": estimate - reach, "conf_high": estimate + reach}


def make_index() -> pd.DataFrame:
    rows = [("all", 60.0, 400), ("region=north", 66.0, 250), (f"region={HOSTILE}", 52.0, 140)]
    return pd.DataFrame(
        [{"stratum": name, "n": n, **spread(value, 2.0)} for name, value, n in rows]
        + [{"stratum": "region=tiny", "n": 3, **spread(11.0, 2.0)}]
    ).assign(term="loyalty_index")


def make_parts() -> pd.DataFrame:
    rows = [("recommend", "words", 0.0, 10.0), ("tenure_days", "deeds", 0.0, 912.5)]
    return pd.DataFrame(
        {
            "term": term,
            "kind": kind,
            "weight": 0.5,
            "low": low,
            "high": high,
            "without": 55.0,
            "n": 400,
            **spread(60.0, 3.0),
        }
        for term, kind, low, high in rows
    )


def make_fourfold(true: float = 0.4, n_latent: int = 40) -> pd.DataFrame:
    shares = {"true": true, "latent": 0.1, "spurious": 0.2, "none": 0.7 - true}
    counts = {"true": 160, "latent": n_latent, "spurious": 80, "none": 120}
    return pd.DataFrame(
        {
            "term": term,
            "stratum": "all",
            "expected": 0.30 if term == "true" else 0.2,
            "n": 400,
            "n_events": counts[term],
            **spread(share, 0.04),
        }
        for term, share in shares.items()
    )


def make_corrected() -> pd.DataFrame:
    frame = make_fourfold()[["term", "stratum", "estimate", "conf_low", "conf_high", "n"]]
    return frame.assign(same_kind=0.85, uncorrected=frame["estimate"])


def make_cut_points(least: float = 0.05) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "term": "true",
            "estimate": [0.3, 0.4, 0.5],
            "surplus": [least, 0.1, 0.12],
            "attitude_quantile": [0.4, 0.5, 0.6],
        }
    )


def make_leaving(ratio: float = 0.8) -> pd.DataFrame:
    rows = []
    for construct, size in (("service", ratio), ("loyalty", 0.9)):
        for stratum in ("alone", "together"):
            for method, change in (("corrected", 0.0), ("sum_scores", 0.03)):
                rows.append(
                    {
                        "term": construct,
                        "stratum": stratum,
                        "method": method,
                        "coefficient": np.log(size + change),
                        "n": 900,
                        "n_customers": 800,
                        "n_events": 500,
                        **spread(size + change, 0.05),
                    }
                )
    return pd.DataFrame(rows)


def make_lost(change: float = -54.0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "term": term,
            "base": 0.45,
            "n": 900,
            "n_customers": 800,
            **spread(value, 10.0),
        }
        for term, value in (("service", change), ("loyalty", -20.0))
    )


def make_spend(size: float = 2_000.0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "term": term,
            "method": "corrected",
            "mean_spend": 9_000.0,
            "n": 700,
            **spread(size, 500.0),
        }
        for term in ("service", "loyalty")
    )


def make_mediation() -> pd.DataFrame:
    rows = [
        ("service -> leaving", "direct"),
        ("service -> loyalty -> leaving", "indirect"),
        ("total_indirect", "total_indirect"),
        ("total", "total"),
    ]
    ratio = {"hazard_ratio": 0.9, "hazard_ratio_low": 0.85, "hazard_ratio_high": 0.95}
    return pd.DataFrame({"term": term, "effect": effect, **ratio} for term, effect in rows)


def make_promises(gap: float = 0.2, rank: float = 0.65) -> tuple[pd.DataFrame, pd.DataFrame]:
    answers = pd.DataFrame(
        [{"term": "all", "answer": np.nan, "n": 300, **spread(0.5, 0.05)}]
        + [
            {"term": f"{answer}", "answer": float(answer), "n": n, **spread(answer / 8, 0.05)}
            for answer, n in ((1, 4), (2, 30), (4, 150), (5, 116))
        ]
    )
    values = {
        "said_and_did": 0.4,
        "said_did_not": 0.3,
        "did_not_say_but_did": 0.1,
        "neither": 0.2,
        "kept_promises": 0.57,
        "difference": gap,
        "concordance": rank,
    }
    table = pd.DataFrame(
        {"term": term, "n": 300, "n_events": 60, "promised_from": 4.0, **spread(value, 0.05)}
        for term, value in values.items()
    )
    return answers, table


def make_map(quadrants: tuple[str, str] = ("improve_first", "possible_excess")) -> pd.DataFrame:
    rows = zip(LEVERS, (0.5, 0.1), (40.0, 70.0), quadrants, strict=True)
    return pd.DataFrame(
        {
            "term": lever,
            "target": "q1",
            "performance": score,
            "performance_low": score - 2,
            "performance_high": score + 2,
            "importance_line": 0.3,
            "performance_line": 55.0,
            "quadrant": quadrant,
            "quadrant_share": 0.95,
            "n": 400,
            **spread(size, 0.08),
        }
        for lever, size, score, quadrant in rows
    )


def make_gains(*, with_deeds: bool = True) -> pd.DataFrame:
    sizes = {"q1": (0.5, 0.1), "loyalty": (0.3, 0.05)}
    if with_deeds:
        sizes |= {"leaving": (-0.82, -0.1), "revenue": (33_000.0, 4_000.0)}
    return pd.DataFrame(
        {"term": lever, "target": target, "n": 400, **spread(size, abs(size) / 4)}
        for target, pair in sizes.items()
        for lever, size in zip(LEVERS, pair, strict=True)
    )


def make_ranking(best: float = 0.97, *, with_deeds: bool = True) -> pd.DataFrame:
    table = make_gains(with_deeds=with_deeds)
    first = table["term"] == LEVERS[0]
    return table.assign(
        rank=np.where(first, 1, 2),
        best_share=np.where(first, best, 1 - best),
        first_two_share=1.0,
        helps_share=np.where(first, 1.0, 0.8),
        clear=first & (best >= 0.95),
    )


def make_attitude() -> pd.DataFrame:
    rows = [
        (f"complaint={HOSTILE}", -0.5),
        ("days_to_resolution", -0.05),
        ("first_complaint", 0.02),
    ]
    return pd.DataFrame(
        {"term": term, "construct": "service", "n": 500, **spread(size, 0.04)}
        for term, size in rows
    )


def make_experience() -> pd.DataFrame:
    return pd.DataFrame(
        {"term": term, "effect": effect, "n": 500, **spread(1.2, 0.1)}
        for term in make_attitude()["term"]
        for effect in ("total", "given_attitude")
    )

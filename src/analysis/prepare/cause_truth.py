"""The true causes of leaving of a simulated company, to stand beside what customers stated."""

import pandas as pd

from analysis.prepare.warning_truth import has_warning_truth, simulated_parameters
from analysis.simulate.parameters import REASONS, CompanyParameters
from analysis.simulate.spells import reason_probabilities
from analysis.study import Study

COLUMNS = ("kind", "term", "stratum", "estimate", "n")
SATISFACTION, CAMPAIGN = "satisfaction", "campaign"


def read_cause_truth(study: Study, *, since: int, until: int) -> pd.DataFrame:
    """Rows (kind, term, stratum, estimate, n) about everybody who truly left in days ``since`` to
    ``until`` (since 1970-01-01), asked or not; none without a truth on file.

    ``share``: term is the cause. ``effect``: what a standard deviation of satisfaction (term
    ``satisfaction``), or the months of the shock (``campaign``), do to the share of the cause in
    ``stratum``. ``matching``: the share whose cause the best possible guess (``best``), from true
    satisfaction and the true model, would name rightly, and naming all the ``commonest``.
    """
    path = study.folder / "raw" / "truth" / "churns.parquet"
    if not (has_warning_truth(study) and path.exists()):
        return pd.DataFrame(columns=list(COLUMNS))
    churns = pd.read_parquet(path).sort_values("day", kind="stable")
    moods = pd.read_parquet(path.with_name("satisfaction.parquet"))
    churns = pd.merge_asof(
        churns, moods.sort_values("day", kind="stable"), on="day", by="customer_id"
    )
    chosen = churns[churns["day"].between(since, until)].dropna(subset=["satisfaction"])
    if chosen.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = [*_describe(chosen, simulated_parameters(study))]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _describe(
    churns: pd.DataFrame, parameters: CompanyParameters
) -> list[tuple[str, str, str, float, int]]:
    mood, n = churns["satisfaction"].to_numpy(float), len(churns)
    time = churns["day"].to_numpy(float) - parameters.start_day
    share = churns["reason"].value_counts(normalize=True).reindex(REASONS, fill_value=0.0)
    rows = [("share", reason, "all", float(share[reason]), n) for reason in REASONS]
    half = 0.5 * mood.std()
    before, during = time * 0.0 - 1, time * 0.0 + parameters.stages.shock_start
    changes = {
        SATISFACTION: reason_probabilities(mood + half, time, parameters)
        - reason_probabilities(mood - half, time, parameters),
        CAMPAIGN: reason_probabilities(mood, during, parameters)
        - reason_probabilities(mood, before, parameters),
    }
    for term, change in changes.items():
        means = change.mean(axis=0)
        rows += [
            ("effect", term, reason, float(means[code]), n) for code, reason in enumerate(REASONS)
        ]
    best = reason_probabilities(mood, time, parameters).max(axis=1).mean()
    rows.append(("matching", "best", "all", float(best), n))
    rows.append(("matching", "commonest", "all", float(share.max()), n))
    return rows

"""The alert list as files: one row per customer to be contacted or held out, in words."""

import errno
from pathlib import Path

import pandas as pd

from analysis.errors import DiskFullError, ParameterError
from analysis.report.early_warning import Telling
from analysis.report.spreadsheets import ENCODING, write_rows

FOLDER = "actions"
LIST, NOTES = "alerts.csv", "alerts_columns.csv"
_DIGITS = {"risk": 4, "conf_low": 4, "conf_high": 4}
_FLAGS = ("do_not_contact", "consent", "holdout")


def tabulate_alerts(
    tell: Telling,
    decided: pd.DataFrame,
    *,
    stage: pd.Series | None = None,
    reasons: pd.DataFrame | None = None,
    causes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The listed customers, best first, in the report's words.

    ``decided``: a row per customer with ``customer_id, rank, risk, conf_low, conf_high,
    value_at_stake, do_not_contact, consent, holdout, listed``; ``stage`` indexed by customer;
    ``reasons``: ``customer_id, signs`` (tuple of codes), ``reason`` (code of a group of features,
    or nothing), ``reason_points`` (share); ``causes``: ``customer_id, cause`` (code). Columns:
    pseudonym, rank, stage, risk, conf_low, conf_high, value_at_stake_<currency>, signs, reason,
    remedy, do_not_contact, consent, holdout.
    """
    listed = decided[decided["listed"]].sort_values("rank").reset_index(drop=True)
    names = listed["customer_id"].astype(str)
    told = _tell_reasons(tell, names, reasons)
    currency = tell.report.study.currency.lower()
    frame = pd.DataFrame(
        {
            "pseudonym": names,
            "rank": listed["rank"].astype("int32"),
            "stage": _tell_stages(tell, names, stage),
            "risk": listed["risk"],
            "conf_low": listed["conf_low"],
            "conf_high": listed["conf_high"],
            f"value_at_stake_{currency}": listed["value_at_stake"].round(2),
            "signs": told["signs"],
            "reason": told["reason"],
            "remedy": _tell_remedies(tell, names, causes),
        }
    )
    return pd.concat([frame.round(_DIGITS), listed[list(_FLAGS)].astype("boolean")], axis=1)


def write_alerts(
    tell: Telling, alerts: pd.DataFrame, *, output_dir: str | Path, withheld: bool = False
) -> None:
    """Write ``actions/alerts.csv``, ``.parquet`` and ``alerts_columns.csv``, what the columns mean.

    ``alerts`` from ``tabulate_alerts``. Nothing without ``output_dir`` or when ``withheld``.
    Raises DiskFullError or ParameterError when the folder does not take the files.
    """
    if not output_dir or withheld:
        return
    folder = Path(output_dir) / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_csv(folder / LIST, _tell_flags(tell, alerts))
        _write_csv(folder / NOTES, _explain_columns(tell, alerts))
        alerts.to_parquet(folder / "alerts.parquet", index=False)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFullError(f"no space left to write the alert list to {folder}") from error
        raise ParameterError(
            f"output_dir {output_dir} cannot be written ({error.strerror}); name another folder"
        ) from error


def _write_csv(path: Path, frame: pd.DataFrame) -> None:
    with path.open("w", encoding=ENCODING, newline="") as file:
        write_rows(file, frame)


def _tell_flags(tell: Telling, alerts: pd.DataFrame) -> pd.DataFrame:
    """Yes and no in the report's language; what is not known stays empty."""
    said = {
        True: tell.report.words("warning-flag-yes"),
        False: tell.report.words("warning-flag-no"),
    }
    return alerts.assign(**{name: alerts[name].astype(object).map(said) for name in _FLAGS})


def _explain_columns(tell: Telling, alerts: pd.DataFrame) -> pd.DataFrame:
    words = tell.report.words
    level, currency = tell.level(), tell.report.study.currency
    days = tell.days(tell.report.study.warning.actions.value_days)
    meanings = [
        words(
            "warning-alerts-column-value_at_stake"
            if name.startswith("value_at_stake")
            else f"warning-alerts-column-{name}",
            ahead=tell.ahead,
            level=level,
            currency=currency,
            days=days,
        )
        for name in alerts.columns
    ]
    return pd.DataFrame({"column": alerts.columns, "meaning": meanings})


def _tell_stages(tell: Telling, names: pd.Series, stage: pd.Series | None) -> list[str]:
    if stage is None:
        return [""] * len(names)
    known = pd.Series(stage.astype(object).to_numpy(), index=stage.index.astype(str))
    found = known.reindex(names.to_numpy())
    return ["" if pd.isna(state) else tell.stage(str(state)) for state in found]


def _tell_reasons(tell: Telling, names: pd.Series, reasons: pd.DataFrame | None) -> pd.DataFrame:
    """Signs and the strongest reason of every customer, in words; nothing where there is none."""
    if reasons is None or reasons.empty:
        return pd.DataFrame({"signs": "", "reason": ""}, index=names.index)
    known = reasons.set_index(reasons["customer_id"].astype(str)).reindex(names.to_numpy())
    signs = [_tell_signs(tell, codes) for codes in known["signs"]]
    told = zip(known["reason"], known["reason_points"], strict=True)
    reason = [_tell_reason(tell, group, points) for group, points in told]
    return pd.DataFrame({"signs": signs, "reason": reason}, index=names.index)


def _tell_signs(tell: Telling, codes: object) -> str:
    return tell.join(map(tell.sign, codes)) if isinstance(codes, tuple) and codes else ""


def _tell_reason(tell: Telling, group: object, points: float) -> str:
    if not isinstance(group, str) or not group:
        return ""
    words = tell.report.words
    shown = words.number(100 * points, 1)
    return words("warning-alerts-reason", group=tell.feature_group(group), points=shown)


def _tell_remedies(tell: Telling, names: pd.Series, causes: pd.DataFrame | None) -> list[str]:
    """The remedy of each customer's likeliest cause; where none is known, to ask."""
    ask = tell.report.words("warning-alerts-ask")
    if causes is None or causes.empty:
        return [ask] * len(names)
    stated, language = tell.report.study.warning.causes, tell.report.language
    remedies = {code: cause.remedy[language] for code, cause in stated.items()}
    known = causes.set_index(causes["customer_id"].astype(str))["cause"].reindex(names.to_numpy())
    return [remedies.get(str(cause), ask) for cause in known]

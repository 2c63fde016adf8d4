"""What a run keeps for the runs after it: every risk it gave, and what the customers were like."""

import errno
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.archive import (
    PREDICTION_COLUMNS,
    PREDICTIONS_FILE,
    PROFILE_COLUMNS,
    PROFILE_FILE,
)
from analysis.errors import DiskFullError, ParameterError


def write_predictions(output_dir: str | Path, predictions: pd.DataFrame) -> None:
    """Write ``actions/predictions.parquet``; nothing when ``output_dir`` is empty.

    ``predictions``: one row per customer scored, in ``archive.PREDICTION_COLUMNS``. Raises
    KeyError for a column that is missing, ValueError for a customer given twice, DiskFullError or
    ParameterError when the folder does not take the file.
    """
    if predictions["customer_id"].astype(str).duplicated().any():
        raise ValueError("a customer is given two risks; keep one row per customer")
    _write(output_dir, PREDICTIONS_FILE, predictions, PREDICTION_COLUMNS)


def write_profile(output_dir: str | Path, profile: pd.DataFrame) -> None:
    """Write ``actions/profile.parquet`` (``archive.PROFILE_COLUMNS``) as ``write_predictions``."""
    _write(output_dir, PROFILE_FILE, profile, PROFILE_COLUMNS)


def _write(
    output_dir: str | Path, name: str, frame: pd.DataFrame, columns: Mapping[str, str]
) -> None:
    if not output_dir:
        return
    path = Path(output_dir) / name
    kept = frame[list(columns)].astype(dict(columns)).reset_index(drop=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        kept.to_parquet(path, index=False, compression="zstd")
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFullError(f"no space left to write {path}") from error
        raise ParameterError(
            f"output_dir {output_dir} cannot be written ({error.strerror}); name another folder"
        ) from error

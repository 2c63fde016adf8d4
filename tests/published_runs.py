"""Published runs of a study as a run would leave them: manifest, estimates, predictions."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd


def publish(
    folder: Path,
    run_id: str,
    *,
    as_of: str = "2025-01-31",
    started: str = "2025-02-01T06:00:00+00:00",
    fingerprint: str = "first",
    key_id: str = "key",
    frames: Mapping[str, pd.DataFrame] | None = None,
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
) -> Path:
    """``frames`` by their path in the run folder, hashed into its manifest; the run's folder."""
    run = folder / run_id
    outputs = {}
    for name, frame in (frames or {}).items():
        path = run / name
        path.parent.mkdir(parents=True, exist_ok=True)
        frame.to_parquet(path, index=False)
        outputs[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    run.mkdir(parents=True, exist_ok=True)
    notebooks = [
        {"name": name, "status": "done", "parameters": dict(given)}
        for name, given in (parameters or {}).items()
    ]
    manifest = {
        "run_id": run_id,
        "as_of": as_of,
        "started": started,
        "language": "en",
        "verdict": "green",
        "inputs": {"fingerprint": fingerprint, "key_id": key_id},
        "notebooks": [*notebooks, {"name": "09_other", "status": "skipped", "reason": "no"}],
        "outputs": outputs,
    }
    (run / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return run

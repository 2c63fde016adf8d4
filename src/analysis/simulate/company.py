"""A retail chain whose truth is known, written as the raw tables a real one would export."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from analysis.simulate.checks import check_parameters
from analysis.simulate.chunk import CHUNK, simulate_chunk
from analysis.simulate.export import export_tables
from analysis.simulate.market import build_market
from analysis.simulate.parameters import CompanyParameters
from analysis.simulate.tally import Tally
from analysis.simulate.truth import describe_truth, true_tables
from analysis.simulate.writing import TableFiles

_MARKET_STREAM = 0


@dataclass(frozen=True)
class Company:
    """What was written: the folder, the rows of every table, and what the data came to."""

    folder: Path
    n_rows: dict[str, int]
    reached: dict[str, Any]


def simulate_company(
    folder: Path,
    parameters: CompanyParameters | None = None,
    *,
    progress: Callable[[str], None] | None = None,
) -> Company:
    """Write a simulated company to ``folder``: raw tables, and ``truth/`` beside them.

    Raw: ``customers``, ``transactions``, ``interactions``, ``surveys``, ``treatments``,
    ``feedback``, ``snapshots`` and ``market``, each ``.parquet``. Truth: ``true_spells``,
    ``customers``, ``satisfaction``, ``churns``, ``feedback``, and ``truth.yml``. Customers come
    in chunks of ``CHUNK``, each from its own child of the seed: memory does not grow with their
    number, the same seed gives the same bytes, and the first customers of a larger company are
    those of a smaller one. Files of an earlier simulation are replaced when all is complete.
    ``progress`` is told about every chunk. Raises ParameterError with every fault of
    ``parameters``, and DiskFullError.
    """
    parameters = parameters or CompanyParameters()
    check_parameters(parameters)
    tally = Tally(parameters.n_days)
    with TableFiles(folder) as files:
        seed = np.random.SeedSequence(parameters.seed, spawn_key=(_MARKET_STREAM,))
        files.add({"market": build_market(np.random.default_rng(seed), parameters)})
        for index in range(-(-parameters.n_customers // CHUNK)):
            n_kept = min(CHUNK, parameters.n_customers - index * CHUNK)
            _add_chunk(files, tally, index, n_kept, parameters)
            if progress:
                progress(f"{tally.n_customers:,} of {parameters.n_customers:,} customers")
        files.add_text("truth/truth.yml", describe_truth(parameters, tally))
    return Company(folder, files.n_rows, tally.reached())


def _add_chunk(
    files: TableFiles, tally: Tally, index: int, n_kept: int, parameters: CompanyParameters
) -> None:
    chunk = simulate_chunk(index, parameters)
    tally.add(chunk, n_kept)
    files.add(export_tables(chunk, n_kept, parameters))
    files.add(
        {f"truth/{name}": table for name, table in true_tables(chunk, n_kept, parameters).items()}
    )

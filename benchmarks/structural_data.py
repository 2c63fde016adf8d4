"""Survey answers made for the benchmarks of structural models, and the models that made them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

CUTS = (-1.8, -1.1, -0.4, 0.6)  # five points, most of them high
LOADING, NOISE = 0.8, 0.6
_CHUNK = 1_000_000  # respondents


@dataclass(frozen=True)
class Layout:
    """A model: how many items each construct has, and the effects of causes on outcomes."""

    constructs: dict[str, int]
    paths: dict[str, dict[str, float]]

    @property
    def blocks(self) -> dict[str, list[str]]:
        """Construct -> names of its items."""
        return {
            name: [f"{name[:4]}{k + 1}" for k in range(size)]
            for name, size in self.constructs.items()
        }

    @property
    def items(self) -> list[str]:
        return [item for block in self.blocks.values() for item in block]

    @property
    def syntax(self) -> str:
        """In lavaan's notation."""
        measured = [f"{name} =~ {' + '.join(items)}" for name, items in self.blocks.items()]
        caused = [f"{name} ~ {' + '.join(causes)}" for name, causes in self.paths.items()]
        return "\n".join(measured + caused) + "\n"


SHORT = Layout(  # a reduced ECSI study
    {"image": 4, "value": 3, "satisfaction": 3, "loyalty": 3},
    {
        "value": {"image": 0.6},
        "satisfaction": {"image": 0.4, "value": 0.4},
        "loyalty": {"satisfaction": 0.5, "image": 0.2},
    },
)
LONG = Layout(  # a service-quality study
    dict.fromkeys(("tangibles", "reliability", "empathy", "satisfaction", "trust", "loyalty"), 5),
    {
        "satisfaction": {"tangibles": 0.2, "reliability": 0.4, "empathy": 0.3},
        "trust": {"satisfaction": 0.6},
        "loyalty": {"satisfaction": 0.3, "trust": 0.4},
    },
)


def simulate_answers(layout: Layout, n: int, rng: np.random.Generator) -> np.ndarray:
    """Continuous answers (n, items) of ``layout``; every construct has about unit variance."""
    scores: dict[str, np.ndarray] = {}
    for name in layout.constructs:
        causes = layout.paths.get(name, {})
        explained = np.sqrt(max(0.3, 1 - sum(causes.values()) ** 2)) if causes else 1.0
        scores[name] = explained * rng.normal(size=n)
        for cause, effect in causes.items():
            scores[name] += effect * scores[cause]
    constructs = np.column_stack(
        [scores[name] for name, size in layout.constructs.items() for _ in range(size)]
    )
    return LOADING * constructs + NOISE * rng.normal(size=constructs.shape)


def make_frame(
    layout: Layout, n: int, *, ordinal: bool = False, missing: float = 0.0, seed: int = 20261123
) -> pd.DataFrame:
    """One row per respondent; ``missing`` is the share of answers left out at random."""
    rng = np.random.default_rng(seed)
    answers = simulate_answers(layout, n, rng)
    if ordinal:
        answers = np.searchsorted(CUTS, answers) + 1.0
    frame = pd.DataFrame(answers, columns=layout.items)
    return frame.mask(rng.random(frame.shape) < missing) if missing else frame


def write_answers(path: Path, layout: Layout, n: int, seed: int = 20261123) -> None:
    """Five-point answers of ``n`` respondents in a Parquet file: an id, a column per item."""
    rng = np.random.default_rng(seed)
    schema = pa.schema([("customer_id", pa.int64()), *((item, pa.int8()) for item in layout.items)])
    with pq.ParquetWriter(path, schema) as writer:
        for first in range(0, n, _CHUNK):
            size = min(_CHUNK, n - first)
            points = (np.searchsorted(CUTS, simulate_answers(layout, size, rng)) + 1).astype("int8")
            columns = [np.arange(first, first + size), *points.T]
            writer.write_table(pa.table([pa.array(part) for part in columns], schema=schema))

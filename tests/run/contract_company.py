"""A company of some hundred customers whose contracts have dates, and nothing else on record.

Contract lengths are exponential; some contracts overlap, some follow within days, some customers
come back after months, some were only ever in touch. Names and regions are those nobody hopes for.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from analysis.study import Study, load_study

FIRST, AS_OF = date(2021, 1, 1), date(2023, 12, 31)
N_DAYS = (AS_OF - FIRST).days
HOSTILE = ("<script>alert(1)</script>", "'; DROP TABLE contracts; --", "=HYPERLINK(0)", "東北|北部")
PLANS = {"Basic": (19.9, 160.0), "Plus": (39.5, 320.0)}  # monthly charge, mean days of a contract
_SHARE_RENEWED, _SHARE_RETURNING = 0.3, 0.45


def simulate_contracts(n: int, rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """Lines of the files of customers and of contracts, without their headers."""
    customers, contracts = [], []
    for i in range(n):
        name = f"{HOSTILE[i % 4]} {i}" if i % 10 == 0 else f"c{i}"
        plan = "Plus" if rng.random() < 0.4 else "Basic"
        region = HOSTILE[i % 4] if i % 7 == 0 else ("North" if rng.random() < 0.5 else "South")
        known = int(rng.integers(0, N_DAYS - 30))
        customers.append(f'"{name}",{_date(known)},"{region}",{plan}')
        if rng.random() < 0.8:
            begin = known + int(rng.exponential(40))
            contracts += [f'"{name}",{line}' for line in _sign(begin, plan, rng)]
    return customers, contracts


def _sign(begin: int, plan: str, rng: np.random.Generator) -> list[str]:
    """One customer's contracts from ``begin`` on: start, end (empty while running), charge."""
    charge, mean = PLANS[plan]
    lines = []
    while begin < N_DAYS:
        end = begin + 1 + int(rng.exponential(mean))
        # The end of a contract may lie ahead: it is on file, and not known yet.
        told = _date(end) if end <= N_DAYS or rng.random() < 0.3 else ""
        lines.append(f"{_date(begin)},{told},{charge:.2f}")
        if rng.random() < 0.1:
            inside = begin + max(1, (end - begin) // 2)
            if inside < N_DAYS:
                lines.append(f"{_date(inside)},{_date(end + 30)},{charge / 2:.2f}")
                end += 30
        kind = rng.random()
        if kind < _SHARE_RENEWED:
            begin = end + int(rng.integers(0, 6))  # a renewal
        elif kind < _SHARE_RENEWED + _SHARE_RETURNING:
            begin = end + 8 + int(rng.exponential(120))  # a return
        else:
            break
    return lines


def _date(day: int) -> str:
    return (FIRST + timedelta(days=day)).isoformat()


def make_contract_company(folder: Path, n: int = 600, seed: int = 11) -> Study:
    """The company as a study in ``folder``."""
    customers, contracts = simulate_contracts(n, np.random.default_rng(seed))
    fields: dict[str, Any] = {
        "title": {"en": "Lines & Leases", "zh": "租约公司"},
        "organisation": {"en": "Lines & Leases", "zh": "租约公司"},
        "currency": "EUR",
        "time_zone": "Europe/Berlin",
        "as_of": AS_OF,
        "tables": {
            "customers": {
                "file": "raw/customers.csv",
                "columns": {"customer_id": "id", "joined_date": "known"},
                "attributes": {"region": "region", "plan": "plan"},
            },
            "contracts": {
                "file": "raw/contracts.csv",
                "columns": {
                    "customer_id": "id",
                    "start_date": "start",
                    "end_date": "end",
                    "amount": "monthly",
                },
            },
        },
        "segments": ["plan", "region"],
        "drivers": [{"column": "plan", "kind": "category", "reference": "Basic"}],
        "churn": {"kind": "contract_end"},
        "horizons": [180, 365],
    }
    (folder / "raw").mkdir(parents=True)
    for name, lines in (
        ("customers", ["id,known,region,plan", *customers, ""]),
        ("contracts", ["id,start,end,monthly", *contracts, ""]),
    ):
        (folder / "raw" / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    with (folder / "study.yml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(fields, file)
    return load_study(str(folder))

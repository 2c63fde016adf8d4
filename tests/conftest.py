"""The bundled studies, prepared once for a session of tests."""

import atexit
import os

import pandas as pd
import pytest

from analysis.prepare.intake import prepare_tables
from analysis.store import Tables
from analysis.study import load_study


def pytest_unconfigure() -> None:
    """Say nothing after the closing line: DuckDB's binding lists, when Python ends, what still
    holds its types."""
    atexit.register(os.dup2, os.open(os.devnull, os.O_WRONLY), 2)


@pytest.fixture(scope="session")
def telco_tables() -> Tables:
    """Contracts of 7,032 telecom customers."""
    return prepare_tables(load_study("telco"), progress=print)


@pytest.fixture(scope="session")
def cdnow_tables() -> Tables:
    """69,659 purchases of 23,570 customers."""
    return prepare_tables(load_study("cdnow"), progress=print)


@pytest.fixture(scope="session")
def abc_tables() -> Tables:
    """Answers of 266 business customers to 66 items."""
    return prepare_tables(load_study("abc"), progress=print)


@pytest.fixture(scope="session")
def telco_durations(telco_tables: Tables) -> pd.DataFrame:
    """tenure (months), event_observed and contract of the telecom customers, in file order."""
    contracts = telco_tables.read("contracts")
    columns = {"tenure": "tenure", "ended": "event_observed", "contract": "contract"}
    return contracts[list(columns)].rename(columns=columns)

"""Simulated companies, made once for all tests of this folder."""

from collections.abc import Callable

import pandas as pd
import pytest
from simulated_company import Written, read_company, split_exposures

from analysis.simulate.company import simulate_company
from analysis.simulate.parameters import CompanyParameters


@pytest.fixture(scope="session")
def simulate(tmp_path_factory: pytest.TempPathFactory) -> Callable[[CompanyParameters], Written]:
    def run(parameters: CompanyParameters) -> Written:
        folder = tmp_path_factory.mktemp("company")
        simulate_company(folder, parameters)
        return read_company(folder, parameters)

    return run


@pytest.fixture(scope="session")
def company(simulate: Callable[[CompanyParameters], Written]) -> Written:
    return simulate(CompanyParameters(n_customers=10_000))


@pytest.fixture(scope="session")
def exposures(company: Written) -> pd.DataFrame:
    return split_exposures(company)

"""The limits reviewers hold a measurement model to, and who set them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Limit:
    """A number must lie from ``low`` to ``high``; ``source`` says who asks for it."""

    low: float
    high: float
    source: str

    def holds(self, values: np.ndarray) -> pd.Series:
        """Whether ``values`` lie within; missing where they are."""
        inside = (values >= self.low) & (values <= self.high)
        return pd.Series(inside, dtype="boolean").mask(np.isnan(values))


LOADING_LIMIT = Limit(0.708, np.inf, "Hair et al. 2019")
RELIABILITY_LIMIT = Limit(0.70, 0.95, "Nunnally and Bernstein 1994; Hair et al. 2019")
EXTRACTED_LIMIT = Limit(0.50, np.inf, "Fornell and Larcker 1981")
ITEM_REST_LIMIT = Limit(0.30, np.inf, "Nunnally and Bernstein 1994")
HTMT_LIMIT = Limit(-np.inf, 0.85, "Henseler et al. 2015")
CLOSE_HTMT_LIMIT = Limit(-np.inf, 0.90, "Henseler et al. 2015")
FULL_COLLINEARITY_LIMIT = Limit(-np.inf, 3.3, "Kock 2015")
SKEW_LIMIT = Limit(-2.0, 2.0, "West, Finch and Curran 1995")
METHOD_SHARE_LIMIT = Limit(-np.inf, 0.25, "Williams, Cote and Buckley 1989")
PATH_CHANGE_LIMIT = Limit(-np.inf, 0.20, "Archimi et al. 2018")
HARMAN_LIMIT = Limit(-np.inf, 0.50, "Harman's test; not enough: Podsakoff et al. 2003")

"""Cumulative/dynamic AUC by scikit-survival, for tests/estimate/early_warning.

Run where scikit-survival is installed (it is no dependency of this project):
    python warning_auc.py > ../values/warning_auc.json
"""

import json

import numpy as np
import sksurv
from sksurv.metrics import cumulative_dynamic_auc
from sksurv.util import Surv

rng = np.random.default_rng(20261123)
n = 150
signal = rng.normal(size=n).round(2)  # coarse: some risks tie
lost = rng.exponential(100 * np.exp(-signal))
censored = rng.uniform(10, 250, n)
tenure = np.minimum(lost, censored).round(3)
event = lost <= censored
times = [30.0, 60.0, 90.0]
answer = Surv.from_arrays(event, tenure)
auc, _ = cumulative_dynamic_auc(answer, answer, signal, times)
print(
    json.dumps(
        {
            "source": f"scikit-survival {sksurv.__version__}, cumulative_dynamic_auc",
            "signal": signal.tolist(),
            "tenure": tenure.tolist(),
            "event": event.tolist(),
            "times": times,
            "auc": auc.tolist(),
        }
    )
)

"""Survival curves of held-out customers by scikit-survival, fold by fold.

    python warning_peers.py customers.npz boosting curves.npz

Imports nothing of this project, so that the package can stand in an environment of its own. Reads
``design`` (n, p), ``tenure``, ``event``, ``fold`` and ``times``; writes ``risk`` (n,), ``left``
(n, times), the probability of having left by each time, and ``seconds``, processor time.
"""

import sys
import time

import numpy as np
from sksurv.ensemble import GradientBoostingSurvivalAnalysis, RandomSurvivalForest
from sksurv.util import Surv

MODELS = {
    "boosting": lambda: GradientBoostingSurvivalAnalysis(random_state=0),
    "forest": lambda: RandomSurvivalForest(n_jobs=1, random_state=0),
    "forest_smooth": lambda: RandomSurvivalForest(min_samples_leaf=20, n_jobs=1, random_state=0),
}


def main() -> None:
    source, name, target = sys.argv[1:]
    given = np.load(source)
    design, fold, times = given["design"], given["fold"], given["times"]
    outcome = Surv.from_arrays(given["event"], given["tenure"])
    risk, left = np.empty(len(fold)), np.empty((len(fold), len(times)))
    started = time.process_time()
    for number in np.unique(fold):
        test = fold == number
        model = MODELS[name]().fit(design[~test], outcome[~test])
        risk[test] = model.predict(design[test])
        curves = model.predict_survival_function(design[test], return_array=True)
        known = model.unique_times_
        place = np.searchsorted(known, times, side="right") - 1
        left[test] = np.where(place >= 0, 1 - curves[:, np.maximum(place, 0)], 0.0)
    np.savez(target, risk=risk, left=left, seconds=time.process_time() - started)


if __name__ == "__main__":
    main()

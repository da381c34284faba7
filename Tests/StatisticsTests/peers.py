"""What SciPy and deepsig say of samples that are read as JSON from standard input."""

import json
import sys

import numpy
from deepsig import aso
from scipy import stats

samples = json.load(sys.stdin)
left, right = numpy.array(samples["left"]), numpy.array(samples["right"])


def difference(left, right, axis=-1):
    return numpy.mean(left, axis=axis) - numpy.mean(right, axis=axis)


random = numpy.random.default_rng(7)
interval = stats.bootstrap(
    (left, right), difference, paired=True, n_resamples=20000, method="percentile", rng=random
).confidence_interval
permutation = stats.permutation_test(
    (left, right), difference, permutation_type="samples", n_resamples=20000, rng=random
)
first, second = samples["first"], samples["second"]
json.dump(
    {
        "low": interval.low,
        "high": interval.high,
        "p": permutation.pvalue,
        "aso": aso(first, second, num_bootstrap_iterations=1000, dt=0.002, seed=7, show_progress=False),
        "welch": stats.ttest_ind(first, second, equal_var=False).pvalue,
        "paired": stats.ttest_rel(first[:5], second).pvalue,
    },
    sys.stdout,
)

"""Writes the reference numbers of EvaluationTest.

    pip install numpy scikit-learn statsmodels confidenceinterval
    python src/test/python/evaluate_reference.py src/test/resources/org/slicelstm/evaluate/reference.json

Measures are scikit-learn's, Wilson's intervals and the calibration statsmodels', DeLong's variance is taken from its
definition (Biometrics 44, 1988: a kernel over all pairs) and checked against the package confidenceinterval. The
bootstrap is NumPy's, with a whole fit of the calibration in every draw.
"""
import json
import sys
import warnings

import numpy as np
import statsmodels.api as sm
from scipy import optimize, special, stats
from sklearn import metrics
from statsmodels.stats.proportion import proportion_confint

warnings.simplefilter("ignore")
EPSILON = np.finfo(float).eps


def kernel(scores, truth):
    positive, negative = scores[truth == 1], scores[truth == 0]
    return (positive[:, None] > negative[None, :]) + .5 * (positive[:, None] == negative[None, :])


def delong_covariance(one, two, truth):
    a, b = kernel(one, truth), kernel(two, truth)
    return (np.cov(a.mean(1), b.mean(1))[0, 1] / a.shape[0] + np.cov(a.mean(0), b.mean(0))[0, 1] / a.shape[1])


def logits(p):
    p = np.clip(p, EPSILON, 1 - EPSILON)
    return np.log(p) - np.log1p(-p)


def ece(p, truth):
    bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], p)
    return sum(abs(p[bins == b].sum() - truth[bins == b].sum()) for b in range(10)) / len(p)


def slope(p, truth):
    fit = sm.Logit(truth, sm.add_constant(logits(p))).fit(disp=0, tol=1e-12, maxiter=200)
    return fit.params, fit.conf_int()


def newton_slope(p, truth):
    """The same slope, quicker than a statsmodels model."""
    x = np.column_stack([np.ones(len(p)), logits(p)])
    beta = np.zeros(2)
    for _ in range(10):
        fitted = special.expit(x @ beta)
        beta += np.linalg.solve((x.T * (fitted * (1 - fitted))) @ x, x.T @ (truth - fitted))
    return beta[1]


def measures(p, truth, threshold):
    called = (p >= threshold).astype(int)
    tn, fp, fn, tp = metrics.confusion_matrix(truth, called, labels=[0, 1]).ravel()
    values = {"accuracy": [(tp + tn), len(p)], "sensitivity": [tp, tp + fn], "specificity": [tn, tn + fp],
              "precision": [tp, tp + fp], "negative_predictive_value": [tn, tn + fn]}
    result = {"confusion": [int(each) for each in (tp, fp, tn, fn)]}
    for name, (k, n) in values.items():
        low, high = proportion_confint(k, n, method="wilson") if n else (None, None)
        result[name] = [k / n if n else None, low, high]
    result["f1"] = [metrics.f1_score(truth, called) if 2 * tp + fp + fn else None]
    result["brier"] = [metrics.brier_score_loss(truth, p, pos_label=1)]
    result["log_loss"] = [metrics.log_loss(truth, p, labels=[0, 1])]
    result["expected_calibration_error"] = [ece(p, truth)]
    both = 0 < truth.sum() < len(truth)
    result["auc"] = [metrics.roc_auc_score(truth, p) if both else None]
    result["average_precision"] = [metrics.average_precision_score(truth, p) if truth.sum() else None]
    if min(truth.sum(), len(truth) - truth.sum()) >= 2:
        variance = delong_covariance(p, p, truth)
        auc = result["auc"][0]
        result["auc"] += [max(0, auc - 1.959963984540054 * variance ** .5),
                          min(1, auc + 1.959963984540054 * variance ** .5)]
        result["delong_variance"] = variance
        from confidenceinterval.delong import delong_roc_variance
        # It reckons in single precision.
        assert abs(delong_roc_variance(truth, p)[1] - variance) < 1e-6 * max(variance, 1e-3)
    if both:
        # statsmodels' GLM with an offset gives the same but does not converge where probabilities are 0 and 1.
        x = logits(p)
        large = optimize.brentq(lambda a: special.expit(a + x).sum() - truth.sum(), -100, 100, xtol=1e-14)
        error = (special.expit(large + x) * special.expit(-large - x)).sum() ** -.5
        result["calibration_in_the_large"] = [large, large - 1.959963984540054 * error,
                                              large + 1.959963984540054 * error]
        if p.min() > 0 and p.max() < 1:
            offset = sm.GLM(truth, np.ones(len(p)), family=sm.families.Binomial(), offset=x).fit(tol=1e-14)
            assert np.allclose(result["calibration_in_the_large"], [offset.params[0], *offset.conf_int()[0]], atol=1e-6)
        apart = p[truth == 1].min() >= p[truth == 0].max() or p[truth == 1].max() <= p[truth == 0].min()
        if not apart:
            params, interval = slope(p, truth)
            result["calibration_intercept"] = [params[0], *interval[0]]
            result["calibration_slope"] = [params[1], *interval[1]]
    return result


def plain(value):
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value if value is None or isinstance(value, (str, bool, int)) else float(value)


def case(name, p, truth, threshold=.5):
    p, truth = np.asarray(p, float), np.asarray(truth, int)
    known = truth >= 0
    return {"name": name, "probabilities": list(map(float, p)), "truth": [int(each) for each in truth],
            "threshold": threshold, "expected": plain(measures(p[known], truth[known], threshold))}


random = np.random.default_rng(5)
cases = []

x = random.normal(size=300)
truth = (random.random(300) < 1 / (1 + np.exp(-(1.2 * x - .6)))).astype(int)
continuous = 1 / (1 + np.exp(-(.8 * x + .3)))
cases.append(case("continuous", continuous, truth, .43))

x = random.normal(size=90)
tied_truth = (random.random(90) < 1 / (1 + np.exp(-(1.5 * x - 1)))).astype(int)
tied_truth[random.random(90) < .15] = -1
tied = np.round(1 / (1 + np.exp(-1.4 * x + 1)), 1)
tied[:4] = [.1, .3, .7, .6]
cases.append(case("ties and missing labels", np.clip(tied, .1, .9), tied_truth, .3))

cases.append(case("certain", [0, 1, 1, .5, .2, 0, .9, 1, .4, .8], [0, 1, 0, 1, 0, 0, 1, 1, 1, -1], 1))
cases.append(case("rare", np.linspace(.01, .6, 40), [1 if i in (20, 33, 39) else 0 for i in range(40)], .5))
cases.append(case("one positive", [.2, .4, .3, .9, .1], [0, 0, 1, 0, 0], .25))
cases.append(case("nobody has it", [.2, .4, .6], [0, 0, 0]))
cases.append(case("everybody has it", [.2, .4, .6], [1, 1, 1]))
cases.append(case("one patient", [.7], [1]))
cases.append(case("apart", [.1, .2, .3, .6, .8, .9], [0, 0, 0, 1, 1, 1]))
cases.append(case("all equal", [.3] * 6, [0, 1, 0, 0, 1, 0]))

second = 1 / (1 + np.exp(-(.5 * np.log(continuous / (1 - continuous)) + .6 * random.normal(size=300))))
variance = (delong_covariance(continuous, continuous, truth) + delong_covariance(second, second, truth)
            - 2 * delong_covariance(continuous, second, truth))
difference = metrics.roc_auc_score(truth, continuous) - metrics.roc_auc_score(truth, second)
z = difference / variance ** .5
paired = {"second": list(map(float, second)), "difference": difference, "z": z, "p": 2 * stats.norm.sf(abs(z)),
          "low": difference - 1.959963984540054 * variance ** .5,
          "high": difference + 1.959963984540054 * variance ** .5}


def bootstrap(groups):
    members = [np.flatnonzero(groups == each) for each in np.unique(groups)]
    rows = []
    for _ in range(4000):
        take = np.concatenate([members[each] for each in random.integers(len(members), size=len(members))])
        p, t = continuous[take], truth[take]
        called = (p >= .43).astype(int)
        rows.append([metrics.roc_auc_score(t, p), metrics.average_precision_score(t, p), metrics.f1_score(t, called),
                     metrics.brier_score_loss(t, p), newton_slope(p, t), metrics.recall_score(t, called)])
    low, high = np.percentile(rows, [2.5, 97.5], axis=0)
    names = ["auc", "average_precision", "f1", "brier", "calibration_slope", "sensitivity"]
    return {name: [float(a), float(b)] for name, a, b in zip(names, low, high)}


assert abs(newton_slope(continuous, truth) - slope(continuous, truth)[0][1]) < 1e-8
# Patients that are alike share a group.
groups = np.empty(300, int)
groups[np.lexsort((continuous, truth))] = np.arange(300) // 5
reference = {"cases": cases, "paired": plain(paired), "groups": [int(each) for each in groups],
             "bootstrap": bootstrap(np.arange(300)), "group_bootstrap": bootstrap(groups),
             "normal": {str(z): float(2 * stats.norm.sf(z)) for z in (0, .1, 1, 1.959963984540054, 2.9, 3, 5, 9)}}
with open(sys.argv[1], "w") as out:
    json.dump(reference, out, indent=1)
    out.write("\n")

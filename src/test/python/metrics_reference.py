"""Reference numbers of MetricsTest, ThresholdTest and PlattCalibrationTest (numpy, scikit-learn)."""
import numpy as np
from sklearn import metrics as m
from sklearn.calibration import _sigmoid_calibration

i = np.arange(60)
logits = (i * 37 % 41 - 20) / 8
truth = ((i ** 3 + 3 * i) % 11 * .7 + logits > 4.5).astype(int)
known = i % 7 != 3
x, y = logits[known], truth[known]
p = 1 / (1 + np.exp(-x))
called = (p >= .5).astype(int)
positive, negative = (y == 0).mean(), (y == 1).mean()

print("positives, negatives", y.sum(), (1 - y).sum())
print("plain loss", m.log_loss(y, p))
print("weighted loss", m.log_loss(y, p, sample_weight=np.where(y == 1, positive, negative))
      * np.where(y == 1, positive, negative).mean())
print("accuracy", m.accuracy_score(y, called))
print("recall", m.recall_score(y, called))
print("precision", m.precision_score(y, called))
print("specificity", m.recall_score(y, called, pos_label=0))
print("f1", m.f1_score(y, called))
print("auc", m.roc_auc_score(y, x))
false, true, at = m.roc_curve(y, x, drop_intermediate=False)
best = np.argmax(true - false)
below = x[x < at[best]].max()
print("youden", (true - false)[best], (1 / (1 + np.exp(-at[best])) + 1 / (1 + np.exp(-below))) / 2,
      np.sum(np.isclose(true - false, (true - false)[best])))
a, b = _sigmoid_calibration(x, y)
print("platt", -a, -b)

"""Writes heads.json of HeadGoldenTest: logits of every head on random weights, by Keras 3 (attention by its formula).

    python src/test/python/head_golden.py > src/test/resources/org/slicelstm/graph/heads.json
"""
import json

import keras
import numpy as np
from keras import layers

WIDTH, SLICES, LABELS, UNITS, HEADS, BLOCKS = 6, 5, 2, 4, 2, 2
EPSILON = 1e-5
random = np.random.default_rng(7)


def draw(*shape):
    return np.round(random.normal(scale=.5, size=shape), 4).astype("float32")


def norm(weights, name):
    layer = layers.LayerNormalization(epsilon=EPSILON)
    layer.build((1, SLICES, WIDTH))
    weights[name + ".scale"], weights[name + ".offset"] = draw(WIDTH) + 1, draw(WIDTH)
    layer.set_weights([weights[name + ".scale"], weights[name + ".offset"]])
    return layer


def dense(weights, name, inputs, outputs, activation=None):
    layer = layers.Dense(outputs, activation=activation)
    layer.build((1, SLICES, inputs))
    weights[name + ".weight"], weights[name + ".bias"] = draw(inputs, outputs), draw(outputs)
    layer.set_weights([weights[name + ".weight"], weights[name + ".bias"]])
    return layer


def lstm(weights, name):
    """Keras' kernel, recurrent kernel and bias, gates in the order i, f, c, o."""
    kernel, recurrent, bias = draw(WIDTH, 4 * UNITS), draw(UNITS, 4 * UNITS), draw(4 * UNITS)
    weights[name + ".kernel"], weights[name + ".bias"] = np.concatenate([kernel, recurrent]), bias
    return [kernel, recurrent, bias]


def attention(weights, x):
    value = np.tanh(dense(weights, "attention.value", WIDTH, UNITS)(x).numpy())
    gate = 1 / (1 + np.exp(-dense(weights, "attention.gate", WIDTH, UNITS)(x).numpy()))
    weights["attention.score.weight"] = draw(UNITS, 1)
    powers = np.exp((value * gate) @ weights["attention.score.weight"])
    return (powers / powers.sum(axis=1, keepdims=True) * x).sum(axis=1)


def transformer(weights, x):
    for block in range(BLOCKS):
        name = f"block{block}."
        normed = norm(weights, name + "attention_norm")(x)
        layer = layers.MultiHeadAttention(HEADS, WIDTH // HEADS)
        layer(normed, normed)
        parts = {part: draw(WIDTH, WIDTH) for part in ["query", "key", "value", "joined"]}
        biases = {part: draw(WIDTH) for part in ["query", "value", "joined"]}
        weights.update({f"{name}{part}.weight": matrix for part, matrix in parts.items()})
        weights.update({f"{name}{part}.bias": vector for part, vector in biases.items()})
        by_head = (WIDTH, HEADS, WIDTH // HEADS)
        layer.set_weights([parts["query"].reshape(by_head), biases["query"].reshape(by_head[1:]),
                           parts["key"].reshape(by_head), np.zeros(by_head[1:]),
                           parts["value"].reshape(by_head), biases["value"].reshape(by_head[1:]),
                           parts["joined"].reshape(HEADS, WIDTH // HEADS, WIDTH), biases["joined"]])
        x = x + layer(normed, normed)
        hidden = dense(weights, name + "forward0", WIDTH, UNITS, "relu")(norm(weights, name + "forward_norm")(x))
        x = x + dense(weights, name + "forward1", UNITS, WIDTH)(hidden)
    return norm(weights, "norm")(x).numpy().mean(axis=1)


def one_way(weights, x):
    layer = layers.LSTM(UNITS)
    layer.build(x.shape)
    layer.set_weights(lstm(weights, "lstm"))
    return layer(x).numpy()


def two_way(weights, x):
    layer = layers.Bidirectional(layers.LSTM(UNITS))
    layer.build(x.shape)
    layer.set_weights(lstm(weights, "lstm") + lstm(weights, "lstm_back"))
    return layer(x).numpy()


x = draw(1, SLICES, WIDTH)
heads = {"lstm": one_way, "bilstm": two_way, "attention": attention, "transformer": transformer,
         "mean": lambda weights, x: layers.GlobalAveragePooling1D()(x).numpy(),
         "max": lambda weights, x: layers.GlobalMaxPooling1D()(x).numpy()}
cases = {}
for kind, head in heads.items():
    weights = {}
    joined = head(weights, x)
    logits = dense(weights, "output", joined.shape[-1], LABELS)(joined).numpy()
    cases[kind] = {"weights": {name: [round(float(each), 4) for each in values.ravel()]
                               for name, values in weights.items()},
                   "logits": [round(float(each), 7) for each in logits[0]]}
print(json.dumps({"made_with": f"Keras {keras.__version__}", "features": [[round(float(each), 4) for each in row]
                                                                          for row in x[0]], "cases": cases}))

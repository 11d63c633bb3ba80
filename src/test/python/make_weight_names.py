"""Lists the tensors that PyTorch's and Keras' networks have, for the tests of org.slicelstm.model.weights.

    python make_weight_names.py ../resources/org/slicelstm/model/weights/names.txt.gz

Needs torch, torchvision, timm, efficientnet-lite-pytorch, keras with TensorFlow, tf_keras and h5py. Under a line
"# file" stands a line "name shape" for each tensor. The networks of Keras get random weights; their sections
have lines "counted named shape": which name of Keras 3's .weights.h5 holds the numbers of which name of a whole
model's .h5. Keras 2 writes the names of the latter with ":0" behind them and DenseNet's first layers as conv1/conv
and conv1/bn; this is checked here.
"""
import gzip
import os
import pathlib
import re
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import efficientnet_lite_pytorch
import h5py
import keras
import numpy
import tf_keras
import timm
import torch
import torchvision

lines = []


def add(title, rows):
    lines.append(f"# {title}\n")
    lines.extend(f"{name} {'x'.join(map(str, shape)) or '-'}\n" for name, shape in rows)


def torch_rows(model):
    return [(name, tensor.shape) for name, tensor in model.state_dict().items()]


def tensors(path):
    found = {}
    with h5py.File(path) as file:
        file.visititems(lambda name, item: found.update({name: item[()]}) if isinstance(item, h5py.Dataset) else None)
    return {name.removeprefix("model_weights/"): value for name, value in found.items()
            if not name.startswith("optimizer")}


with torch.device("meta"):
    for name in ("vgg16", "vgg19", "densenet121"):
        add(f"torchvision {name}", torch_rows(getattr(torchvision.models, name)(weights=None)))
    for name in ("vgg19", "efficientnet_lite0", "tf_efficientnet_lite0"):
        add(f"timm {name}", torch_rows(timm.create_model(name)))
add("package efficientnet-lite0",
    torch_rows(efficientnet_lite_pytorch.EfficientNet.from_name("efficientnet-lite0")))

random = numpy.random.default_rng(1)
with tempfile.TemporaryDirectory() as folder:
    for name, make in (("vgg19", "VGG19"), ("densenet121", "DenseNet121")):
        model = getattr(keras.applications, make)(weights=None)
        for weight in model.weights:
            weight.assign(numpy.broadcast_to(random.normal(size=weight.shape[-1:]), weight.shape))
        model.save_weights(f"{folder}/counted.weights.h5")
        model.save(f"{folder}/named.h5")
        counted, named = tensors(f"{folder}/counted.weights.h5"), tensors(f"{folder}/named.h5")
        by_values = {(value.shape, value.tobytes()[:4096]): key for key, value in named.items()}
        assert len(by_values) == len(named)
        lines.append(f"# keras {name}\n")
        lines.extend(f"{key} {by_values[value.shape, value.tobytes()[:4096]]} {'x'.join(map(str, value.shape))}\n"
                     for key, value in counted.items())
        getattr(tf_keras.applications, make)(weights=None).save_weights(f"{folder}/keras2.h5")
        keras2 = {key: value.shape for key, value in tensors(f"{folder}/keras2.h5").items()}
        renamed = {re.sub("(?<![^/])conv1_(conv|bn)(?=/)", r"conv1/\1", key): value.shape
                   for key, value in named.items()}
        assert keras2 == {f"{key}:0": shape for key, shape in renamed.items()}, sorted(keras2)[:9]

pathlib.Path(sys.argv[1]).write_bytes(gzip.compress("".join(lines).encode(), mtime=0))

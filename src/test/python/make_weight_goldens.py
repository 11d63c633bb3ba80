"""Writes the small weight files that the tests of org.slicelstm.model.weights read.

    python make_weight_goldens.py ../resources/org/slicelstm/model/weights

Needs torch, safetensors, h5py, keras with TensorFlow. Values are small whole numbers or fractions that every float
type holds exactly, so that the tests can state them; expected.json holds what PyTorch itself reads back.
"""
import collections
import json
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import h5py
import keras
import numpy
import safetensors.torch
import torch

out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
expected = {}


def remember(name, state):
    expected[name] = {key: {"shape": list(value.shape), "values": value.detach().to(torch.float32).flatten().tolist()}
                      for key, value in state.items()}


def both_layouts(stem, state, whole=None, **options):
    whole = state if whole is None else whole
    torch.save(whole, out / f"{stem}.pth", **options)
    torch.save(whole, out / f"{stem}-legacy.pth", _use_new_zipfile_serialization=False, **options)
    remember(f"{stem}.pth", state)
    remember(f"{stem}-legacy.pth", state)


def numbers(*shape, dtype=torch.float32):
    count = int(numpy.prod(shape))
    return (torch.arange(count, dtype=torch.float32).reshape(shape) - 3).to(dtype)


types = collections.OrderedDict(
    float32=numbers(2, 3) / 4,
    float16=torch.tensor([0.5, -1.25, 65504, 2.0 ** -24, 2.0 ** -14, float("inf"), float("-inf"), 0.0]).half(),
    bfloat16=torch.tensor([0.5, -1.25, 3.0e38, 1e-40]).bfloat16(),
    float64=torch.tensor([0.1, -1e300, 1e-300], dtype=torch.float64),
    int64=torch.tensor([1, -2, 2 ** 40]), int32=numbers(3, dtype=torch.int32),
    int16=numbers(3, dtype=torch.int16), int8=numbers(3, dtype=torch.int8),
    uint8=torch.tensor([0, 127, 128, 255], dtype=torch.uint8), bool=torch.tensor([True, False, True]),
    scalar=torch.tensor(7.5), empty=torch.zeros(0, 4))
both_layouts("types", types)
safetensors.torch.save_file(types, out / "types.safetensors", metadata={"format": "pt"})
remember("types.safetensors", types)

base = numbers(4, 6)
views = collections.OrderedDict(
    base=base, transposed=base.t(), row=base[2], column=base[:, 1], block=base[1:3, 2:5], skipping=base[::2, ::3],
    permuted=numbers(2, 3, 4).permute(2, 0, 1), expanded=numbers(3).expand(2, 3),
    channels_last=numbers(1, 2, 3, 2).contiguous(memory_format=torch.channels_last))
both_layouts("views", views)

layer = torch.nn.Sequential(collections.OrderedDict(conv=torch.nn.Conv2d(1, 2, 2), bn=torch.nn.BatchNorm2d(2)))
layer.load_state_dict({key: numbers(*value.shape, dtype=value.dtype) for key, value in layer.state_dict().items()})
state = layer.state_dict()
both_layouts("network", state)
both_layouts("checkpoint", state, {"epoch": 3, "loss": 0.5, "name": "a", "done": True, "state_dict": state,
                                   "sizes": [1, (2, None)], "shape": torch.Size([1, 2])})
both_layouts("parameters", dict(layer.named_parameters()), {"model": dict(layer.named_parameters())})
torch.save(state, out / "protocol4.pth", pickle_protocol=4)
remember("protocol4.pth", state)

keras.utils.set_random_seed(1)
model = keras.Sequential([keras.Input((4, 4, 1)), keras.layers.Conv2D(2, 2, name="conv"),
                          keras.layers.BatchNormalization(name="bn")])
model.set_weights([numbers(*value.shape).numpy() for value in model.get_weights()])
model.compile("adam", "mse")
model.fit(numpy.zeros((1, 4, 4, 1)), numpy.zeros((1, 3, 3, 2)), epochs=0, verbose=0)
model.save_weights(out / "keras3.weights.h5")
model.save(out / "whole.h5")
named = {weight.path.removeprefix("sequential/"): torch.tensor(weight.numpy()) for weight in model.weights}
order = {"conv/kernel": "layers/conv2d/vars/0", "conv/bias": "layers/conv2d/vars/1", "bn/gamma":
         "layers/batch_normalization/vars/0", "bn/beta": "layers/batch_normalization/vars/1", "bn/moving_mean":
         "layers/batch_normalization/vars/2", "bn/moving_variance": "layers/batch_normalization/vars/3"}
remember("keras3.weights.h5", {order[key]: value for key, value in named.items()})
remember("whole.h5", {key.split("/")[0] + "/sequential/" + key: value for key, value in named.items()})

with h5py.File(out / "legacy.weights.h5", "w") as file:
    # Keras 2's layout, written by hand: it is the one that keras-applications published.
    file.attrs["layer_names"] = numpy.array([b"conv", b"conv1/bn"])
    conv = file.create_group("conv")
    conv.attrs["weight_names"] = numpy.array([b"conv/kernel:0", b"conv/bias:0"])
    conv["conv/kernel:0"] = numbers(2, 2, 1, 2).numpy()
    conv["conv/bias:0"] = numpy.array([0.5, -1.5], dtype=">f4")
    bn = file.create_group("conv1/bn")
    bn.attrs["weight_names"] = numpy.array([b"conv1/bn/gamma:0"])
    bn["conv1/bn/gamma:0"] = numpy.array([0.5, 0.25], dtype="<f2")
    bn["conv1/bn/double:0"] = numpy.array([0.5, 1e300], dtype="<f8")
    bn["conv1/bn/count:0"] = numpy.array([1, -2], dtype="<i8")
    file["text"] = "not a tensor"
remember("legacy.weights.h5", {
    "conv/conv/kernel:0": numbers(2, 2, 1, 2), "conv/conv/bias:0": torch.tensor([0.5, -1.5]),
    "conv1/bn/conv1/bn/gamma:0": torch.tensor([0.5, 0.25]),
    "conv1/bn/conv1/bn/double:0": torch.tensor([0.5, 1e300], dtype=torch.float64),
    "conv1/bn/conv1/bn/count:0": torch.tensor([1, -2])})
with h5py.File(out / "compressed.h5", "w") as file:
    file.create_dataset("packed", data=numpy.zeros((8, 8), dtype="f4"), compression="gzip")

text = json.dumps(expected, separators=(",", ":")).replace("-Infinity", '"-Infinity"').replace(
    ",Infinity", ',"Infinity"')
(out / "expected.json").write_text(text + "\n")
print(sum(path.stat().st_size for path in out.iterdir()), "bytes")

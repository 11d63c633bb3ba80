"""Writes the SavedModels of other people's making that the tests adopt, and what TensorFlow itself says of them:

    pip install tensorflow-cpu keras==3.15.1 tf_keras
    python src/test/python/make_foreign_goldens.py src/test/resources/org/slicelstm/cli/foreign

keras.zip    tf_keras: TimeDistributed CNN and LSTM, images [batch, slices, 16, 16, 3] from -1 to 1 to [batch, 2]
first.zip    the same of Keras 3.15.1, whose TimeDistributed, where the number of slices is open, exports a graph that
             sees the first slice only: Python says the same of it
fixed.zip    the same of Keras 3.15.1 for exactly 4 slices, which it exports rightly
running.zip  tf.Module: images [slices, 16, 16, 3] from 0 to 255 to logits [slices, 2], after each slice
four.zip     the same for exactly 4 slices, in several signatures: see Four
expected.json  the pictures, grey 0 to 255, [slices, 16, 16], and for each model the output for each prefix; of fixed
             and centred, which take no prefix, the last one

Keras writes other bytes each time; the numbers in expected.json belong to the zips beside it.
"""
import json
import os
import pathlib
import sys
import tempfile
import zipfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy as np
import tensorflow as tf
import tf_keras

SIZE = 16
SLICES = 4


def cnn_lstm(keras, slices_taken=None):
    keras.utils.set_random_seed(3)
    slices = keras.layers.TimeDistributed
    return keras.Sequential([
        keras.Input((slices_taken, SIZE, SIZE, 3)),
        slices(keras.layers.Conv2D(4, 3, strides=2, activation="relu")),
        slices(keras.layers.GlobalAveragePooling2D()),
        keras.layers.LSTM(5),
        keras.layers.Dense(2, activation="sigmoid", kernel_initializer=keras.initializers.RandomNormal(0, 3)),
    ])


class Running(tf.Module):
    """A recurrence by hand: the mean of all features so far, and a signature with names of its own."""

    def __init__(self):
        super().__init__()
        random = np.random.default_rng(5)
        self.kernel = tf.Variable(random.normal(0, 0.02, (3, 3, 3, 4)).astype(np.float32))
        self.weight = tf.Variable(random.normal(0, 1, (4, 2)).astype(np.float32))

    @tf.function(input_signature=[tf.TensorSpec((None, SIZE, SIZE, 3), tf.float32, name="pixels")])
    def diagnose(self, pixels):
        features = tf.reduce_mean(tf.nn.relu(tf.nn.conv2d(pixels, self.kernel, 2, "VALID")), (1, 2))
        seen = tf.cast(tf.range(1, tf.shape(pixels)[0] + 1), tf.float32)[:, None]
        return {"scores": tf.cumsum(features) / seen @ self.weight}


FOUR = tf.TensorSpec((SLICES, SIZE, SIZE, 3), tf.float32, name="pixels")


class Four(Running):
    """The recurrence for exactly 4 slices."""

    @tf.function(input_signature=[FOUR])
    def steps(self, pixels):
        """[4, 2]: after each slice."""
        return self.diagnose(pixels)

    @tf.function(input_signature=[tf.TensorSpec((1, *FOUR.shape), tf.float32, name="pixels")])
    def centred(self, pixels):
        """[1, 4, 2]: less half the mean of all, so that no row knows the slices before it alone."""
        scores = self.diagnose(pixels[0])["scores"]
        return {"scores": (scores - scores[-1:] / 2)[None]}

    @tf.function(input_signature=[FOUR])
    def first(self, pixels):
        """[2]: of the first slice."""
        return {"scores": self.diagnose(pixels)["scores"][0]}

    @tf.function(input_signature=[tf.TensorSpec((2, *FOUR.shape), tf.float32, name="pixels")])
    def pair(self, pixels):
        """[2, 2]: of two patients."""
        return {"scores": tf.stack([self.diagnose(pixels[i])["scores"][-1] for i in range(2)])}


def pack(folder, archive):
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != "fingerprint.pb":
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                out.writestr(entry, path.read_bytes())
    print(archive.name, archive.stat().st_size, "bytes")


def main():
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    grey = np.random.default_rng(1).integers(0, 256, (SLICES, SIZE, SIZE))
    # Each picture brighter than the one before, so that every slice changes the answer.
    grey = grey * np.arange(1, SLICES + 1)[:, None, None] // SLICES
    images = np.repeat(grey[..., None], 3, axis=3).astype(np.float32)
    expected = {"grey": grey.tolist()}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        model = cnn_lstm(tf_keras)
        model.export(folder / "keras")
        expected["keras"] = [model(images[None, :count] / 127.5 - 1).numpy()[0].tolist()
                             for count in range(1, SLICES + 1)]
        cnn_lstm(keras).export(folder / "first", verbose=False)
        module = Running()
        tf.saved_model.save(module, folder / "running", signatures={"diagnose": module.diagnose})
        expected["running"] = tf.sigmoid(module.diagnose(tf.constant(images))["scores"]).numpy().tolist()
        model = cnn_lstm(keras, SLICES)
        model.export(folder / "fixed", verbose=False)
        expected["fixed"] = model(images[None] / 127.5 - 1).numpy()[0].tolist()
        module = Four()
        tf.saved_model.save(module, folder / "four", signatures={
            name: getattr(module, name) for name in ("steps", "centred", "first", "pair")})
        expected["centred"] = tf.sigmoid(module.centred(tf.constant(images[None]))["scores"][0, -1]).numpy().tolist()
        for name in ("keras", "first", "fixed", "running", "four"):
            pack(folder / name, target / (name + ".zip"))
    target.joinpath("expected.json").write_text(json.dumps(expected) + "\n")
    print(json.dumps({name: expected[name] for name in ("keras", "fixed", "running", "centred")}, indent=1))


if __name__ == "__main__":
    main()

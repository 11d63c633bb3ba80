"""Writes the pictures that Pillow resizes for ResizeGoldenTest.

    python3 src/test/python/resize_golden.py > src/test/resources/org/slicelstm/image/resize_golden.csv

Needs numpy and Pillow (made with Pillow 13). The pictures are 8-bit grey levels by a formula that the test repeats,
resized as 32-bit floats (mode F) by the bilinear filter, whose support grows with the shrink factor. One line each:
columns and rows before, columns and rows after, then a sample of the pixels: all of them up to 150, else every one
whose index is divisible by the step given.
"""
import numpy
from PIL import Image

SIZES = [(7, 5, 3, 4), (5, 3, 11, 8), (16, 9, 5, 5), (33, 20, 20, 33), (8, 4, 16, 16), (12, 12, 12, 12),
         (100, 37, 13, 61), (512, 512, 224, 224), (300, 512, 224, 224)]


def picture(columns, rows):
    y, x = numpy.mgrid[0:rows, 0:columns]
    return ((x * 37 + y * 91 + x * y * 13) % 256).astype(numpy.float32)


for columns, rows, wide, high in SIZES:
    resized = numpy.asarray(Image.fromarray(picture(columns, rows)).resize((wide, high), Image.Resampling.BILINEAR))
    values = resized.ravel()
    step = 1 if values.size <= 150 else values.size // 97
    sample = ",".join(f"{value:.5f}" for value in values[::step])
    print(f"{columns},{rows},{wide},{high},{step},{sample}")

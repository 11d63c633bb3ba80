"""Reference numbers of WarpTest (numpy, Pillow)."""
import numpy as np
from PIL import Image

x, y = np.meshgrid(np.arange(13), np.arange(9))
picture = Image.fromarray(((x * 37 + y * 91 + x * y * 5) % 256).astype(np.float32))
for size, box in (((5, 4), (0, 0, 13, 9)), ((6, 7), (2.25, 1.5, 9.75, 8.5)), ((4, 3), (6.5, 0, 13, 4.5))):
    out = np.asarray(picture.resize(size, Image.Resampling.BILINEAR, box=box))
    print(size, box, ", ".join(f"{v:.4f}" for v in out.ravel()))

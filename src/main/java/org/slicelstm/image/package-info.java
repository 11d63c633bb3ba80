/** Pictures to tensors: reading, rescale to HU, window, grey to RGB 0–255, resize; ImgLib2 until one float buffer. */
package org.slicelstm.image;

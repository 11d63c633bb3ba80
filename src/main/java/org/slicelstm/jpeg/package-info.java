/**
 * The JPEG family, strictly: one marker parser and one bit reader for lossless JPEG, JPEG with a discrete cosine
 * transform and JPEG-LS. A stream is read to its last bit or refused with what was expected.
 * {@link org.slicelstm.jpeg.Jpeg} is the way in.
 */
package org.slicelstm.jpeg;

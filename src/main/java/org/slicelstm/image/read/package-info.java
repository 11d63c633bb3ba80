/**
 * Files to slices: what a file is by its content, what its header says, and its pixels, right to the last one or
 * refused with the reason. {@link org.slicelstm.image.read.SliceFiles} is the way in.
 */
package org.slicelstm.image.read;

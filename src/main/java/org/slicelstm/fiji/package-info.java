/**
 * Fiji's side: the commands in the menu, and the worker, a process of its own that does their jobs. TensorFlow and
 * Bio-Formats' decoders never load in Fiji's process: another TensorFlow may be there, and a native crash would take
 * the user's open images along.
 */
package org.slicelstm.fiji;

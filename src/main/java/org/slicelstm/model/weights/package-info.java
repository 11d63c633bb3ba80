/**
 * Weight files as people have them (PyTorch, safetensors, Keras HDF5) and how their tensors become the variables of
 * our backbones. Every file is treated as hostile: nothing in it runs, nothing it claims is believed before it was
 * compared with the bytes that are there, and every failure is one sentence for the user.
 */
package org.slicelstm.model.weights;

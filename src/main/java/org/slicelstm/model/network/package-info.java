/** The five backbones, written once in a small vocabulary of layers that knows no TensorFlow. */
package org.slicelstm.model.network;

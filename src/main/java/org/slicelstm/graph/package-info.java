/**
 * Everything that imports TensorFlow: backbones and heads as operations, writing a SavedModel, and the session that
 * runs its signatures. Objects that hold native memory say who closes them.
 */
package org.slicelstm.graph;

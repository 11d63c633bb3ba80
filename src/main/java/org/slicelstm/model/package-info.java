/** Recipe and model directory: what a model is made of, what lies beside its SavedModel, where weights come from. */
package org.slicelstm.model;

/** Recipe and model directory: what a model is made of, what is stored beside its SavedModel, and where weights come from. */
package org.slicelstm.model;

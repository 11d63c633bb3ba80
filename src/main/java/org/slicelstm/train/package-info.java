/** Trains a model on a table of patients: features and their cache, batches, losses, metrics, history. */
package org.slicelstm.train;

/** Predicting with a model: features, running probabilities, the table of results. No window, no console. */
package org.slicelstm.predict;

/** How good a model is: metrics with intervals, comparisons, figures, the report. No window, no console. */
package org.slicelstm.evaluate;

/** Drawing of figures, as vectors or pixels alike; knows nothing of what they show. */
package org.slicelstm.evaluate.figure;

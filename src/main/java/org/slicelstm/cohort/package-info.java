/** Who the patients are: patients, slices, tables, series, slice order. Knows nothing of pixels. */
package org.slicelstm.cohort;

/**
 * SliceLSTM: one diagnosis from many loose head-CT slices. Research use only.
 * This package holds only what every room shares: the error a user reads and the progress a user sees.
 */
package org.slicelstm;

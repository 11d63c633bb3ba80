/**
 * SliceLSTM: one diagnosis from many loose head-CT slices. Research use only.
 * This package holds only what every room shares: the error a user reads, the progress a user sees, files
 * written whole or not at all, and what the product says of itself.
 */
package org.slicelstm;

/**
 * Synthetic head-CT patients in HU, for the demo, the tests and training. Head coordinates everywhere: mm, x to the
 * patient's left, y to the back, z up, origin in the middle of the brain.
 */
package org.slicelstm.phantom;

/**
 * Tells whether an installation works, and cleans up after earlier ones. What is found is gathered in one place and put
 * into words in another, so that the words can be tried for computers that are not at hand.
 */
package org.slicelstm.run.doctor;

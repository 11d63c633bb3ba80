/** The command line: options in, one job run, results out. */
package org.slicelstm.cli;

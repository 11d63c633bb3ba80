package org.slicelstm.cluster;

import java.io.Serializable;

/**
 * A patient on its way to an executor: either a row of a table, whose headers are read where the patient is worked on,
 * or a patient whose headers the driver has read.
 *
 * @param position place in the cohort, from 0; results are put into this order
 * @param id       its name in results
 * @param slices   how many slices are expected, at least 1: what the patient will cost
 * @param table    the table's absolute path, or null for a patient that is found
 * @param row      the row as a spreadsheet counts
 * @param path     what the row's column {@code path} says
 * @param found    the patient as {@link PatientJson} writes it, or null for a row of a table
 * @param file     the name of the file that is written for it, without ending, or null
 */
record PatientItem(long position, String id, int slices, String table, int row, String path, String found,
                   String file) implements Serializable {

    static PatientItem ofRow(long position, String id, int slices, String table, int row, String path) {
        return new PatientItem(position, id, slices, table, row, path, null, null);
    }

    static PatientItem found(long position, String id, int slices, String found) {
        return new PatientItem(position, id, slices, null, 0, null, found, null);
    }

    PatientItem withFile(String name) {
        return new PatientItem(position, id, slices, table, row, path, found, name);
    }
}

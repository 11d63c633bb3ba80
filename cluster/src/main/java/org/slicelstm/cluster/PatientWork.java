package org.slicelstm.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/** What is done with each patient and becomes its row in the table of results. Travels to the executors. */
interface PatientWork extends Serializable {

    /**
     * A column of the table.
     *
     * @param name its name
     * @param type its type in Parquet; in CSV everything is text
     */
    record Column(String name, DataType type) implements Serializable { }

    /** The column that says why a patient failed; empty where it did not. */
    String ERROR = "error";

    /** The columns: {@code patient} first, {@link #ERROR} among them. */
    List<Column> columns();

    /** Makes ready for patients, in an executor and for one thread. */
    Opened open() throws IOException;

    /** The row of a patient that failed. */
    List<String> failed(PatientItem item, String reason);

    /** Ready for patients. */
    @FunctionalInterface
    interface Opened {
        /**
         * Works on one patient. What is wrong with its files is part of the row.
         *
         * @throws IOException      or
         * @throws RuntimeException if something else went wrong, which may go well another time
         */
        Done work(PatientItem item) throws IOException;
    }

    /**
     * What came out.
     *
     * @param row    a text for each column; {@link #ERROR} is empty where there is none
     * @param slices how many slices were read
     */
    record Done(List<String> row, int slices) { }
}

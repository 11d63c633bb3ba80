package org.slicelstm.cohort;

import java.nio.file.Path;

/** One place where a patient may be found, before any header is read. */
sealed interface Unit {

    /**
     * A folder that directly holds files, or nothing at all.
     *
     * @param given  which of the paths given it lies in, by number: two of them may be the same path
     * @param root   that path as the user gave it
     * @param folder the folder at or below it
     */
    record OfFolder(int given, Path root, FileWalk.Folder folder) implements Unit {
        /** Its path below the root, with slashes; empty for the root itself. */
        String below() {
            return folder.below();
        }
    }

    /** A file that the user named. */
    record OfFile(Path file) implements Unit { }

    /** A row of a table. */
    record OfRow(PatientTable table, PatientTable.Row row) implements Unit { }
}

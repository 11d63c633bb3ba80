package org.slicelstm.run;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** From patients' names to the names of their files. */
public final class PatientNames {
    private final Set<String> taken = new HashSet<>();

    /**
     * The name with what some file system cannot hold replaced by {@code _}; never empty, hidden or a folder above, and
     * never that of another patient, on file systems that do not tell capitals apart either.
     */
    public String fileName(String patient) {
        String clean = patient.replaceAll("[\\\\/:*?\"<>|\\p{Cc}\\u2028-\\u202E\\u2066-\\u2069]", "_");
        String name = clean.isEmpty() || clean.startsWith(".") ? "_" + clean : clean;
        String free = name;
        for (int number = 2; !taken.add(free.toLowerCase(Locale.ROOT)); number++) {
            free = name + "_" + number;
        }
        return free;
    }
}

package org.slicelstm.run;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.slicelstm.model.Sha256;

/**
 * From patients' names to the names of their files. A name that any file system can hold stays as it is; another one, one
 * that is too long, and one that differs from an earlier one in capitals alone get a few digits of their own SHA-256, so
 * that a patient has the same file in every run.
 */
public final class PatientNames {
    /** In UTF-8. File systems take 255, of which endings and names while a file is written aside need some. */
    private static final int MOST_BYTES = 150;
    private static final int DIGITS = 8;
    private static final Set<String> RESERVED = Set.of("con", "prn", "aux", "nul");

    private final Set<String> taken = new HashSet<>();

    /**
     * The name of a patient's files, without an ending: never empty, hidden or a folder above, and never that of another
     * patient, on file systems that do not tell capitals apart either.
     */
    public String fileName(String patient) {
        String clean = patient.replaceAll("[\\\\/:*?\"<>|\\p{Cc}\\u2028-\\u202E\\u2066-\\u2069]", "_")
                .replaceAll("[. ]+$", "_");
        String name = clean.isEmpty() || clean.startsWith(".") || isReserved(clean) ? "_" + clean : clean;
        String cut = cut(name);
        String free = cut.equals(patient) && taken.add(key(cut)) ? cut : cut + "-"
                + Sha256.of(patient.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
        taken.add(key(free));
        return free;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean isReserved(String name) {
        String start = name.toLowerCase(Locale.ROOT).replaceFirst("\\..*", "");
        return RESERVED.contains(start) || start.matches("(com|lpt)\\d");
    }

    private static String cut(String name) {
        int end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end);
    }
}

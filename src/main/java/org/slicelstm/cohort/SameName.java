package org.slicelstm.cohort;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;

/**
 * Names that are the same to who reads them: {@code é} is one character in some (NFC) and two in others (NFD, as macOS
 * writes it), and a disk may hold the one where a table says the other. They are compared composed, and shown as they
 * are.
 */
public final class SameName {
    private SameName() {
    }

    /** The name with all accents composed, to compare it by. */
    public static String key(String name) {
        return Normalizer.isNormalized(name, Normalizer.Form.NFC) ? name
                : Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /** The path with all accents composed, to compare it by. */
    static Path key(Path path) {
        String name = path.toString();
        String key = key(name);
        try {
            return key.equals(name) ? path : Path.of(key);
        } catch (InvalidPathException e) {
            // A language setting in which no file can have this name.
            return path;
        }
    }
}

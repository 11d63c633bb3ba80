package org.slicelstm.run.doctor;

import java.nio.file.Path;
import java.util.Locale;

/** How sizes and places are written. */
public final class Words {
    private static final double MB = 1e6;
    private static final double GB = 1e9;

    private Words() {
    }

    /** {@code 652 MB}, {@code 1.3 GB}. */
    public static String bytes(long bytes) {
        return bytes < GB ? String.format(Locale.ROOT, "%.0f MB", bytes / MB)
                : String.format(Locale.ROOT, "%.1f GB", bytes / GB);
    }

    /** The path with {@code ~} for the user's home: such lines are copied into mails. */
    public static String place(Path path) {
        Path home = Path.of(System.getProperty("user.home")).toAbsolutePath();
        Path whole = path.toAbsolutePath();
        return whole.startsWith(home) && !whole.equals(home)
                ? "~/" + home.relativize(whole).toString().replace('\\', '/') : whole.toString();
    }
}

package org.slicelstm.phantom;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The lesion masks of a cohort in one file, whose comment says that phantoms lie beside it and how they were made. */
final class MaskArchive {
    private static final String MARK = "SliceLSTM phantoms";
    /** The zip format's first day, so that the bytes do not depend on the clock. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /**
     * One mask.
     *
     * @param entry patient, slash, the slice file's stem, {@code .png}
     * @param png   8-bit grey, a pixel's value is the sum of {@link Disease#bit()}
     */
    record Mask(String entry, byte[] png) { }

    private MaskArchive() {
    }

    static void write(Path file, PhantomSettings settings, List<List<Mask>> patients) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)),
                StandardCharsets.UTF_8)) {
            zip.setComment(String.format(Locale.ROOT, "%s, patients %d, seed %d, format %s, lesions %s, prevalence %s",
                    MARK, settings.patients(), settings.seed(), settings.format(), settings.lesions(),
                    settings.prevalence()));
            // PNG is deflated already.
            zip.setLevel(0);
            for (List<Mask> masks : patients) {
                for (Mask mask : masks) {
                    ZipEntry entry = new ZipEntry(mask.entry());
                    entry.setTimeLocal(NO_TIME);
                    zip.putNextEntry(entry);
                    zip.write(mask.png());
                    zip.closeEntry();
                }
            }
        }
    }

    /** Whether a file is an archive that {@link #write} made. */
    static boolean isOurs(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getComment() != null && zip.getComment().startsWith(MARK);
        } catch (ZipException e) {
            return false;
        }
    }
}

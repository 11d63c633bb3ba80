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
import org.slicelstm.phantom.PatientWriter.Written;

/** The lesion masks of a cohort in one file, whose comment says that phantoms lie beside it and how they were made. */
final class MaskArchive {
    private static final String MARK = "SliceLSTM phantoms";
    /** The zip format's first day, so that the bytes do not depend on the clock. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private MaskArchive() {
    }

    /**
     * Writes an entry {@code <patient>/<slice file's stem>.png} for each picture that shows a lesion: 8-bit grey, a
     * pixel's value is the sum of {@link Disease#bit()}.
     */
    static void write(Path file, PhantomSettings settings, List<List<Written>> patients) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)),
                StandardCharsets.UTF_8)) {
            zip.setComment(String.format(Locale.ROOT, "%s, patients %d, seed %d, format %s, lesions %s, prevalence %s",
                    MARK, settings.patients(), settings.seed(), settings.format(), settings.lesions(),
                    settings.prevalence()));
            // PNG is deflated already.
            zip.setLevel(0);
            for (int patient = 0; patient < patients.size(); patient++) {
                for (Written picture : patients.get(patient)) {
                    if (picture.mask() != null) {
                        ZipEntry entry = new ZipEntry(PhantomCohort.name(patient) + "/" + picture.stem() + ".png");
                        entry.setTimeLocal(NO_TIME);
                        zip.putNextEntry(entry);
                        zip.write(picture.mask());
                        zip.closeEntry();
                    }
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

package org.slicelstm.model;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.slicelstm.AtomicFile;
import org.slicelstm.AtomicFolder;
import org.slicelstm.Progress;
import org.slicelstm.UserException;

/**
 * A model directory as one zip file, and back. An archive is believed in nothing: only the names that a model may have
 * are unpacked, as plain files, never as links; bytes are counted as they come out, whatever the archive says; and the
 * result is moved into place only once every hash in its {@code model.json} is right.
 */
public final class ModelArchive {
    private static final int CHUNK = 1 << 16;
    private static final int MOST_ENTRIES = 10_000;
    private static final long MOST_TO_ONE = 200;
    private static final long TOO_LITTLE_TO_COUNT = 64L << 20;
    private static final int LONGEST_NAME = 255;
    /** Not empty, does not climb, and means a drive, a stream or a pattern to no system; ASCII, which all can write. */
    private static final Pattern PART = Pattern.compile("[ -~&&[^\\\\/:*?\"<>|]]*[!-~&&[^\\\\/:*?\"<>|.]]");
    private static final List<String> FILES = List.of(ModelDirectory.MODEL_JSON, ModelDirectory.MODEL_CARD,
            Lineage.FILE, "saved_model.pb");
    private static final List<String> FOLDERS = List.of("variables", "assets", "assets.extra");

    private ModelArchive() {
    }

    /**
     * What an archive may hold.
     *
     * @param mostBytes   unpacked, in all
     * @param mostEntries files and folders
     */
    public record Limits(long mostBytes, int mostEntries) {
        /** A limit in units of 2^30 bytes. */
        public static Limits ofGigabytes(int gigabytes) {
            Checks.range("--most-gb", gigabytes, 1, 1 << 20);
            return new Limits((long) gigabytes << 30, MOST_ENTRIES);
        }
    }

    /**
     * Packs a model; the same model gives the same bytes.
     *
     * @param file     the new zip file, which must not be there
     * @param lineage  whether whom the model has seen goes with it, where it keeps that
     * @param progress told how many files are done; cancelling leaves nothing behind
     */
    public static void pack(ModelDirectory model, Path file, boolean lineage, Progress progress) throws IOException {
        if (Files.exists(file)) {
            throw new UserException("'" + file + "' exists already; name a new file.");
        }
        List<String> names = new ArrayList<>(List.of(ModelDirectory.MODEL_JSON));
        if (Files.isRegularFile(model.path().resolve(ModelDirectory.MODEL_CARD))) {
            names.add(ModelDirectory.MODEL_CARD);
        }
        if (lineage && Files.isRegularFile(model.path().resolve(Lineage.FILE))) {
            names.add(Lineage.FILE);
        }
        names.addAll(model.info().sha256().keySet());
        AtomicFile.write(file, aside -> {
            try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(aside)))) {
                // Weights hardly get smaller, however long one tries.
                zip.setLevel(Deflater.BEST_SPEED);
                for (String name : names) {
                    progress.update("packing", names.indexOf(name), names.size());
                    ZipEntry entry = new ZipEntry(name);
                    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                    zip.putNextEntry(entry);
                    try (InputStream in = Files.newInputStream(model.path().resolve(name))) {
                        copy(in, zip, new Count(Long.MAX_VALUE, file), progress);
                    }
                    zip.closeEntry();
                }
            }
        });
        progress.update("packing", names.size(), names.size());
    }

    /**
     * Unpacks a model.
     *
     * @param file     the zip file
     * @param folder   the new directory, absent or empty
     * @param progress told how many entries are done; cancelling leaves nothing behind
     * @throws UserException if the archive holds anything but a whole, unchanged model within the limits, or there is
     *                       something at that place already
     */
    public static ModelDirectory unpack(Path file, Path folder, Limits limits, Progress progress) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserException("There is no file '" + file + "'; name a zip file that pack wrote.");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > limits.mostEntries()) {
                throw refused(file, "it holds " + zip.size() + " files and folders, a model at most "
                        + limits.mostEntries());
            }
            List<? extends ZipEntry> entries = zip.stream().toList();
            checkNames(file, entries);
            AtomicFolder.write(folder, aside -> {
                extract(zip, entries, aside, new Count(most(file, limits), file), progress);
                check(file, aside);
            });
        } catch (ZipException e) {
            throw new UserException("'" + file + "' is damaged or no zip file; copy it again.", e);
        }
        return ModelDirectory.open(folder);
    }

    private static long most(Path file, Limits limits) throws IOException {
        return Math.min(limits.mostBytes(), Math.max(TOO_LITTLE_TO_COUNT, Files.size(file) * MOST_TO_ONE));
    }

    private static void checkNames(Path file, List<? extends ZipEntry> entries) {
        Set<String> seen = new HashSet<>();
        for (ZipEntry entry : entries) {
            String name = entry.isDirectory() ? entry.getName().substring(0, entry.getName().length() - 1)
                    : entry.getName();
            if (!isModelFile(name, entry.isDirectory())) {
                throw refused(file, "its entry " + quoted(name) + " is no file of a model");
            }
            // File systems of Windows and macOS take names that differ in case for one.
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw refused(file, "its entry " + quoted(name) + " is there twice");
            }
        }
    }

    private static boolean isModelFile(String name, boolean isFolder) {
        List<String> parts = List.of(name.split("/", -1));
        for (String part : parts) {
            if (part.length() > LONGEST_NAME || !PART.matcher(part).matches()) {
                return false;
            }
        }
        return isFolder || parts.size() > 1 ? FOLDERS.contains(parts.get(0)) : FILES.contains(name);
    }

    private static void extract(ZipFile zip, List<? extends ZipEntry> entries, Path aside, Count count,
            Progress progress) throws IOException {
        int done = 0;
        for (ZipEntry entry : entries) {
            progress.update("unpacking", done++, entries.size());
            Path target = aside.resolve(entry.getName());
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                continue;
            }
            Files.createDirectories(target.getParent());
            try (InputStream in = zip.getInputStream(entry);
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
                copy(in, out, count, progress);
            }
        }
        progress.update("unpacking", done, entries.size());
    }

    /** Opening checks every hash; its sentences name the archive, not the folder that is about to vanish. */
    private static void check(Path file, Path aside) throws IOException {
        try {
            ModelDirectory.open(aside);
        } catch (UserException e) {
            throw new UserException(e.getMessage().replace(aside.toString(), file.toString()), e);
        }
    }

    private static void copy(InputStream in, OutputStream out, Count count, Progress progress) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            progress.checkCancelled();
            count.add(read);
            out.write(chunk, 0, read);
        }
    }

    /** Bytes that have come out, over all files. */
    private static final class Count {
        private final long most;
        private final Path file;
        private long bytes;

        Count(long most, Path file) {
            this.most = most;
            this.file = file;
        }

        void add(int more) {
            bytes += more;
            if (bytes > most) {
                throw refused(file, "it unpacks to more than " + (most >> 20) + " MB, which is over the limit or far "
                        + "more than its own size suggests (--most-gb sets the limit)");
            }
        }
    }

    private static UserException refused(Path file, String why) {
        return new UserException("'" + file + "' is not unpacked: " + why + ".");
    }

    private static String quoted(String name) {
        return "'" + (name.length() > 100 ? name.substring(0, 100) + "…" : name) + "'";
    }
}

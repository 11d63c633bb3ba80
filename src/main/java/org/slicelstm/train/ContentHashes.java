package org.slicelstm.train;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slicelstm.AtomicFile;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.SliceSummary;

/**
 * Remembers the content of pictures, so that a run does not decode every picture only to learn that its features are
 * cached. A picture is known again by its file's path, size and time of change, its frame, and what looks at it;
 * only a digest of these is written, so that no path and no name reaches the file. Safe to use from several threads.
 */
public final class ContentHashes {
    private static final String FORMAT = "slicelstm-content-2";
    /** A file that changed just now may change again without another time of change. */
    private static final Duration SETTLED = Duration.ofSeconds(3);
    private static final int MOST = 1_000_000;

    private final Path file;
    private final String looking;
    private final Map<String, PictureContent> known;
    private final Map<String, PictureContent> learned = new LinkedHashMap<>();

    /** Decodes a picture and looks at its content. */
    @FunctionalInterface
    public interface Look {
        /** @throws NotASliceException if the pixels cannot be read rightly */
        PictureContent at(Slice slice) throws NotASliceException;
    }

    private ContentHashes(Path file, String looking, Map<String, PictureContent> known) {
        this.file = file;
        this.looking = looking;
        this.known = known;
    }

    /**
     * Opens the memory; one that is missing or damaged is empty.
     *
     * @param file    where it is kept
     * @param looking all that a picture's content depends on besides its file: the decoder's version, what stored
     *                values mean
     */
    public static ContentHashes open(Path file, String looking) {
        return new ContentHashes(file, looking, read(file));
    }

    /**
     * The content of a slice.
     *
     * @param slice the slice
     * @param look  asked where the content is not known
     * @throws NotASliceException if the file is gone, or whatever {@code look} throws
     */
    public PictureContent of(Slice slice, Look look) throws NotASliceException {
        Optional<String> place = place(slice);
        if (place.isPresent()) {
            synchronized (this) {
                PictureContent content = known.getOrDefault(place.get(), learned.get(place.get()));
                if (content != null) {
                    return content;
                }
            }
        }
        PictureContent content = look.at(slice);
        if (place.isPresent()) {
            synchronized (this) {
                learned.put(place.get(), content);
            }
        }
        return content;
    }

    /**
     * Writes what was learned beside what is in the file by now; a reader sees the old file or the whole new one. Where
     * two runs write at once, one of them forgets, and decodes again next time.
     */
    public synchronized void save() throws IOException {
        if (learned.isEmpty()) {
            return;
        }
        Map<String, PictureContent> all = read(file);
        if (all.size() + learned.size() > MOST) {
            all.clear();
        }
        all.putAll(learned);
        AtomicFile.write(file, aside -> {
            try (BufferedWriter writer = Files.newBufferedWriter(aside, StandardCharsets.US_ASCII)) {
                writer.write(FORMAT + "\n");
                for (Map.Entry<String, PictureContent> each : all.entrySet()) {
                    PictureContent content = each.getValue();
                    writer.write(String.join(" ", each.getKey(), content.pixels(), content.shown(),
                            content.nearConstant() ? "1" : "0", content.summary().word()) + "\n");
                }
            }
        });
        known.putAll(learned);
        learned.clear();
    }

    /** What a picture is known by; nothing while its file may still be changing. */
    private Optional<String> place(Slice slice) throws NotASliceException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(slice.file(), BasicFileAttributes.class);
            Instant changed = attributes.lastModifiedTime().toInstant();
            if (changed.isAfter(Instant.now().minus(SETTLED))) {
                return Optional.empty();
            }
            byte[] text = String.join("\n", looking, slice.file().toAbsolutePath().normalize().toString(),
                    Integer.toString(slice.frame()), Long.toString(attributes.size()), changed.toString())
                    .getBytes(StandardCharsets.UTF_8);
            return Optional.of(HexFormat.of().formatHex(Seeds.sha256().digest(text)));
        } catch (IOException e) {
            throw new NotASliceException(LeftOut.Status.REFUSED,
                    "The file cannot be opened; it was there when its header was read.", e);
        }
    }

    private static Map<String, PictureContent> read(Path file) {
        Map<String, PictureContent> contents = new LinkedHashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            if (!FORMAT.equals(reader.readLine())) {
                return contents;
            }
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] words = line.split(" ");
                if (words.length == 5) {
                    contents.put(words[0], new PictureContent(words[1], words[2], words[3].equals("1"),
                            SliceSummary.parse(words[4])));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // Not there yet, damaged, or lost with the network: what was not read is decoded again.
            return contents;
        }
        return contents;
    }
}

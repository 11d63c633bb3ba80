package org.slicelstm.cohort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.Map;

/**
 * Files that stand for slices while grouping is tested: a file says {@code dicom} and a number under which its headers
 * are kept here, or {@code picture} with its number of frames, behind {@code MM} where it is to begin as TIFF does;
 * {@code cut} and such a number is a file of which the header is legible and the picture is not; anything else is no
 * slice.
 */
final class WrittenHeaders implements HeaderReader {
    private final Map<Integer, List<Headers>> written = new ConcurrentHashMap<>();
    final Queue<Path> read = new ConcurrentLinkedQueue<>();

    /** What pictures of one place are said to have in common. */
    double likeness = 1;

    @Override
    public double likeness(Slice one, Slice other) {
        return likeness;
    }

    /** Writes a DICOM file with one frame for each header. */
    Path dicom(Path file, Headers... frames) {
        int number = written.size();
        written.put(number, List.of(frames));
        return write(file, "dicom " + number);
    }

    /** Writes a DICOM file whose picture cannot be read. */
    Path cut(Path file, Headers header) {
        int number = written.size();
        written.put(number, List.of(header));
        return write(file, "cut " + number);
    }

    /** Writes a picture file; two of the same frames and comment are the same byte for byte. */
    static Path picture(Path file, int frames, String comment) {
        return write(file, "picture " + frames + " " + comment);
    }

    /** Writes a single picture unlike any other. */
    static Path picture(Path file) {
        return picture(file, 1, file.toString());
    }

    static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Slice> read(Path file, String shownAs) throws NotASliceException {
        read.add(file);
        String[] words;
        try {
            words = Files.readString(file).replaceFirst("^MM ", "").split(" ");
        } catch (IOException e) {
            throw new NotASliceException(LeftOut.Status.REFUSED, "cannot be opened", e);
        }
        List<Slice> slices = new ArrayList<>();
        if (words[0].equals("dicom")) {
            List<Headers> frames = written.get(Integer.parseInt(words[1]));
            for (int i = 0; i < frames.size(); i++) {
                slices.add(new Slice(file, shownAs, i, frames.size(), 512, 512, frames.get(i).header()));
            }
        } else if (words[0].equals("picture")) {
            int frames = Integer.parseInt(words[1]);
            for (int i = 0; i < frames; i++) {
                slices.add(new Slice(file, shownAs, i, frames, 256, 256, null));
            }
        } else if (words[0].equals("truncated") || words[0].equals("cut")) {
            throw NotASliceException.refused("the file is cut short");
        } else {
            throw NotASliceException.leftOut("a text file");
        }
        return slices;
    }

    @Override
    public Optional<DicomHeader> legibleHeader(Path file) {
        try {
            String[] words = Files.readString(file).split(" ");
            return words[0].equals("cut") ? Optional.of(written.get(Integer.parseInt(words[1])).get(0).header())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

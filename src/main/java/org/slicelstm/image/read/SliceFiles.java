package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slicelstm.cohort.DicomHeader;
import org.slicelstm.cohort.HeaderReader;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.CoarsePicture;
import org.slicelstm.image.SliceDecoder;
import org.slicelstm.image.StoredSlice;

/**
 * Reads slices from DICOM, JPEG, PNG and TIFF files, told by their content. What cannot be decoded to the last pixel
 * is refused with the reason: nothing is padded, guessed or cut. It has no state, so threads may share it.
 *
 * <pre>{@code
 * SliceFiles files = new SliceFiles();
 * for (Slice slice : files.read(path, path.toString())) {
 *     StoredSlice stored = files.decode(slice);
 * }
 * }</pre>
 */
public final class SliceFiles implements HeaderReader, SliceDecoder {

    /** {@inheritDoc} Of compressed pixels only the outer structure is looked at. */
    @Override
    public List<Slice> read(Path file, String shownAs) throws NotASliceException {
        return told(file, head -> {
            FileKind kind = FileKind.of(head);
            return switch (kind) {
                case DICOM -> DicomSlices.read(file, shownAs, true);
                case DICOM_WITHOUT_PREAMBLE -> DicomSlices.read(file, shownAs, false);
                default -> LooseSlices.read(file, shownAs, kind, head);
            };
        });
    }

    @Override
    public Optional<DicomHeader> legibleHeader(Path file) {
        try {
            return told(file, head -> switch (FileKind.of(head)) {
                case DICOM -> Optional.of(DicomSlices.legibleHeader(file, true));
                case DICOM_WITHOUT_PREAMBLE -> Optional.of(DicomSlices.legibleHeader(file, false));
                default -> Optional.empty();
            });
        } catch (NotASliceException e) {
            // Neither is there a header.
            return Optional.empty();
        }
    }

    @Override
    public StoredSlice decode(Slice slice) throws NotASliceException {
        return told(slice.file(), head -> {
            FileKind kind = FileKind.of(head);
            return switch (kind) {
                case DICOM -> DicomSlices.decode(slice, true);
                case DICOM_WITHOUT_PREAMBLE -> DicomSlices.decode(slice, false);
                default -> LooseSlices.decode(slice, kind);
            };
        });
    }

    /** {@inheritDoc} Both are decoded. */
    @Override
    public double likeness(Slice one, Slice other) {
        try {
            return CoarsePicture.correlation(one, decode(one), other, decode(other));
        } catch (NotASliceException notComparable) {
            return Double.NaN;
        }
    }

    /** Work on a file whose first bytes are known. */
    @FunctionalInterface
    private interface Work<T> {
        T on(byte[] head) throws IOException, NotASliceException;
    }

    /** Does the work; what the file system refuses is told in the user's words. */
    private static <T> T told(Path file, Work<T> work) throws NotASliceException {
        try {
            if (Files.isDirectory(file)) {
                throw refused("a folder, not a file");
            }
            return work.on(head(file));
        } catch (AccessDeniedException e) {
            throw new NotASliceException(Status.REFUSED, "cannot be read: permission denied", e);
        } catch (NoSuchFileException e) {
            throw new NotASliceException(Status.REFUSED, "cannot be read: there is no such file", e);
        } catch (IOException e) {
            throw new NotASliceException(Status.REFUSED, "cannot be read: the disk or network reports an error", e);
        }
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(FileKind.HEAD);
        }
    }
}

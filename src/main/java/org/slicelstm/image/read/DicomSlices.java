package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.leftOut;
import static org.slicelstm.cohort.NotASliceException.refused;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import org.slicelstm.cohort.DicomHeader;
import org.slicelstm.cohort.HeaderValue;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.Intensity;
import org.slicelstm.image.StoredSlice;

/**
 * Slices of DICOM files. Uncompressed pixels are read straight from the file, whose header says to the byte how many
 * there have to be: Bio-Formats pads a truncated file without a word, leaves overlay bits in the values, and takes
 * 1.6 ms of CPU time for a 512 × 512 slice of 16 bits, warm, against 0.3 ms here, header included.
 */
final class DicomSlices {
    private static final String DICOMDIR = "1.2.840.10008.1.3.10";
    /** CT and secondary capture storage: such an object without pixels is a broken one. */
    private static final Set<String> PICTURES = Set.of("1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.2.1",
            "1.2.840.10008.5.1.4.1.1.2.2", "1.2.840.10008.5.1.4.1.1.7");

    private DicomSlices() {
    }

    static List<Slice> read(Path file, String shownAs, boolean preamble) throws IOException, NotASliceException {
        try (DicomFile dicom = DicomParser.open(file, preamble)) {
            PixelLayout layout = layout(dicom);
            checkPixels(dicom, layout);
            List<Slice> slices = new ArrayList<>();
            for (int frame = 0; frame < layout.frames(); frame++) {
                slices.add(new Slice(file, shownAs, frame, layout.frames(), layout.rows(), layout.columns(),
                        DicomHeaders.of(dicom.data(), frame, layout.frames())));
            }
            return slices;
        }
    }

    /** The header of a file whose picture cannot be read, as far as it goes. */
    static DicomHeader legibleHeader(Path file, boolean preamble) throws IOException, NotASliceException {
        return DicomHeaders.of(DicomParser.legible(file, preamble), 0, 1);
    }

    static StoredSlice decode(Slice slice, boolean preamble) throws IOException, NotASliceException {
        try (DicomFile dicom = DicomParser.open(slice.file(), preamble)) {
            PixelLayout layout = layout(dicom);
            PictureSize.agree(slice.columns(), slice.rows(), layout.columns(), layout.rows());
            if (slice.frame() >= layout.frames()) {
                throw refused("the file changed after its header was read");
            }
            Intensity intensity = DicomIntensity.of(dicom.data(), slice.frame(), layout);
            return WrappedHounsfield.undone(new StoredSlice(pixels(dicom, slice, layout), intensity), layout);
        }
    }

    /** The layout of the pixels, where the object has some. */
    private static PixelLayout layout(DicomFile dicom) throws NotASliceException {
        DicomDataSet data = dicom.data();
        if (data.text(Tag.MEDIA_STORAGE_SOP_CLASS_UID).equals(DICOMDIR)) {
            throw leftOut("DICOMDIR: an index, not a picture");
        }
        if (dicom.pixels() == null) {
            if (data.has(Tag.FLOAT_PIXEL_DATA) || data.has(Tag.DOUBLE_FLOAT_PIXEL_DATA)) {
                throw leftOut("a parametric map of floating-point numbers, not a slice");
            }
            if (data.has(Tag.ROWS) || PICTURES.contains(DicomHeaders.sopClass(data))) {
                throw refused("truncated: the header is that of a picture, but no pixel data follow");
            }
            String modality = DicomHeaders.modality(data);
            throw leftOut("DICOM object without pixels (" + (modality.isEmpty() ? "no modality"
                    : HeaderValue.code(modality, "a modality that is no code")) + ")");
        }
        return PixelLayout.of(data);
    }

    /** Whether all pixels that the header promises are there, without reading them. */
    private static void checkPixels(DicomFile dicom, PixelLayout layout) throws IOException, NotASliceException {
        if (isNative(dicom)) {
            long start = dicom.input().position();
            NativePixels.check(dicom, layout);
            checkRest(dicom, start);
        } else {
            syntax(dicom);
            Fragments.walk(dicom.input(), layout.frames());
        }
    }

    /**
     * Refuses a deflated data set that does not end where its elements do: nothing else tells of damage in it.
     *
     * @param start where the pixels begin
     */
    private static void checkRest(DicomFile dicom, long start) throws IOException, NotASliceException {
        if (TransferSyntax.of(dicom.transferSyntaxUid()) == TransferSyntax.DEFLATED) {
            dicom.input().skip(start + dicom.pixels().length() - dicom.input().position());
            dicom.parser().checkRest();
        }
    }

    /** Whether the pixels are uncompressed, by the length of their element, which has to fit the transfer syntax. */
    private static boolean isNative(DicomFile dicom) throws NotASliceException {
        boolean named = !dicom.transferSyntaxUid().isEmpty();
        boolean whole = dicom.pixels().length() >= 0;
        if (!named && !whole) {
            throw refused("compressed pixels in a file that does not name its transfer syntax");
        }
        if (!named || syntax(dicom).isNative() == whole) {
            return whole;
        }
        throw refused("damaged: pixel data in one piece or in fragments, against the transfer syntax "
                + HeaderValue.uid(dicom.transferSyntaxUid(), "that is named by no UID"));
    }

    private static TransferSyntax syntax(DicomFile dicom) throws NotASliceException {
        TransferSyntax syntax = TransferSyntax.of(dicom.transferSyntaxUid());
        if (syntax == null) {
            throw refused(TransferSyntax.unread(dicom.transferSyntaxUid()));
        }
        return syntax;
    }

    private static Img<? extends RealType<?>> pixels(DicomFile dicom, Slice slice, PixelLayout layout)
            throws IOException, NotASliceException {
        DicomDataSet data = dicom.data();
        if (isNative(dicom)) {
            long start = dicom.input().position();
            byte[] bytes = NativePixels.frame(dicom, layout, slice.frame());
            checkRest(dicom, start);
            if (layout.photometric().equals("YBR_FULL_422")) {
                return Colours.rgb422(bytes, layout);
            }
            return image(bytes, data, layout, layout.planar(), layout.photometric().startsWith("YBR"));
        }
        byte[] frame = Fragments.walk(dicom.input(), layout.frames()).frame(slice.file(), slice.frame());
        if (syntax(dicom) == TransferSyntax.RLE) {
            return image(RunLength.decode(frame, layout), data, layout, true, layout.photometric().startsWith("YBR"));
        }
        CompressedFrame decoded = CompressedFrame.decode(frame, layout);
        return image(decoded.samples(), data, layout, false, decoded.ybr());
    }

    private static Img<? extends RealType<?>> image(byte[] bytes, DicomDataSet data, PixelLayout layout, boolean planar,
                                                    boolean ybr) throws NotASliceException {
        // Decompressed samples are little endian, as is every compressed data set.
        ByteOrder order = data.order();
        if (layout.samples() == 3) {
            return Colours.rgb(bytes, order, layout, planar, ybr);
        }
        Img<? extends RealType<?>> grey =
                StoredPixels.grey(bytes, order, layout, DicomIntensity.oversizedPadding(data, layout));
        return layout.isPalette() ? Colours.palette(grey, data, layout) : grey;
    }
}

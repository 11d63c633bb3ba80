package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slicelstm.cohort.NotASliceException;

/**
 * Walks a DICOM data set (PS3.5 section 7) up to its PixelData and keeps what {@link Tag} names. Every length is
 * checked against the bytes that are there, nesting and counts are bounded: a damaged file is refused, whatever it
 * says.
 */
final class DicomParser {
    private static final long UNDEFINED = 0xFFFFFFFFL;
    private static final int DEEPEST = 32;
    /** Longer values of the elements kept here (a palette has at most 131,072 bytes) are damage or nothing needed. */
    private static final int LONGEST_VALUE = 1 << 18;
    private static final int MOST_ITEMS = 100_000;
    private static final Set<String> LONG_FORM = Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN",
            "UR", "UT", "UV");
    private static final Set<String> SHORT_FORM = Set.of("AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS",
            "LO", "LT", "PN", "SH", "SL", "SS", "ST", "TM", "UI", "UL", "US");

    private final DicomInput in;
    private int items;
    private DicomFile.PixelElement pixels;

    private DicomParser(DicomInput in) {
        this.in = in;
    }

    /** How elements are written: with their value representation or without, and in which byte order. */
    private record Encoding(boolean explicit, ByteOrder order) {
        static final Encoding EXPLICIT_LITTLE = new Encoding(true, ByteOrder.LITTLE_ENDIAN);
        static final Encoding EXPLICIT_BIG = new Encoding(true, ByteOrder.BIG_ENDIAN);
        static final Encoding IMPLICIT_LITTLE = new Encoding(false, ByteOrder.LITTLE_ENDIAN);
    }

    /** One element's head. */
    private record Element(int tag, String vr, long length) { }

    /**
     * Opens a DICOM file and reads its header.
     *
     * @param preamble whether 128 bytes and DICM come first
     * @return the file, which the caller closes
     * @throws NotASliceException if the header is damaged or stops short
     */
    static DicomFile open(Path file, boolean preamble) throws IOException, NotASliceException {
        return open(file, preamble, true);
    }

    /**
     * What a header says up to where it is damaged or stops short, for what can be told of a file without its picture.
     *
     * @throws NotASliceException if nothing of it is legible
     */
    static DicomDataSet legible(Path file, boolean preamble) throws IOException, NotASliceException {
        try (DicomFile dicom = open(file, preamble, false)) {
            return dicom.data();
        }
    }

    private static DicomFile open(Path file, boolean preamble, boolean whole) throws IOException, NotASliceException {
        DicomInput in = DicomInput.open(file);
        try {
            if (preamble) {
                in.skip(132);
            }
            DicomDataSet meta = new DicomParser(in).fileMeta();
            String uid = meta.text(Tag.TRANSFER_SYNTAX_UID);
            if (uid.equals("1.2.840.10008.1.2.1.99")) {
                in = in.inflated();
            }
            DicomParser parser = new DicomParser(in);
            Encoding encoding = parser.encoding(uid);
            DicomDataSet data = new DicomDataSet(encoding.order());
            if (meta.has(Tag.MEDIA_STORAGE_SOP_CLASS_UID)) {
                data.put(Tag.MEDIA_STORAGE_SOP_CLASS_UID, meta.bytes(Tag.MEDIA_STORAGE_SOP_CLASS_UID));
            }
            try {
                parser.elements(in.end(), data, 0, encoding);
            } catch (IOException | NotASliceException e) {
                if (whole) {
                    throw e;
                }
            }
            return new DicomFile(data, uid, parser.pixels, in, parser);
        } catch (IOException | NotASliceException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /**
     * Walks from behind the value of PixelData to the end of the data set.
     *
     * @throws NotASliceException if the elements do not end where the data set does
     */
    void checkRest() throws IOException, NotASliceException {
        pixels = null;
        elements(in.end(), new DicomDataSet(ByteOrder.LITTLE_ENDIAN), 0, Encoding.EXPLICIT_LITTLE);
        if (pixels != null) {
            throw damaged(in.position(), "pixel data for the second time");
        }
        in.checkInflated();
    }

    /** The elements of group 2, always explicit little endian. */
    private DicomDataSet fileMeta() throws IOException, NotASliceException {
        DicomDataSet meta = new DicomDataSet(ByteOrder.LITTLE_ENDIAN);
        while (in.peek(2) == 2 && in.peeked()[0] == 2 && in.peeked()[1] == 0) {
            Element element = element(in.end(), Encoding.EXPLICIT_LITTLE);
            value(element, in.end(), meta, 0, Encoding.EXPLICIT_LITTLE);
        }
        return meta;
    }

    /** How the data set is written: as its transfer syntax says, or as its first element shows where none is named. */
    private Encoding encoding(String uid) throws IOException, NotASliceException {
        if (!uid.isEmpty()) {
            return switch (uid) {
                case "1.2.840.10008.1.2" -> Encoding.IMPLICIT_LITTLE;
                case "1.2.840.10008.1.2.2" -> Encoding.EXPLICIT_BIG;
                default -> Encoding.EXPLICIT_LITTLE;
            };
        }
        if (in.peek(6) < 6) {
            return Encoding.IMPLICIT_LITTLE;
        }
        byte[] head = in.peeked();
        String vr = new String(head, 4, 2, StandardCharsets.ISO_8859_1);
        boolean explicit = LONG_FORM.contains(vr) || SHORT_FORM.contains(vr);
        boolean big = explicit && head[0] == 0 && head[1] != 0;
        return big ? Encoding.EXPLICIT_BIG : explicit ? Encoding.EXPLICIT_LITTLE : Encoding.IMPLICIT_LITTLE;
    }

    /** Reads elements up to {@code end}, to the end of an item, or to PixelData at the top. */
    private void elements(long end, DicomDataSet into, int depth, Encoding encoding)
            throws IOException, NotASliceException {
        while (in.position() < end && !in.atEnd()) {
            Element element = element(end, encoding);
            if (element.tag() == Tag.ITEM_DELIMITATION && depth > 0) {
                return;
            }
            if (element.tag() == Tag.PIXEL_DATA && depth == 0) {
                long length = element.length() == UNDEFINED ? -1 : element.length();
                pixels = new DicomFile.PixelElement(length, !element.vr().equals("OB"));
                return;
            }
            value(element, end, into, depth, encoding);
        }
    }

    private Element element(long end, Encoding encoding) throws IOException, NotASliceException {
        ByteOrder order = encoding.order();
        long at = in.position();
        int tag = in.unsignedShort(order) << 16 | in.unsignedShort(order);
        if (!encoding.explicit() || tag >>> 16 == 0xFFFE) {
            return checked(new Element(tag, "", in.unsignedInt(order)), at, end);
        }
        byte[] letters = in.bytes(2);
        String vr = new String(letters, StandardCharsets.ISO_8859_1);
        if (SHORT_FORM.contains(vr)) {
            return checked(new Element(tag, vr, in.unsignedShort(order)), at, end);
        }
        // A value representation this parser does not know has the long form, as PS3.5 section 6.2 promises.
        if (!LONG_FORM.contains(vr) && !vr.matches("[A-Z]{2}")) {
            throw damaged(at, "no value representation");
        }
        in.skip(2);
        return checked(new Element(tag, vr, in.unsignedInt(order)), at, end);
    }

    private Element checked(Element element, long at, long end) throws NotASliceException {
        boolean pixelData = element.tag() == Tag.PIXEL_DATA;
        if (element.length() != UNDEFINED && !pixelData && element.length() > end - in.position()) {
            throw end == in.end() ? refused("truncated: the file ends inside its DICOM header")
                    : damaged(at, "an element longer than what holds it");
        }
        return element;
    }

    /** Reads or walks over the value of an element. */
    private void value(Element element, long end, DicomDataSet into, int depth, Encoding encoding)
            throws IOException, NotASliceException {
        Tag tag = Tag.of(element.tag());
        boolean undefined = element.length() == UNDEFINED;
        boolean sequence = element.vr().equals("SQ") || element.vr().isEmpty() && tag != null && tag.isSequence();
        if (undefined && (element.vr().equals("OB") || element.vr().equals("OW"))) {
            fragments(end, encoding.order());
        } else if (undefined || sequence) {
            // A sequence of unknown value representation is written implicit little endian (PS3.5 section 6.2.2).
            Encoding inside = element.vr().equals("UN") ? Encoding.IMPLICIT_LITTLE : encoding;
            long sequenceEnd = undefined ? end : in.position() + element.length();
            List<DicomDataSet> found = items(sequenceEnd, undefined, depth + 1, inside);
            if (tag != null && tag.isSequence()) {
                into.put(tag, found);
            }
        } else if (tag != null && !tag.isSequence() && element.length() <= LONGEST_VALUE) {
            into.put(tag, in.bytes((int) element.length()));
        } else {
            in.skip(element.length());
        }
    }

    private List<DicomDataSet> items(long end, boolean undefined, int depth, Encoding encoding)
            throws IOException, NotASliceException {
        if (depth > DEEPEST) {
            throw damaged(in.position(), "sequences nested too deeply");
        }
        List<DicomDataSet> found = new ArrayList<>();
        while (undefined || in.position() < end) {
            long at = in.position();
            Element item = element(end, encoding);
            if (item.tag() == Tag.SEQUENCE_DELIMITATION) {
                return found;
            }
            if (item.tag() != Tag.ITEM || ++items > MOST_ITEMS) {
                throw damaged(at, item.tag() == Tag.ITEM ? "too many items" : "a sequence without items");
            }
            DicomDataSet content = new DicomDataSet(encoding.order());
            long itemEnd = item.length() == UNDEFINED ? end : in.position() + item.length();
            elements(itemEnd, content, depth, encoding);
            found.add(content);
        }
        return found;
    }

    /** Walks over encapsulated data that are not the picture: an icon's pixels. */
    private void fragments(long end, ByteOrder order) throws IOException, NotASliceException {
        while (true) {
            long at = in.position();
            Element fragment = element(end, new Encoding(false, order));
            if (fragment.tag() == Tag.SEQUENCE_DELIMITATION) {
                return;
            }
            if (fragment.tag() != Tag.ITEM || fragment.length() == UNDEFINED) {
                throw damaged(at, "a broken fragment");
            }
            in.skip(fragment.length());
        }
    }

    private static NotASliceException damaged(long at, String what) {
        return refused(String.format(Locale.ROOT, "damaged DICOM header: %s at byte %,d", what, at));
    }
}

package org.slicelstm.image.read;

import static org.slicelstm.image.encode.DrawnHead.COLUMNS;
import static org.slicelstm.image.encode.DrawnHead.ROWS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.slicelstm.image.encode.DrawnHead;
import org.slicelstm.image.encode.RunLengthFrame;
import org.slicelstm.jpeg.LosslessEncoder;

/**
 * Enhanced CT objects of drawn slices: several frames in a file, each with a place, an orientation and a rescale of its
 * own.
 */
final class DrawnFrames {
    /** Millimetres along the patient's axis, in the order of the frames: not from below. */
    static final List<Integer> PLACES = List.of(10, -5, 25);
    private static final List<Double> SLOPES = List.of(1., .5, 1.);
    private static final List<Integer> INTERCEPTS = List.of(-1024, -1024, -3000);
    private static final int FRAMES = PLACES.size();

    private DrawnFrames() {
    }

    static List<DrawnFile> all() {
        List<DrawnFile> files = new ArrayList<>();
        for (String syntax : List.of(DicomBytes.EXPLICIT, DicomBytes.IMPLICIT, DicomBytes.BIG, DrawnFiles.DEFLATED)) {
            files.add(file(syntax, true));
        }
        files.add(file(DicomBytes.RLE, fragments(DicomBytes.RLE,
                values -> RunLengthFrame.encode(List.of(values), COLUMNS, 16))));
        files.add(file(DrawnFiles.JPEG_LOSSLESS, fragments(DrawnFiles.JPEG_LOSSLESS,
                values -> LosslessEncoder.grey(16, 1).encode(values, COLUMNS, ROWS))));
        return files;
    }

    /** The orientation of a frame: each is tilted by itself. */
    static List<Double> orientation(int frame) {
        return List.of(1., 0., 0., 0., .8, frame % 2 == 0 ? .6 : -.6);
    }

    static DrawnFile file(String syntax, boolean tilted) {
        return file(syntax, enhanced(syntax, tilted)
                .words(stored().stream().flatMapToInt(Arrays::stream).toArray()));
    }

    private static DrawnFile file(String syntax, DicomBytes file) {
        List<int[]> hu = new ArrayList<>();
        for (int frame = 0; frame < FRAMES; frame++) {
            hu.add(DrawnHead.hu(frame));
        }
        return DrawnFile.exact("enhanced, " + DrawnFiles.name(syntax), DrawnFiles.bytes(file), stored(), hu);
    }

    private static List<int[]> stored() {
        List<int[]> all = new ArrayList<>();
        for (int frame = 0; frame < FRAMES; frame++) {
            int intercept = INTERCEPTS.get(frame);
            double slope = SLOPES.get(frame);
            all.add(DrawnFiles.each(DrawnHead.hu(frame), hu -> (int) ((hu - intercept) / slope)));
        }
        return all;
    }

    private static DicomBytes enhanced(String syntax, boolean tilted) {
        List<DicomBytes> frames = new ArrayList<>();
        for (int frame = 0; frame < FRAMES; frame++) {
            List<String> orientation = orientation(tilted ? frame : 0).stream().map(String::valueOf).toList();
            frames.add(DicomBytes.empty(syntax)
                    .sequence(0x00209113, true, List.of(DicomBytes.empty(syntax)
                            .text(0x00200032, "DS", "-110\\-120\\" + PLACES.get(frame))))
                    .sequence(0x00209116, false, List.of(DicomBytes.empty(syntax)
                            .text(0x00200037, "DS", String.join("\\", orientation))))
                    .sequence(0x00289145, true, List.of(DicomBytes.empty(syntax)
                            .text(0x00281052, "DS", "" + INTERCEPTS.get(frame))
                            .text(0x00281053, "DS", "" + SLOPES.get(frame)).text(0x00281054, "LO", "HU"))));
        }
        return DrawnFiles.layout(syntax, 16, 16, 15, 0).text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2.1")
                .text(0x00280008, "IS", "" + FRAMES).sequence(0x52009230, false, frames);
    }

    /** Each frame in two fragments, which only the offset table shares out. */
    private static DicomBytes fragments(String syntax, Function<int[], byte[]> encoder) {
        ByteBuffer offsets = ByteBuffer.allocate(4 * FRAMES).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> fragments = new ArrayList<>();
        int at = 0;
        for (int[] values : stored()) {
            byte[] frame = encoder.apply(values);
            offsets.putInt(at);
            for (byte[] part : List.of(Arrays.copyOf(frame, 1000), Arrays.copyOfRange(frame, 1000, frame.length))) {
                fragments.add(part);
                at += 8 + part.length + part.length % 2;
            }
        }
        return enhanced(syntax, true).fragments(offsets.array(), fragments);
    }
}

package org.slicelstm.jpeg;

import org.slicelstm.jpeg.JpegHeader.Process;

/** JPEG streams, checked and decoded. Nothing here is lenient: what a stream says has to be so to the last bit. */
public final class Jpeg {
    private Jpeg() {
    }

    /**
     * Samples of a picture.
     *
     * @param header  what its markers say
     * @param samples {@code [rows][columns][components]}, unsigned numbers of at most 16 bits; as they are coded,
     *                without a change of colours
     */
    public record Picture(JpegHeader header, short[] samples) { }

    /** Reads only up to the frame header: sizes are judged before the rest is looked at. */
    public static JpegHeader head(byte[] stream) throws JpegException {
        MarkerParser markers = new MarkerParser(stream);
        markers.frame();
        return markers.header();
    }

    /**
     * Walks the markers to the end of the image, over the entropy-coded data without reading them.
     *
     * @throws JpegException if a segment is damaged, a restart marker out of turn, or the end is missing
     */
    public static JpegHeader markers(byte[] stream) throws JpegException {
        MarkerParser markers = new MarkerParser(stream);
        Seen seen = new Seen(markers.frame());
        for (Scan scan = markers.scan(); scan != null; scan = markers.scan()) {
            seen.add(scan);
        }
        seen.checkAll();
        return markers.header();
    }

    /**
     * Reads a stream with a discrete cosine transform to its last bit, for a decoder that is less strict.
     *
     * @throws JpegException if it is damaged or of another process
     */
    public static JpegHeader check(byte[] stream) throws JpegException {
        MarkerParser markers = new MarkerParser(stream);
        Frame frame = markers.frame();
        sense(frame);
        Seen seen = new Seen(frame);
        switch (frame.process()) {
            case BASELINE, EXTENDED -> {
                DctBlocks blocks = new DctBlocks(stream, frame);
                for (Scan scan = markers.scan(); scan != null; scan = markers.scan()) {
                    seen.add(scan);
                    blocks.visit(scan, new SequentialScan(frame, scan, null));
                    for (int c : scan.components()) {
                        markers.quantisation(c);
                    }
                }
            }
            case PROGRESSIVE -> {
                ProgressiveScans progress = new ProgressiveScans(stream, frame);
                for (Scan scan = markers.scan(); scan != null; scan = markers.scan()) {
                    seen.add(scan);
                    progress.walk(scan);
                }
                progress.checkComplete();
            }
            default -> throw unread(frame);
        }
        seen.checkAll();
        return markers.header();
    }

    /**
     * Decodes lossless JPEG, JPEG-LS, and JPEG with a sequential discrete cosine transform.
     *
     * @throws JpegException if the stream is damaged or of another process
     */
    public static Picture decode(byte[] stream) throws JpegException {
        MarkerParser markers = new MarkerParser(stream);
        Frame frame = markers.frame();
        sense(frame);
        short[] samples = new short[frame.rows() * frame.columns() * frame.components().size()];
        ScanDecoder decoder = switch (frame.process()) {
            case BASELINE, EXTENDED -> new DctDecoder(stream, markers, frame, samples)::decode;
            case LOSSLESS -> new LosslessDecoder(stream, frame, samples)::decode;
            case JPEG_LS -> new LsDecoder(stream, markers, frame, samples)::decode;
            default -> throw unread(frame);
        };
        Seen seen = new Seen(frame);
        for (Scan scan = markers.scan(); scan != null; scan = markers.scan()) {
            seen.add(scan);
            decoder.decode(scan);
        }
        seen.checkAll();
        return new Picture(markers.header(), samples);
    }

    /** Decodes one scan. */
    @FunctionalInterface
    private interface ScanDecoder {
        void decode(Scan scan) throws JpegException;
    }

    /** Refuses sizes and precisions that no stream of its process has. */
    private static void sense(Frame frame) throws JpegException {
        boolean lossless = frame.process() == Process.LOSSLESS || frame.process() == Process.JPEG_LS;
        boolean fits = lossless ? frame.precision() >= 2 && frame.precision() <= 16
                : frame.precision() == 8 || frame.precision() == 12 && frame.process() != Process.BASELINE;
        long samples = (long) frame.rows() * frame.columns() * frame.components().size();
        if (!fits || samples == 0 || samples > Integer.MAX_VALUE - 16) {
            throw JpegException.damaged("%s of %,d × %,d pixels and %d bits", frame.process().title(),
                    frame.columns(), frame.rows(), frame.precision());
        }
    }

    private static JpegException unread(Frame frame) {
        return JpegException.unread(frame.process().title() + " of " + frame.precision() + " bits");
    }

    /** Which components had a scan. */
    private static final class Seen {
        private final Frame frame;
        private final boolean[] components;

        Seen(Frame frame) {
            this.frame = frame;
            components = new boolean[frame.components().size()];
        }

        void add(Scan scan) throws JpegException {
            for (int c : scan.components()) {
                if (components[c] && frame.process() != Process.PROGRESSIVE) {
                    throw JpegException.damaged("two scans of component %d", c + 1);
                }
                components[c] = true;
            }
        }

        void checkAll() throws JpegException {
            for (int c = 0; c < components.length; c++) {
                if (!components[c]) {
                    throw JpegException.damaged("no scan of component %d", c + 1);
                }
            }
        }
    }
}

package org.slicelstm.train;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.slicelstm.cohort.Part;

/**
 * An event file that TensorBoard shows: records framed as TFRecord, each an {@code Event} message of
 * {@code tensorflow/core/util/event.proto} in protocol-buffer encoding. A run that goes on writes another file beside
 * the first and tells TensorBoard from which epoch on the earlier one no longer counts.
 */
public final class EventFile implements Closeable {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int CRC_MASK = 0xa282ead8;

    private final OutputStream out;
    private final Clock clock;

    private EventFile(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /**
     * Starts a file.
     *
     * @param folder     where TensorBoard looks; made where it is missing
     * @param firstEpoch the epoch that comes next: what earlier files say of it and later ones is passed over
     */
    public static EventFile start(Path folder, int firstEpoch) throws IOException {
        return start(folder, firstEpoch, Clock.systemUTC());
    }

    static EventFile start(Path folder, int firstEpoch, Clock clock) throws IOException {
        Files.createDirectories(folder);
        Instant now = clock.instant();
        // TensorBoard reads files by name, so the time comes first; nothing of the machine is told.
        Path file = folder.resolve(String.format(Locale.ROOT, "events.out.tfevents.%d.%09d.slicelstm",
                now.getEpochSecond(), now.getNano()));
        EventFile events = new EventFile(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), clock);
        try {
            events.write(0, new Message().text(3, "brain.Event:2"));
            events.write(firstEpoch, new Message().message(7, new Message().varint(1, 1)));
        } catch (IOException e) {
            events.close();
            throw e;
        }
        return events;
    }

    /**
     * Adds the metrics of an epoch under {@code split/label/metric}; values that are not defined are left out.
     *
     * @param epoch   the step in TensorBoard
     * @param part    the patients that were scored
     * @param metrics of each label and of all
     */
    public void add(int epoch, Part part, List<Metrics.Named> metrics) throws IOException {
        Message summary = new Message();
        for (Metrics.Named each : metrics) {
            for (Metric metric : Metric.values()) {
                double value = each.metrics().get(metric);
                if (!Double.isNaN(value)) {
                    summary.message(1, value(part + "/" + each.label() + "/" + metric, value));
                }
            }
        }
        write(epoch, new Message().message(5, summary));
    }

    /** Adds one value, such as the learning rate. */
    public void add(int epoch, String tag, double value) throws IOException {
        write(epoch, new Message().message(5, new Message().message(1, value(tag, value))));
    }

    private static Message value(String tag, double value) {
        return new Message().text(1, tag).fixed32(2, Float.floatToIntBits((float) value));
    }

    /** Writes an event with the given content, as one record. */
    private void write(int step, Message content) throws IOException {
        Instant now = clock.instant();
        double seconds = now.getEpochSecond() + now.getNano() / 1e9;
        Message event = new Message().fixed64(1, Double.doubleToLongBits(seconds));
        if (step != 0) {
            event.varint(2, step);
        }
        event.bytes.writeBytes(content.bytes.toByteArray());
        byte[] data = event.bytes.toByteArray();
        byte[] length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, data.length).array();
        ByteBuffer record = ByteBuffer.allocate(length.length + data.length + 2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN).put(length).putInt(maskedCrc(length)).put(data).putInt(maskedCrc(data));
        out.write(record.array());
        out.flush();
    }

    /** TFRecord's checksum: CRC-32C, turned right by 15 bits and moved by a constant. */
    static int maskedCrc(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, data.length);
        return Integer.rotateRight((int) crc.getValue(), 15) + CRC_MASK;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** A protocol-buffer message under construction. */
    private static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Message varint(int field, long value) {
            tag(field, VARINT);
            return raw(value);
        }

        Message text(int field, String text) {
            return bytes(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message message) {
            return bytes(field, message.bytes.toByteArray());
        }

        Message fixed32(int field, int value) {
            tag(field, FIXED32);
            bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value).array());
            return this;
        }

        Message fixed64(int field, long value) {
            tag(field, FIXED64);
            bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value).array());
            return this;
        }

        private Message bytes(int field, byte[] content) {
            tag(field, BYTES);
            raw(content.length);
            bytes.writeBytes(content);
            return this;
        }

        private void tag(int field, int type) {
            raw((long) field << 3 | type);
        }

        private Message raw(long value) {
            long left = value;
            while ((left & ~0x7fL) != 0) {
                bytes.write((int) (left & 0x7f | 0x80));
                left >>>= 7;
            }
            bytes.write((int) left);
            return this;
        }
    }
}

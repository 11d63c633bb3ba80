package org.slicelstm.image.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.cohort.NotASliceException;

/** A deflated data set ends where its elements do, and the file ends with it. */
class DeflatedDataSetTest {
    private static final String SYNTAX = "1.2.840.10008.1.2.1.99";

    @TempDir
    private Path folder;

    private final SliceFiles files = new SliceFiles();

    @Test
    void whatMayFollowThePixels() throws Exception {
        assertRead(file(slice().dataSet()));
        assertRead(file(slice().put(0xFFFCFFFC, "OB", new byte[100]).dataSet()));
        // A byte that makes the file even, and what gzip writes behind.
        assertRead(join(file(slice().dataSet()), new byte[1]));
        assertRead(join(file(slice().dataSet()), trailer(slice().dataSet(), 0)));
    }

    @Test
    void whatMayNot() {
        byte[] whole = file(slice().dataSet());

        assertRefused(file(join(slice().dataSet(), new byte[40])), "damaged DICOM header: no value representation");
        assertRefused(file(join(slice().dataSet(), slice().dataSet())), "pixel data for the second time");
        byte[] longer = slice().put(0xFFFCFFFC, "OB", new byte[100]).dataSet();
        assertRefused(file(Arrays.copyOf(longer, longer.length - 1)), "truncated: the file ends too early");
        assertRefused(join(whole, new byte[2]), "damaged: bytes follow the end of the deflated data set");
        assertRefused(join(whole, trailer(slice().dataSet(), 1)),
                "damaged: bytes follow the end of the deflated data set");
        assertRefused(Arrays.copyOf(whole, whole.length - 1), "truncated: ");
    }

    private static DicomBytes slice() {
        return DicomBytes.ct(SYNTAX, 3, 2).words(1, 2, 3, 4, 5, 6);
    }

    private static byte[] file(byte[] dataSet) {
        return slice().file(ignored -> deflated(dataSet));
    }

    private static byte[] deflated(byte[] dataSet) {
        Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        raw.setInput(dataSet);
        raw.finish();
        byte[] out = new byte[dataSet.length + 100];
        int length = raw.deflate(out);
        raw.end();
        return Arrays.copyOf(out, length);
    }

    /** CRC-32 and length. */
    private static byte[] trailer(byte[] dataSet, int error) {
        CRC32 sum = new CRC32();
        sum.update(dataSet);
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt((int) sum.getValue() + error)
                .putInt(dataSet.length).array();
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    private void assertRead(byte[] file) throws Exception {
        assertThat(decode(file)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    private void assertRefused(byte[] file, String reason) {
        assertThatThrownBy(() -> decode(file)).isInstanceOf(NotASliceException.class).hasMessageContaining(reason);
    }

    private double[] decode(byte[] file) throws Exception {
        return Stored.values(files.decode(files.read(Files.write(folder.resolve("file"), file), "file").get(0)));
    }
}

package org.slicelstm.model.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A run of bytes that tensors are cut from; several tensors may share one. */
interface Storage {

    /** Its length in bytes; no more than is really there. */
    long size();

    /** Its bytes from a position on. The caller closes the stream. */
    InputStream from(long position) throws IOException;

    /** A part of an open file. The channel stays open when a stream of it is closed. */
    record Region(FileChannel channel, long start, long size) implements Storage {
        @Override
        public InputStream from(long position) {
            return new RegionStream(channel, start + position, start + size);
        }
    }

    /** Reads a channel by position, so that streams of one channel do not disturb each other. */
    final class RegionStream extends InputStream {
        private final FileChannel channel;
        private final long end;
        private long position;

        RegionStream(FileChannel channel, long position, long end) {
            this.channel = channel;
            this.position = position;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int wanted = (int) Math.min(length, end - position);
            int count = wanted <= 0 ? -1 : channel.read(ByteBuffer.wrap(into, offset, wanted), position);
            position += Math.max(count, 0);
            return count;
        }
    }
}

package org.slicelstm.model.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slicelstm.UserException;
import org.slicelstm.model.Sha256;

/** A weight file of any format once its directory is known: which tensor lies where. */
final class TensorTable implements WeightFile {
    private static final long ALWAYS_ALLOWED = 64L << 20;
    private static final int CHUNK_BYTES = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final AutoCloseable also;
    private final Format format;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private String sha256;

    /**
     * Takes over the channel.
     *
     * @throws UserException when two tensors have one name
     */
    TensorTable(Path path, FileChannel channel, Format format, List<StoredTensor> stored) {
        this(path, channel, () -> { }, format, stored);
    }

    /** Takes over the channel and one more thing to close. */
    TensorTable(Path path, FileChannel channel, AutoCloseable also, Format format, List<StoredTensor> stored) {
        this.path = path;
        this.channel = channel;
        this.also = also;
        this.format = format;
        for (StoredTensor tensor : stored) {
            if (tensors.put(tensor.info().name(), tensor) != null) {
                throw Damage.of(file(), "tensor " + Damage.quote(tensor.info().name()) + " is there twice");
            }
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Format format() {
        return format;
    }

    @Override
    public List<TensorInfo> tensors() {
        return tensors.values().stream().map(StoredTensor::info).toList();
    }

    @Override
    public float[] read(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new UserException(file() + " holds no tensor " + Damage.quote(name) + "; list its tensors.");
        }
        if (tensor.storage() == null) {
            throw new UserException(file() + " keeps tensor " + Damage.quote(name) + " compressed or in chunks, which"
                    + " is not read; save the weights again without compression.");
        }
        int count = tensor.count();
        if (count == 0) {
            return new float[0];
        }
        boolean contiguous = tensor.isContiguous();
        int width = tensor.info().type().bytes();
        long scratch = contiguous ? CHUNK_BYTES : tensor.span() * width;
        try {
            if (4L * count + scratch > Math.max(ALWAYS_ALLOWED, 4 * channel.size())
                    || scratch > Integer.MAX_VALUE - 8) {
                throw Damage.of(file(), "tensor " + Damage.quote(name) + " of shape " + tensor.info().shape()
                        + " is too large for a file of " + channel.size() + " bytes");
            }
            try (InputStream bytes = tensor.storage().from(tensor.offset() * width)) {
                return contiguous ? readContiguous(tensor, bytes) : gather(tensor, bytes, (int) scratch);
            }
        } catch (IOException e) {
            throw Damage.of(file(), "tensor " + Damage.quote(name) + " cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private float[] readContiguous(StoredTensor tensor, InputStream bytes) throws IOException {
        int width = tensor.info().type().bytes();
        float[] values = new float[tensor.count()];
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, (long) values.length * width)];
        ByteBuffer view = ByteBuffer.wrap(chunk).order(tensor.order());
        for (int done = 0; done < values.length;) {
            int count = Math.min(chunk.length / width, values.length - done);
            fill(tensor, bytes, chunk, count * width);
            for (int i = 0; i < count; i++) {
                values[done + i] = tensor.info().type().decode(view, i * width);
            }
            done += count;
        }
        return values;
    }

    /** Walks the elements in row-major order like an odometer, each wheel a dimension. */
    private float[] gather(StoredTensor tensor, InputStream bytes, int spanBytes) throws IOException {
        byte[] span = new byte[spanBytes];
        fill(tensor, bytes, span, spanBytes);
        ByteBuffer view = ByteBuffer.wrap(span).order(tensor.order());
        ElementType type = tensor.info().type();
        List<Integer> shape = tensor.info().shape();
        int[] wheel = new int[shape.size()];
        float[] values = new float[tensor.count()];
        long at = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = type.decode(view, (int) (at * type.bytes()));
            for (int d = wheel.length - 1; d >= 0; d--) {
                at += tensor.strides().get(d);
                if (++wheel[d] < shape.get(d)) {
                    break;
                }
                at -= tensor.strides().get(d) * wheel[d];
                wheel[d] = 0;
            }
        }
        return values;
    }

    private void fill(StoredTensor tensor, InputStream bytes, byte[] into, int length) throws IOException {
        if (bytes.readNBytes(into, 0, length) < length) {
            throw Damage.of(file(), "it ends within tensor " + Damage.quote(tensor.info().name()));
        }
    }

    @Override
    public synchronized String sha256() {
        if (sha256 == null) {
            try {
                sha256 = Sha256.of(path);
            } catch (IOException e) {
                throw new UserException(file() + " cannot be read (" + e.getMessage() + "); check the disk.", e);
            }
        }
        return sha256;
    }

    @Override
    public void close() {
        try (channel; also) {
            tensors.clear();
        } catch (Exception e) {
            throw new UserException(file() + " cannot be closed (" + e.getMessage() + "); check the disk.", e);
        }
    }

    private String file() {
        return String.valueOf(path.getFileName());
    }
}

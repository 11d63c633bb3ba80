package org.slicelstm.model.weights;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slicelstm.UserException;

/**
 * Lists the numeric data sets of an HDF5 file through jhdf, which believes what a file claims: {@link Hdf5} runs
 * {@link #main} in a process of its own. The file is mapped, so that jhdf works on the bytes themselves and copies
 * none; the values are read elsewhere.
 */
final class Hdf5Directory {
    private static final int DEEPEST = 24;
    private static final int MOST_NODES = 20_000;

    private final List<Row> rows = new ArrayList<>();
    private int nodes;

    /**
     * A data set.
     *
     * @param name path from the root, without a slash before it
     * @param shape its dimensions
     * @param type of its elements; null where it is no number that is read
     * @param order byte order of its elements
     * @param address its first byte in the file; -1 where it is not one run of bytes
     */
    record Row(String name, List<Integer> shape, ElementType type, ByteOrder order, long address) {
    }

    private Hdf5Directory() {
    }

    /**
     * @param path the HDF5 file
     * @throws UserException when it has more groups than any network
     */
    static List<Row> list(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            try (HdfFile file = HdfFile.fromByteBuffer(bytes)) {
                Hdf5Directory directory = new Hdf5Directory();
                directory.walk(file, "", 0, file.getUserBlockSize());
                return directory.rows;
            }
        }
    }

    private void walk(Group group, String path, int depth, long base) {
        if (depth > DEEPEST) {
            throw new UserException("its groups lie in each other without end");
        }
        for (Node node : group.getChildren().values()) {
            if (++nodes > MOST_NODES) {
                throw new UserException("it has more groups and data sets than any network");
            }
            // A link may lead out of the file; Keras writes none.
            if (!node.isLink()) {
                String name = path.isEmpty() ? node.getName() : path + "/" + node.getName();
                if (node instanceof Group inner) {
                    walk(inner, name, depth + 1, base);
                } else if (node instanceof Dataset dataset && type(dataset.getDataType()) != null) {
                    rows.add(row(name, dataset, base));
                }
            }
        }
    }

    private static Row row(String name, Dataset dataset, long base) {
        List<Integer> shape = new ArrayList<>();
        for (long dimension : dataset.getDimensionsAsLong()) {
            shape.add(Math.toIntExact(dimension));
        }
        DataType stored = dataset.getDataType();
        ByteOrder order = stored instanceof FloatingPoint number ? number.getByteOrder()
                : ((FixedPoint) stored).getByteOrder();
        long address = dataset instanceof ContiguousDataset run && !dataset.isEmpty() ? base + run.getDataAddress() : -1;
        return new Row(name, shape, type(stored), order, address);
    }

    /** The IEEE and two's complement types of every machine of today; others are not numbers to us. */
    private static ElementType type(DataType stored) {
        if (stored instanceof FloatingPoint number) {
            int layout = number.getExponentSize() << 8 | number.getMantissaSize();
            return switch (stored.getSize() << 16 | layout) {
                case 2 << 16 | 5 << 8 | 10 -> ElementType.FLOAT16;
                case 2 << 16 | 8 << 8 | 7 -> ElementType.BFLOAT16;
                case 4 << 16 | 8 << 8 | 23 -> ElementType.FLOAT32;
                case 8 << 16 | 11 << 8 | 52 -> ElementType.FLOAT64;
                default -> null;
            };
        }
        if (stored instanceof FixedPoint number && number.getBitOffset() == 0
                && number.getBitPrecision() == 8 * stored.getSize()) {
            return switch (stored.getSize()) {
                case 1 -> number.isSigned() ? ElementType.INT8 : ElementType.UINT8;
                case 2 -> number.isSigned() ? ElementType.INT16 : ElementType.UINT16;
                case 4 -> number.isSigned() ? ElementType.INT32 : ElementType.UINT32;
                case 8 -> number.isSigned() ? ElementType.INT64 : ElementType.UINT64;
                default -> null;
            };
        }
        return null;
    }

    /**
     * The process of its own: lists the file named first into the file named second.
     *
     * @param paths the HDF5 file and the file to write
     */
    public static void main(String[] paths) throws IOException {
        List<Row> rows = list(Path.of(paths[0]));
        try (OutputStream file = Files.newOutputStream(Path.of(paths[1]));
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(file))) {
            out.writeInt(rows.size());
            for (Row row : rows) {
                out.writeUTF(row.name());
                out.writeInt(row.shape().size());
                for (int dimension : row.shape()) {
                    out.writeInt(dimension);
                }
                out.writeUTF(row.type().name());
                out.writeBoolean(row.order() == ByteOrder.BIG_ENDIAN);
                out.writeLong(row.address());
            }
        }
    }
}

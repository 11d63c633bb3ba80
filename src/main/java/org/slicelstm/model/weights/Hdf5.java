package org.slicelstm.model.weights;

import io.jhdf.HdfFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slicelstm.UserException;

/**
 * The tensors of a Keras HDF5 file: of weights alone or of a whole model, whose {@code model_weights} are taken and
 * whose optimiser is left. The directory is read by jhdf in a small Java of its own with a limit of memory and time,
 * because a hostile file can make jhdf allocate or loop; here its answer is checked against the file.
 */
final class Hdf5 {
    private static final String HEAP = "-Xmx64m";
    private static final long MOST_SECONDS = 60;
    private static final String WHOLE_MODEL = "model_weights/";
    private static final List<String> NOT_WEIGHTS = List.of("optimizer_weights/", "optimizer/");

    private Hdf5() {
    }

    static List<StoredTensor> read(Path path, FileChannel channel) throws IOException {
        String file = String.valueOf(path.getFileName());
        if (channel.size() > Integer.MAX_VALUE) {
            throw new UserException(file + " is larger than 2 GiB, more than any supported network in HDF5; save the"
                    + " weights alone.");
        }
        return tensors(file, channel, listApart(file, path));
    }

    /** Checks what was listed against the bytes that are there. */
    static List<StoredTensor> tensors(String file, FileChannel channel, List<Hdf5Directory.Row> rows)
            throws IOException {
        boolean whole = rows.stream().anyMatch(row -> row.name().startsWith(WHOLE_MODEL));
        List<StoredTensor> tensors = new ArrayList<>();
        for (Hdf5Directory.Row row : rows) {
            if (whole ? row.name().startsWith(WHOLE_MODEL) : NOT_WEIGHTS.stream().noneMatch(row.name()::startsWith)) {
                String name = whole ? row.name().substring(WHOLE_MODEL.length()) : row.name();
                TensorInfo info = new TensorInfo(name, row.shape(), row.type());
                Storage storage = null;
                if (row.address() >= 0) {
                    long left = Math.max(0, channel.size() - row.address());
                    storage = new Storage.Region(channel, row.address(), left);
                }
                tensors.add(StoredTensor.checked(file, info, row.order(), storage, 0,
                        StoredTensor.rowMajor(row.shape())));
            }
        }
        return tensors;
    }

    private static List<Hdf5Directory.Row> listApart(String file, Path path) throws IOException {
        Path listing = Files.createTempFile("slicelstm", ".list");
        try {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    HEAP, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                    "-Dlogback.configurationFile=org/slicelstm/cli/logback.xml", "-cp", classPath(),
                    Hdf5Directory.class.getName(), path.toAbsolutePath().toString(), listing.toString())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            try {
                if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                    throw Damage.of(file, "its HDF5 directory could not be read within " + MOST_SECONDS + " seconds");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UserException("Reading " + file + " was cancelled; start again to read it.", e);
            } finally {
                process.destroyForcibly();
            }
            if (process.exitValue() != 0) {
                throw Damage.of(file, "its HDF5 directory makes no sense");
            }
            return readListing(listing);
        } finally {
            Files.deleteIfExists(listing);
        }
    }

    /** No more than jhdf and what it calls, wherever they were loaded from. */
    private static String classPath() {
        Set<String> places = new LinkedHashSet<>();
        Stream.of(Hdf5.class, UserException.class, HdfFile.class, org.slf4j.Logger.class,
                org.apache.commons.lang3.ArrayUtils.class).forEach(each -> {
                    try {
                        places.add(Path.of(each.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
                    } catch (URISyntaxException e) {
                        throw new IllegalStateException("a class of ours was loaded from no file", e);
                    }
                });
        return String.join(File.pathSeparator, places);
    }

    private static List<Hdf5Directory.Row> readListing(Path listing) throws IOException {
        List<Hdf5Directory.Row> rows = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(listing)))) {
            for (int left = in.readInt(); left > 0; left--) {
                String name = in.readUTF();
                List<Integer> shape = new ArrayList<>();
                for (int dimensions = in.readInt(); dimensions > 0; dimensions--) {
                    shape.add(in.readInt());
                }
                ElementType type = ElementType.valueOf(in.readUTF());
                ByteOrder order = in.readBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
                rows.add(new Hdf5Directory.Row(name, shape, type, order, in.readLong()));
            }
        }
        return rows;
    }
}

package org.slicelstm.cluster;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slicelstm.Progress;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Patient;
import org.slicelstm.cohort.Slice;
import org.slicelstm.graph.DeviceChoice;
import org.slicelstm.graph.ModelSession;
import org.slicelstm.image.Preprocessor;
import org.slicelstm.image.SliceBatches;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.predict.ModelInput;
import org.slicelstm.predict.Predictor;

/**
 * {@code scripts/bench costs}: what a patient of 24 slices costs one core, part by part, as an executor works. The
 * times are of the processor and not of the clock, so that what else runs on the machine counts little.
 */
public final class PatientCosts {
    private static final int SLICES = 24;
    private static final int CHUNK = 8;
    private static final int ORDERS = 16;
    private static final double WARM_MILLISECONDS = 1500;
    private static final double MEASURED_MILLISECONDS = 3000;
    private static final double NANOS_A_MILLISECOND = 1e6;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final SliceFiles files = new SliceFiles();
    private final CallersThread thread = new CallersThread();

    private PatientCosts() {
    }

    /** @param arguments a folder of JPG phantoms, one of DICOM phantoms, and models */
    public static void main(String[] arguments) throws IOException, NotASliceException {
        PatientCosts costs = new PatientCosts();
        print("milliseconds of one core for a patient of %d slices, the head in %d random orders and once sorted",
                SLICES, ORDERS);
        print("%-24s %8s %8s %8s %10s %8s %10s", "model", "opening", "JPG", "DICOM", "backbone", "head", "JPG, all");
        for (String model : Arrays.asList(arguments).subList(2, arguments.length)) {
            costs.of(ModelDirectory.open(Path.of(model)), Path.of(arguments[0]), Path.of(arguments[1]));
        }
    }

    private interface Work {
        void run() throws IOException, NotASliceException;
    }

    private void of(ModelDirectory model, Path jpg, Path dicom) throws IOException, NotASliceException {
        long begun = PROCESS.getProcessCpuTime();
        try (ModelSession session = ModelSession.open(model, DeviceChoice.parse("cpu"), 1)) {
            double open = (PROCESS.getProcessCpuTime() - begun) / NANOS_A_MILLISECOND;
            Preprocessor preprocessor = new Preprocessor(ModelInput.of(model.info().input(), null, null));
            double readJpg = cost(() -> read(jpg, preprocessor));
            double readDicom = cost(() -> read(dicom, preprocessor));
            FloatBuffer images = FloatBuffer.allocate(CHUNK * preprocessor.preprocessing().floatsPerSlice());
            double backbone = cost(() -> session.features(images, CHUNK)) * SLICES / CHUNK;
            float[] one = new float[SLICES * session.featureCount()];
            float[] all = new float[ORDERS * one.length];
            int[] lengths = new int[ORDERS];
            Arrays.fill(lengths, SLICES);
            double head = cost(() -> session.sequence(all, ORDERS, SLICES, lengths))
                    + cost(() -> session.sequence(one, 1, SLICES, new int[] {SLICES}));
            Predictor predictor = new Predictor(session, null, null, files, thread);
            double whole = cost(() -> predictor.predict(patient(jpg), ORDERS, Progress.NONE));
            print("%-24s %8.0f %8.1f %8.1f %10.1f %8.1f %10.1f", model.path().getFileName(), open, readJpg, readDicom,
                    backbone, head, whole);
        }
    }

    private void read(Path folder, Preprocessor preprocessor) throws IOException, NotASliceException {
        try (SliceBatches batches = new SliceBatches(patient(folder).slices(), files, preprocessor, CHUNK, thread,
                Progress.NONE)) {
            while (batches.hasNext()) {
                batches.next();
            }
        }
    }

    /** The first slices below a folder, their headers read now. */
    private Patient patient(Path folder) throws IOException, NotASliceException {
        List<Slice> slices = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isRegularFile).filter(file -> file.toString().matches(".*\\.(jpg|dcm)"))
                    .sorted().limit(SLICES).toList()) {
                slices.addAll(files.read(each, each.toString()));
            }
        }
        return new Patient("one", slices, Collections.nCopies(slices.size(), 1), Patient.OrderedBy.NAME, List.of(),
                List.of());
    }

    /** The mean of a run, warm, in milliseconds of the processor. */
    private static double cost(Work work) throws IOException, NotASliceException {
        runs(work, WARM_MILLISECONDS);
        return runs(work, MEASURED_MILLISECONDS);
    }

    /** The processor's time comes in steps of ten milliseconds, so short work runs often. */
    private static double runs(Work work, double atLeast) throws IOException, NotASliceException {
        long begun = PROCESS.getProcessCpuTime();
        double used = 0;
        int runs = 0;
        while (used < atLeast) {
            work.run();
            runs++;
            used = (PROCESS.getProcessCpuTime() - begun) / NANOS_A_MILLISECOND;
        }
        return used / runs;
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}

package org.slicelstm.bench;

import java.io.File;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.graph.DeviceChoice;
import org.slicelstm.graph.ModelSession;
import org.slicelstm.image.Preprocessor;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.predict.ModelInput;
import org.slicelstm.run.JobRunner;

/** {@code scripts/bench predict}: what a prediction costs beyond the network itself, as ratios within one run. */
public final class PredictBench {
    private static final int FEW = 24;
    private static final int MANY = 500;
    /** Where networks run: the second word of {@code scripts/bench}. */
    private static final String DEVICE = System.getProperty("slicelstm.bench.device", "cpu");
    private static final int REPEATS = 3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Path folder;
    private final Path model;
    private final JobRunner runner = new JobRunner();
    private final EventSink quiet = event -> { };

    private PredictBench(Path folder) {
        this.folder = folder;
        this.model = folder.resolve("vgg19-lstm");
    }

    /** @param arguments the folder for what the bench needs; it is made where it is missing and used again */
    public static void main(String[] arguments) throws IOException, InterruptedException, NotASliceException {
        Locale.setDefault(Locale.ROOT);
        PredictBench bench = new PredictBench(Path.of(arguments[0]));
        bench.prepare();
        bench.reading();
        bench.wholeAgainstBare();
        bench.memory();
    }

    static Job.Predict predict(String model, String path) {
        return new Job.Predict(model, List.of(path), new Job.SliceOptions("auto", false, null, null), null, false,
                null, 1, DEVICE, List.of());
    }

    private void prepare() throws IOException {
        if (!Files.exists(model)) {
            runner.run(new Job.NewModel("vgg19-lstm", List.of(), null, 1, null, null, false, model.toString()), quiet);
        }
        phantoms("jpg", 40);
        phantoms("dicom", 6);
        gather("jpg", FEW);
        gather("jpg", MANY);
    }

    private void phantoms(String format, int patients) {
        Path out = folder.resolve("phantoms-" + format);
        if (!Files.exists(out)) {
            runner.run(new Job.Phantoms(patients, 11, format, Map.of(), true, out.toString()), quiet);
        }
    }

    /** One patient of so many slices, from the phantoms' pictures. */
    private Path gather(String format, int slices) throws IOException {
        Path patient = folder.resolve(format + "-" + slices);
        if (!Files.exists(patient)) {
            List<Path> files = files(folder.resolve("phantoms-" + format), "." + format);
            if (files.size() < slices) {
                throw new IllegalStateException("only " + files.size() + " pictures");
            }
            Files.createDirectories(patient);
            for (int i = 0; i < slices; i++) {
                Files.copy(files.get(i), patient.resolve(i + "." + format));
            }
        }
        return patient;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    /** Decoding and preprocessing of 28 slices of 512 × 512 on one thread, warm. */
    private void reading() throws IOException, NotASliceException {
        SliceFiles files = new SliceFiles();
        List<Slice> slices = new ArrayList<>();
        for (Path file : files(folder.resolve("phantoms-dicom"), ".dcm")) {
            Slice slice = files.read(file, file.toString()).get(0);
            if (slice.rows() == 512 && slice.columns() == 512 && slices.size() < 28) {
                slices.add(slice);
            }
        }
        Preprocessor preprocessor = new Preprocessor(
                ModelInput.of(ModelDirectory.open(model).info().input(), null, null));
        FloatBuffer image = FloatBuffer.allocate(preprocessor.preprocessing().floatsPerSlice());
        double best = Double.POSITIVE_INFINITY;
        for (int repeat = 0; repeat < 8; repeat++) {
            long start = System.nanoTime();
            for (Slice slice : slices) {
                Slice read = files.read(slice.file(), slice.shownAs()).get(0);
                preprocessor.write(files.decode(read), image, 0);
            }
            best = Math.min(best, (System.nanoTime() - start) / NANOS_PER_SECOND * 1000 / slices.size());
        }
        print("header, decoding and preprocessing of %d DICOM slices 512 x 512, one thread, warm: %.1f ms a slice "
                + "(at most 15)", slices.size(), best);
    }

    /** Folder to probability against the bare session on tensors that are ready, alternating. */
    private void wholeAgainstBare() throws IOException {
        String patient = gather("jpg", FEW).toString();
        double[] whole = new double[REPEATS];
        double[] bare = new double[REPEATS];
        double first = seconds(() -> runner.run(predict(model.toString(), patient), quiet));
        double second = seconds(() -> runner.run(predict(model.toString(), patient), quiet));
        print("first prediction in the process, TensorFlow's start and the model's opening included: %.2f s; "
                + "second: %.2f s", first, second);
        runner.close();
        try (ModelSession session = ModelSession.open(ModelDirectory.open(model), DeviceChoice.parse(DEVICE),
                0);
                WarmPrediction warm = new WarmPrediction(session, patient)) {
            FloatBuffer images = randomImages(session);
            print("the network runs on %s, %d slices together", session.device(), session.deviceRun().chunk());
            warm.run();
            bare(session, images);
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                whole[repeat] = seconds(warm::run);
                bare[repeat] = seconds(() -> bare(session, images));
            }
        }
        print("24 JPG slices with vgg19-lstm, model open: %.2f s; bare session on ready tensors: %.2f s; "
                + "ratio %.3f (at most 1.15)", median(whole), median(bare), median(whole) / median(bare));
    }

    private static FloatBuffer randomImages(ModelSession session) {
        FloatBuffer images = FloatBuffer.allocate(Math.min(FEW, session.deviceRun().chunk())
                * session.recipe().input().height() * session.recipe().input().width() * 3);
        SplittableRandom random = new SplittableRandom(1);
        while (images.hasRemaining()) {
            images.put((float) random.nextDouble(255));
        }
        return images.flip();
    }

    private static void bare(ModelSession session, FloatBuffer images) {
        float[] features = new float[FEW * session.featureCount()];
        int chunk = session.deviceRun().chunk();
        for (int done = 0; done < FEW; done += chunk) {
            float[] rows = session.features(images, Math.min(chunk, FEW - done));
            System.arraycopy(rows, 0, features, done * session.featureCount(), rows.length);
        }
        session.sequence(features, 1, FEW, new int[] {FEW});
    }

    /** Peak resident memory of a process that predicts few or many slices. */
    private void memory() throws IOException, InterruptedException {
        long few = peakKilobytes(gather("jpg", FEW));
        long many = peakKilobytes(gather("jpg", MANY));
        print("peak resident memory: %d MB for %d slices, %d MB for %d; %.1f KB for each further slice (at most 64)",
                few >> 10, FEW, many >> 10, MANY, (many - few) / (double) (MANY - FEW));
    }

    private long peakKilobytes(Path patient) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(Arrays.asList(System.getProperty("slicelstm.options").split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PeakMemory.class.getName(),
                model.toString(), patient.toString()));
        Process process = new ProcessBuilder(command).redirectError(new File("/dev/null")).start();
        String out = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the process failed: " + out);
        }
        return Long.parseLong(out.strip());
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}

package org.slicelstm.run;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slicelstm.Product;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.graph.DeviceChoice;
import org.slicelstm.graph.Devices;
import org.slicelstm.graph.Devices.Device;
import org.slicelstm.graph.GpuFacts;
import org.slicelstm.graph.GpuProbe;
import org.slicelstm.graph.TensorFlowLibrary;
import org.slicelstm.job.Event;
import org.slicelstm.job.Event.Diagnosed;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.run.doctor.Disk;
import org.slicelstm.run.doctor.Facts;
import org.slicelstm.run.doctor.Facts.Trial;
import org.slicelstm.run.doctor.Lines;
import org.slicelstm.run.doctor.Trials;
import org.slicelstm.run.doctor.Words;
import org.slicelstm.train.FeatureCache;

/** Tells whether this installation works and on which devices, or removes what earlier versions left. */
final class DoctorRun {
    private static final String DEMO = "models/demo";

    private final Job.Doctor job;
    private final EventSink sink;
    private final Progress progress;
    private boolean allWell = true;

    DoctorRun(Job.Doctor job, EventSink sink, Progress progress) {
        this.job = job;
        this.sink = sink;
        this.progress = progress;
    }

    /** @return whether all is well */
    boolean run() throws IOException {
        if (job.clean()) {
            clean();
            return true;
        }
        tell(new Diagnosed("SliceLSTM", true, Product.VERSION + ". " + Product.RESEARCH_USE_ONLY));
        tell(Lines.java(new Facts.Java(Runtime.version().feature(),
                System.getProperty("java.vendor") + " " + Runtime.version(), Path.of(System.getProperty("java.home")),
                Integer.getInteger("sun.arch.data.model", 64))));
        tell(Lines.platform(System.getProperty("os.name") + " " + System.getProperty("os.version"),
                TensorFlowLibrary.platform(), Runtime.getRuntime().availableProcessors()));
        tell(Lines.memory(memory()));
        Facts.Library library = library();
        tell(Lines.tensorFlow(library));
        tell(Lines.others(TensorFlowLibrary.foreign(), behind(), job.others()));
        if (library.problem() == null) {
            devices();
        }
        folders();
        return allWell;
    }

    private void tell(Diagnosed line) {
        allWell &= line.ok();
        sink.accept(line);
        progress.checkCancelled();
    }

    private static Facts.Memory memory() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            return new Facts.Memory(system.getTotalMemorySize(), system.getFreeMemorySize(),
                    Runtime.getRuntime().maxMemory());
        }
        throw new IllegalStateException("this Java tells no size of the memory");
    }

    private Facts.Library library() {
        try {
            NativeLibrary.load(sink, progress);
            return new Facts.Library(TensorFlowLibrary.require(), TensorFlowLibrary.file().orElse(null),
                    TensorFlowLibrary.isGpuBuild(), null);
        } catch (UserException e) {
            return new Facts.Library(null, null, false, e.getMessage());
        }
    }

    /** Jars of other TensorFlows on this class path, which come after SliceLSTM's own. */
    private static List<String> behind() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> new File(entry).getName())
                .filter(name -> name.matches("(libtensorflow|tensorflow-\\d|proto-1\\.).*\\.jar")).toList();
    }

    private void devices() throws IOException {
        List<Device> devices;
        try {
            devices = Devices.open(DeviceChoice.AUTO);
        } catch (UserException e) {
            tell(new Diagnosed("Devices", false, e.getMessage()));
            return;
        }
        tell(Lines.devices(devices));
        GpuFacts gpu = GpuProbe.look();
        tell(Lines.gpu(gpu, devices));
        Lines.cuda(gpu).forEach(this::tell);
        List<String> asked = new ArrayList<>(List.of("cpu"));
        long gpus = devices.stream().filter(Device::isGpu).count();
        for (int i = 0; i < gpus; i++) {
            asked.add("gpu:" + i);
        }
        List<Trial> trials = new ArrayList<>();
        Optional<ModelDirectory> model = model();
        for (String each : asked) {
            if (model.isPresent()) {
                progress.update("predicting on " + each, trials.size(), asked.size());
                trials.add(Trials.run(model.get(), each));
                tell(Lines.prediction(trials.get(trials.size() - 1)));
            }
        }
        Lines.agreement(trials).ifPresent(this::tell);
    }

    /** The model that is tried; where there is none that is told. */
    private Optional<ModelDirectory> model() throws IOException {
        try {
            Path given = job.model() == null ? demo() : JobRunner.path(job.model());
            return Optional.of(ModelDirectory.open(given));
        } catch (UserException e) {
            tell(new Diagnosed("Prediction", false, e.getMessage()));
            return Optional.empty();
        }
    }

    /** The demo model: below the folder that SliceLSTM lies in, in a checkout as in Fiji. */
    private static Path demo() {
        try {
            Path own = Path.of(DoctorRun.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            for (Path folder = own.getParent(); folder != null; folder = folder.getParent()) {
                if (Files.isDirectory(folder.resolve(DEMO))) {
                    return folder.resolve(DEMO);
                }
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class is loaded from a file", e);
        }
        throw new UserException("The demo model " + DEMO + " is not beside SliceLSTM, so no prediction was tried; name "
                + "a model, or install SliceLSTM again.");
    }

    private void folders() throws IOException {
        Path libraries = TensorFlowLibrary.cacheFolder();
        tell(Lines.folder(Disk.folder("unpacked libraries", libraries, Disk.bytes(libraries))));
        tell(Lines.leftovers(Disk.leftovers(Disk.oldLibraries(libraries, TensorFlowLibrary.jars()))));
        Path features = UserFolders.featureCache();
        tell(Lines.folder(Disk.folder("cached features", features, Disk.bytes(features))));
        Path weights = UserFolders.weights();
        tell(Lines.folder(Disk.folder("fetched weights", weights, Disk.bytes(weights))));
        tell(Lines.folder(Disk.folder("temporary files", Path.of(System.getProperty("java.io.tmpdir")), -1)));
    }

    private void clean() throws IOException {
        long freed = 0;
        for (Path each : Disk.oldLibraries(TensorFlowLibrary.cacheFolder(), TensorFlowLibrary.jars())) {
            freed += told(each, Disk.remove(each));
        }
        Path features = UserFolders.featureCache();
        long before = Disk.bytes(features);
        FeatureCache.in(features, 0).clear();
        freed += told(features, before - Disk.bytes(features));
        sink.accept(new Diagnosed("Cleaned", true, freed + " bytes (" + Words.bytes(freed) + ") are free again."));
    }

    private long told(Path removed, long bytes) {
        if (bytes > 0) {
            sink.accept(new Diagnosed("Removed", true, Words.place(removed) + ": " + bytes + " bytes ("
                    + Words.bytes(bytes) + ")."));
        }
        return bytes;
    }
}

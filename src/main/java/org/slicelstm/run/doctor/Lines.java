package org.slicelstm.run.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slicelstm.graph.Devices.Device;
import org.slicelstm.graph.GpuFacts;
import org.slicelstm.job.Event.Diagnosed;
import org.slicelstm.run.doctor.Facts.Folder;
import org.slicelstm.run.doctor.Facts.Java;
import org.slicelstm.run.doctor.Facts.Leftovers;
import org.slicelstm.run.doctor.Facts.Library;
import org.slicelstm.run.doctor.Facts.Memory;
import org.slicelstm.run.doctor.Facts.Trial;

/** What the facts mean for the user: all is well, or what to do. */
public final class Lines {
    private static final int LEAST_JAVA = 17;
    private static final long LEAST_MEMORY = 4_000_000_000L;
    private static final long LEAST_ROOM = 2_000_000_000L;
    /** Cards multiply with ten bits of fraction; differences beyond this are not from that. */
    private static final double AGREEMENT = 0.005;
    private static final List<String> PLATFORMS = List.of("linux-x86_64", "linux-arm64", "macosx-arm64",
            "windows-x86_64");

    private Lines() {
    }

    public static Diagnosed java(Java java) {
        String found = java.name() + ", " + java.bits() + " bits, in " + Words.place(java.home());
        if (java.feature() < LEAST_JAVA || java.bits() < 64) {
            return remedy("Java", found + "; install a Java of 64 bits, version " + LEAST_JAVA + " or newer.");
        }
        return ok("Java", found);
    }

    /** @param platform as JavaCPP names it, such as {@code macosx-x86_64} */
    public static Diagnosed platform(String system, String platform, int processors) {
        String found = system + ", " + platform + ", " + processors + " processors";
        return PLATFORMS.contains(platform) ? ok("Platform", found) : remedy("Platform", found
                + "; TensorFlow for Java has no native library for it: use one of " + String.join(", ", PLATFORMS)
                + ".");
    }

    public static Diagnosed memory(Memory memory) {
        String found = Words.bytes(memory.total()) + ", " + Words.bytes(memory.free()) + " free, "
                + Words.bytes(memory.heap()) + " of it for Java at most";
        return memory.total() >= LEAST_MEMORY ? ok("Memory", found) : remedy("Memory", found
                + "; large models such as VGG-19 may not fit: close other programs, or use a small model.");
    }

    public static Diagnosed tensorFlow(Library library) {
        return library.problem() != null ? remedy("TensorFlow", library.problem()) : ok("TensorFlow",
                library.version() + ", the build for " + (library.gpuBuild() ? "GPUs" : "the CPU")
                        + (library.file() == null ? "" : ", " + Words.place(library.file())));
    }

    /**
     * @param foreign the jar that hides SliceLSTM's TensorFlow, if there is one
     * @param behind  jars of other TensorFlows on this class path
     * @param others  jars of other TensorFlows beside this installation
     */
    public static Diagnosed others(Optional<String> foreign, List<String> behind, List<String> others) {
        if (foreign.isPresent()) {
            return remedy("Other TensorFlows", foreign.get() + " comes first on this class path, and its classes have "
                    + "the names of SliceLSTM's; take it off. In Fiji's menu and in scripts/slicelstm this cannot "
                    + "happen.");
        }
        if (!others.isEmpty()) {
            return ok("Other TensorFlows", String.join(", ", others) + " of other programs; they do not matter, since "
                    + "SliceLSTM's TensorFlow runs in a process of its own without them");
        }
        return ok("Other TensorFlows", behind.isEmpty() ? "none" : String.join(", ", behind)
                + " on this class path; they do not matter, since SliceLSTM's own comes first");
    }

    public static Diagnosed devices(List<Device> devices) {
        return ok("Devices", "TensorFlow opened " + String.join(", ", devices.stream().map(device -> device.name()
                + (device.name().startsWith("GPU") ? " (" + Words.bytes(device.bytes()) + " for networks)" : ""))
                .toList()));
    }

    public static Diagnosed gpu(GpuFacts facts, List<Device> devices) {
        String cards = String.join(", ", facts.cards().stream().map(card -> card.name()
                + (card.totalMb() < 0 ? "" : " (" + card.totalMb() + " MB, " + card.freeMb() + " free)")).toList());
        String driver = facts.driver().isEmpty() ? "" : ", driver " + facts.driver();
        if (devices.stream().anyMatch(device -> device.name().startsWith("GPU"))) {
            return ok("GPU", "used: " + (cards.isEmpty() ? "a card" : cards) + driver);
        }
        String reason = facts.obstacle().orElse("TensorFlow did not open it although all that it needs is found; run "
                + "this once more with TF_CPP_MIN_LOG_LEVEL=0 in the environment to read why.");
        if (facts.cards().isEmpty() || facts.system().equals("mac")) {
            return ok("GPU", "none is used, the CPU computes: " + reason.replaceFirst("\\.$", "")
                    + (facts.gpuLibrary() ? "; the build for the CPU would do here and takes half of the disk" : ""));
        }
        return remedy("GPU", "not used, the CPU computes. Found: " + cards + driver + ". But " + reason);
    }

    /** A line for each library of NVIDIA's that would be used. */
    public static List<Diagnosed> cuda(GpuFacts facts) {
        if (facts.cuda().isEmpty()) {
            return List.of(ok("CUDA", "not needed here; a GPU would want " + GpuFacts.WANTED));
        }
        List<Diagnosed> lines = new ArrayList<>();
        boolean wanted = !facts.cards().isEmpty();
        for (GpuFacts.CudaFile file : facts.cuda()) {
            if (file.problem() == null) {
                lines.add(ok("CUDA", file.name() + ": " + file.path()));
                continue;
            }
            String missing = file.name() + ": not found"
                    + (file.elsewhere() == null ? "" : ", but there is " + file.elsewhere());
            lines.add(wanted ? remedy("CUDA", missing + "; install " + GpuFacts.WANTED + ".")
                    : ok("CUDA", missing + "; not needed without a card"));
        }
        lines.add(ok("CUDA", "wanted: " + GpuFacts.WANTED));
        return lines;
    }

    public static Diagnosed folder(Folder folder) {
        String found = folder.what() + " in " + Words.place(folder.path()) + ": "
                + (folder.used() < 0 ? "" : Words.bytes(folder.used()) + " used, ")
                + Words.bytes(folder.free()) + " free";
        if (!folder.writable()) {
            return remedy("Folder", found + "; it cannot be written: give yourself the right to, or name another.");
        }
        return folder.free() >= LEAST_ROOM ? ok("Folder", found)
                : remedy("Folder", found + "; make room there, or name another.");
    }

    public static Diagnosed leftovers(Leftovers left) {
        return ok("Left over", left.names().isEmpty() ? "no unpacked libraries that this version does not use"
                : String.join(", ", left.names()) + " (" + Words.bytes(left.bytes()) + "), which this version does not "
                        + "use; slicelstm doctor --clean removes them, in Fiji this check with clean=true");
    }

    public static Diagnosed prediction(Trial trial) {
        return trial.problem() != null ? remedy("Prediction", trial.asked() + ": " + trial.problem())
                : ok("Prediction", String.format(Locale.ROOT, "%s: the demo model on %d slices took %.3f s on %s",
                        trial.asked(), trial.slices(), trial.seconds(), trial.ran()));
    }

    /** How far devices give the same; empty where only one ran. */
    public static Optional<Diagnosed> agreement(List<Trial> trials) {
        List<Trial> ran = trials.stream().filter(trial -> trial.problem() == null).toList();
        if (ran.size() < 2) {
            return Optional.empty();
        }
        double most = 0;
        for (Trial trial : ran) {
            for (int i = 0; i < trial.probabilities().length; i++) {
                most = Math.max(most, Math.abs(trial.probabilities()[i] - ran.get(0).probabilities()[i]));
            }
        }
        String found = String.format(Locale.ROOT, "probabilities of %s differ by %.1e at most",
                String.join(", ", ran.stream().map(Trial::asked).toList()), most);
        return Optional.of(most <= AGREEMENT ? ok("Agreement", found) : remedy("Agreement", found
                + ", too much; update NVIDIA's driver and cuDNN, and use the device cpu until they agree."));
    }

    private static Diagnosed ok(String topic, String sentence) {
        return new Diagnosed(topic, true, sentence + (sentence.endsWith(".") ? "" : "."));
    }

    private static Diagnosed remedy(String topic, String sentence) {
        return new Diagnosed(topic, false, sentence);
    }
}

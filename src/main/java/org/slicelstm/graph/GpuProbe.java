package org.slicelstm.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.slicelstm.graph.GpuFacts.Card;
import org.slicelstm.graph.GpuFacts.CudaFile;

/** Looks at what this computer has of what a GPU needs. What cannot be read counts as not there. */
public final class GpuProbe {
    private static final String DRIVER = "libcuda.so.1";
    private static final long SMI_SECONDS = 20;
    private static final Pattern VERSION = Pattern.compile("\\b(\\d{3,}\\.\\d+(?:\\.\\d+)?)\\b");
    private static final Path PCI = Path.of("/sys/bus/pci/devices");
    private static final String NVIDIA = "0x10de";
    /** Class of a PCI device that draws or computes. */
    private static final String DISPLAY = "0x03";

    private GpuProbe() {
    }

    /** The facts; loads TensorFlow, and with it the way to ask the system's loader. */
    public static GpuFacts look() {
        TensorFlowLibrary.require();
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "mac" : "linux";
        List<String> smi = run("nvidia-smi", "--query-gpu=name,memory.total,memory.free,driver_version",
                "--format=csv,noheader,nounits");
        List<Card> cards = smi.stream().map(line -> line.split(", *")).filter(cells -> cells.length == 4)
                .map(cells -> new Card(cells[0], number(cells[1]), number(cells[2]))).toList();
        if (cards.isEmpty() && system.equals("linux")) {
            cards = onTheBus();
        }
        boolean gpuLibrary = TensorFlowLibrary.isGpuBuild();
        boolean asks = system.equals("linux") && (gpuLibrary || !cards.isEmpty());
        return new GpuFacts(system, gpuLibrary, cards, driver(smi),
                asks ? load(DRIVER) : new CudaFile(DRIVER, null, null, null),
                asks ? CudaLibraries.WANTED.stream().map(GpuProbe::load).toList() : List.of(),
                System.getenv("CUDA_VISIBLE_DEVICES"));
    }

    private static String driver(List<String> smi) {
        List<String> lines = new ArrayList<>(smi.stream().map(line -> line.replaceFirst(".*, *", "")).toList());
        lines.addAll(lines(Path.of("/proc/driver/nvidia/version")));
        return lines.stream().map(VERSION::matcher).filter(Matcher::find).map(found -> found.group(1)).findFirst()
                .orElse("");
    }

    private static List<Card> onTheBus() {
        return list(PCI).stream()
                .filter(device -> first(device.resolve("vendor")).equals(NVIDIA)
                        && first(device.resolve("class")).startsWith(DISPLAY))
                .map(device -> new Card("NVIDIA card " + first(device.resolve("device")), -1, -1)).toList();
    }

    /** Asks the system's loader, as TensorFlow does. */
    private static CudaFile load(String name) {
        try {
            Loader.loadGlobal(name);
            String path = lines(Path.of("/proc/self/maps")).stream().filter(line -> line.contains("/" + stem(name)))
                    .map(line -> line.substring(line.indexOf('/'))).findFirst().orElse(name);
            return new CudaFile(name, path, null, null);
        } catch (UnsatisfiedLinkError e) {
            return new CudaFile(name, null, e.getMessage(), elsewhere(stem(name)));
        }
    }

    /** {@code libcudnn.so} of {@code libcudnn.so.9}. */
    private static String stem(String name) {
        return name.substring(0, name.indexOf(".so") + ".so".length());
    }

    private static String elsewhere(String stem) {
        String set = System.getenv("LD_LIBRARY_PATH");
        List<Path> folders = new ArrayList<>(Arrays.stream((set == null ? "" : set).split(":"))
                .filter(each -> !each.isEmpty()).map(Path::of).toList());
        folders.addAll(Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/opt/cuda/lib64")
                .map(Path::of).toList());
        list(Path.of("/usr/local")).stream().filter(each -> each.getFileName().toString().startsWith("cuda"))
                .forEach(each -> folders.add(each.resolve("lib64")));
        return folders.stream().flatMap(folder -> list(folder).stream())
                .filter(file -> file.getFileName().toString().startsWith(stem)).map(Path::toString).findFirst()
                .orElse(null);
    }

    private static List<String> run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(SMI_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
                return List.of();
            }
            return process.exitValue() == 0 ? process.inputReader().lines().toList() : List.of();
        } catch (IOException e) {
            // There is no such program.
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static long number(String text) {
        return text.strip().matches("\\d{1,9}") ? Long.parseLong(text.strip()) : -1;
    }

    private static String first(Path file) {
        return lines(file).stream().findFirst().orElse("");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}

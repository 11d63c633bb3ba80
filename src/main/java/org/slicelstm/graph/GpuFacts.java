package org.slicelstm.graph;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a computer has of what a GPU needs, and what follows from it.
 *
 * @param system     {@code linux}, {@code windows} or {@code mac}
 * @param gpuLibrary whether TensorFlow's native library is the build for GPUs
 * @param cards      NVIDIA's cards
 * @param driver     version of NVIDIA's driver, or empty where it is not known
 * @param driverFile its library
 * @param cuda       the libraries that TensorFlow opens; empty where nothing here could use them
 * @param visible    what CUDA_VISIBLE_DEVICES says, or null
 */
public record GpuFacts(String system, boolean gpuLibrary, List<Card> cards, String driver, CudaFile driverFile,
                       List<CudaFile> cuda, String visible) {
    /** What TensorFlow 2.18 was built with. */
    public static final String WANTED = "CUDA 12 (built with 12.5) and cuDNN 9.3 or a later 9";
    /** CUDA 12 runs from this driver on. */
    private static final int LEAST_DRIVER = 525;
    private static final int LEAST_CUDNN_MINOR = 3;
    private static final Pattern CUDNN = Pattern.compile("libcudnn\\.so\\.9\\.(\\d+)(\\.\\d+)*");

    /**
     * A card.
     *
     * @param totalMb its memory in MB, or −1
     * @param freeMb  what nobody uses, or −1
     */
    public record Card(String name, long totalMb, long freeMb) { }

    /**
     * A library that the system's loader is asked for.
     *
     * @param name      such as {@code libcudnn.so.9}
     * @param path      where it was found, links followed, or null
     * @param problem   why it cannot be loaded, in the loader's words, or null
     * @param elsewhere a library of the same kind in a place where the loader does not look or of another version, or
     *                  null
     */
    public record CudaFile(String name, String path, String problem, String elsewhere) { }

    public GpuFacts {
        cards = List.copyOf(cards);
        cuda = List.copyOf(cuda);
    }

    /** Why no GPU can be used and what to do, in a sentence or two; empty where nothing is in the way. */
    public Optional<String> obstacle() {
        if (system.equals("mac")) {
            return Optional.of("TensorFlow for Java has no build for GPUs of a Mac.");
        }
        if (cards.isEmpty()) {
            return Optional.of("no NVIDIA card is found in this computer" + (gpuLibrary ? "."
                    : ", and TensorFlow's native library is the one for the CPU."));
        }
        if (!gpuLibrary) {
            return Optional.of(system.equals("windows")
                    ? "TensorFlow for Java has no build for GPUs under Windows; run SliceLSTM in WSL 2 or under Linux."
                    : "TensorFlow's native library is the one for the CPU; run scripts/setup gpu, or in Fiji take "
                            + "the update site for GPUs.");
        }
        if (driverFile.problem() != null) {
            return Optional.of("NVIDIA's driver cannot be loaded (" + driverFile.problem() + "); install driver "
                    + LEAST_DRIVER + " or newer, and let a container see the card (for Docker the option gpus).");
        }
        if (!driver.isEmpty() && Integer.parseInt(driver.split("\\.")[0]) < LEAST_DRIVER) {
            return Optional.of("NVIDIA's driver is " + driver + ", too old for CUDA 12; install " + LEAST_DRIVER
                    + " or newer.");
        }
        List<CudaFile> missing = cuda.stream().filter(file -> file.problem() != null).toList();
        if (!missing.isEmpty()) {
            return Optional.of(missing(missing));
        }
        Optional<String> cudnn = cuda.stream().map(CudaFile::path).filter(path -> path != null && isOldCudnn(path))
                .findFirst();
        if (cudnn.isPresent()) {
            return Optional.of("cuDNN is too old (" + cudnn.get() + "); install " + WANTED + ".");
        }
        if (visible != null && (visible.isBlank() || visible.startsWith("-"))) {
            return Optional.of("CUDA_VISIBLE_DEVICES is '" + visible + "', which hides the cards; take it out of the "
                    + "environment.");
        }
        return Optional.empty();
    }

    /** Why TensorFlow opened no GPU, in a sentence or two. */
    String whyNot() {
        return obstacle().orElse("TensorFlow did not open it although all that it needs is found; set "
                + "TF_CPP_MIN_LOG_LEVEL=0 to read why.");
    }

    /** The line that says that the device auto ended on the processor; empty where nobody could expect a GPU. */
    Optional<String> fallback(String ran) {
        return cards.isEmpty() && !gpuLibrary ? Optional.empty()
                : Optional.of("No GPU is used, the network runs on " + ran + ": " + whyNot());
    }

    private static String missing(List<CudaFile> missing) {
        StringBuilder text = new StringBuilder("CUDA libraries are missing: ");
        text.append(String.join(", ", missing.stream().map(file -> file.name()
                + (file.elsewhere() == null ? "" : " (there is " + file.elsewhere() + ")")
                // Found, but something that it needs is not.
                + (file.problem().startsWith(file.name() + ":") ? "" : " (" + file.problem() + ")")).toList()));
        return text.append("; install ").append(WANTED).append(" and name their folder in LD_LIBRARY_PATH, or run "
                + "scripts/setup gpu cuda, which brings them along.").toString();
    }

    private static boolean isOldCudnn(String path) {
        Matcher name = CUDNN.matcher(path.substring(path.lastIndexOf('/') + 1));
        return name.matches() && Integer.parseInt(name.group(1)) < LEAST_CUDNN_MINOR;
    }
}

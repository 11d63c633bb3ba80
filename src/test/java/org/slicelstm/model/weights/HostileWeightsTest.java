package org.slicelstm.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.UserException;

/** Files made to run code, to exhaust the memory or to read what is not theirs end in one sentence. */
class HostileWeightsTest {
    private static final String STORAGE = "(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\0aX\u0003\0\0\0cpuK\u0004tQ";

    @TempDir
    Path folder;

    /** A PyTorch archive whose pickle is the given bytes, one character a byte, and whose storage "a" has 16 bytes. */
    private Path archive(String pickle) throws IOException {
        Path path = folder.resolve("hostile.pth");
        try (OutputStream file = Files.newOutputStream(path); ZipOutputStream out = new ZipOutputStream(file)) {
            out.putNextEntry(new ZipEntry("archive/data.pkl"));
            out.write(("\u0080\u0002" + pickle).getBytes(StandardCharsets.ISO_8859_1));
            out.putNextEntry(new ZipEntry("archive/data/a"));
            out.write(new byte[16]);
        }
        return path;
    }

    /** A dictionary {@code {"w": tensor}} of storage "a" with these arguments after the storage. */
    private static String tensor(String arguments) {
        return "}X\u0001\0\0\0wctorch._utils\n_rebuild_tensor_v2\n(" + STORAGE + arguments + "tRs.";
    }

    private static void assertRefused(Path path, String... parts) {
        UserException refusal = catchThrowableOfType(UserException.class, () -> Weights.readAll(path));
        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()).startsWith(path.getFileName().toString()).doesNotContain("\n").endsWith(".");
        for (String part : parts) {
            assertThat(refusal.getMessage()).contains(part);
        }
    }

    @Test
    void theHelperOfThisTestMakesAReadableFile() throws IOException {
        try (WeightFile file = WeightFile.open(archive(tensor("K\0K\u0002K\u0002\u0086K\u0002K\u0001\u0086\u0089N")))) {
            assertThat(file.read("w")).containsExactly(0, 0, 0, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cos\nsystem\n", "cposix\nsystem\n", "cbuiltins\neval\n", "c__builtin__\nexec\n",
        "csubprocess\nPopen\n", "ctorch\nload\n", "ctorch._utils\n_rebuild_tensor_v2.__globals__\n",
        "ctorch.storage\n_load_from_bytes\n", "X\u0002\0\0\0osX\u0006\0\0\0system\u0093"})
    void aPickleThatAsksForCodeIsRefusedAndNothingRuns(String call) throws IOException {
        Path trace = folder.resolve("trace");
        String command = "touch " + trace;
        Path path = archive(call + "X" + (char) command.length() + "\0\0\0" + command + "\u0085R.");
        assertRefused(path, "asks for", "nothing of it was run");
        assertThat(trace).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(i__main__\nX\n.", "(cos\nsystem\no.", ")\u0081.", ")R.", "}}b}R.", "N)R.", "ccollections\nOrderedDict\nN\u0085R.",
        "ctorch\nFloatStorage\n)R.", "Q.", "NQ.", "h\u0005.", "a.", "(.", "t.", "}NNsu.", "NNs.", "]N(e.", "", ".", "N", "\u0080\u0009.",
        "}}Ns.", "}]Ns.", "})Ns.", "(((((((((.", "\u008a\u00ff.", "X\u00ff\u00ff\u00ff\u007f.", "X\u00ff\u00ff\u00ff\u00ff.",
        "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.", "N.", "}.", "].", "K\u0001.", "G\0\0", "c\n\n.", "\u0093.",
        "ctorch._utils\n_rebuild_parameter\nN\u0085R.", "ctorch\nSize\n)R."})
    void brokenPicklesAreRefused(String pickle) throws IOException {
        assertRefused(archive(pickle));
    }

    @ParameterizedTest
    @ValueSource(strings = {"K\0K\u0005\u0085K\u0001\u0085\u0089N", "K\u0001K\u0004\u0085K\u0001\u0085\u0089N",
        "K\0K\u0002\u0085K\u0004\u0085\u0089N", "J\u00ff\u00ff\u00ff\u00ffK\u0002\u0085K\u0001\u0085\u0089N",
        "K\0J\u00ff\u00ff\u00ff\u00ff\u0085K\u0001\u0085\u0089N", "K\0K\u0002\u0085J\u00ff\u00ff\u00ff\u00ff\u0085\u0089N",
        "K\0K\u0002\u0085)\u0089N", "K\0X\u0001\0\0\u00002\u0085K\u0001\u0085\u0089N", "K\0NK\u0001\u0085\u0089N", "K\0",
        "K\0J\u00ff\u00ff\u00ff\u007fJ\u00ff\u00ff\u00ff\u007f\u0086K\0K\0\u0086\u0089N",
        "K\0J\u00ff\u00ff\u00ff\u007f\u0085\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f\u0085\u0089N",
        "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007fK\u0001\u0085K\u0001\u0085\u0089N"})
    void tensorsOutsideTheirStorageAreRefused(String arguments) throws IOException {
        assertRefused(archive(tensor(arguments)));
    }

    @Test
    void aTensorThatRepeatsOneNumberForEverIsRefused() throws IOException {
        // 2,000,000,000 elements with stride 0: 8 GB of floats out of 4 bytes
        Path path = archive(tensor("K\0J\0\u0094\u0035\u0077\u0085K\0\u0085\u0089N"));
        long before = Weights.allocated();
        assertRefused(path, "too large for a file of");
        assertThat(Weights.allocated() - before).isLessThan(64L << 20);
    }

    @Test
    void bombsOfNestedValuesStaySmall() throws IOException {
        // each tuple holds the one before twice: 2^100,000 leaves, were anybody to count them
        String doubling = "N" + "q\0h\0\u0086".repeat(100_000);
        long before = Weights.allocated();
        assertRefused(archive(doubling + "."));
        assertRefused(archive("}" + doubling + "Ns."), "keys");
        assertRefused(archive("]".repeat(5_000_000) + "."), "longer than");
        assertRefused(archive("(".repeat(200_000) + "t".repeat(200_000) + "."));
        assertRefused(archive("N" + "\u0085".repeat(300_000) + "."), "named tensors");
        assertRefused(archive("}q\0h\0h\0s."));
        assertThat(Weights.allocated() - before).isLessThan(6 * (64L << 20));
    }

    @Test
    void aStorageThatIsNotThereOrOfAnotherLengthIsRefused() throws IOException {
        String missing = tensor("K\0K\u0002\u0085K\u0001\u0085\u0089N").replace("\0\0\0a", "\0\0\0b");
        assertRefused(archive(missing), "'data/b'");
        String longer = tensor("K\0K\u0002\u0085K\u0001\u0085\u0089N").replace("cpuK\u0004", "cpuK\u0005");
        assertRefused(archive(longer), "claims 20 bytes and has 16");
        String escaping = tensor("K\0K\u0002\u0085K\u0001\u0085\u0089N").replace("X\u0001\0\0\0a", "X\u0006\0\0\0../../");
        assertRefused(archive(escaping), "lacks its part");
    }

    @Test
    void zipBombsAreRefused() throws IOException {
        Path path = folder.resolve("bomb.pth");
        try (OutputStream file = Files.newOutputStream(path); ZipOutputStream out = new ZipOutputStream(file)) {
            out.putNextEntry(new ZipEntry("archive/data.pkl"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 80; i++) {
                out.write(zeros);
            }
        }
        assertRefused(path, "expands to 83886080 bytes");
    }

    @Test
    void otherArchivesAreNoPyTorchFiles() throws IOException {
        Path path = folder.resolve("model.keras");
        try (OutputStream file = Files.newOutputStream(path); ZipOutputStream out = new ZipOutputStream(file)) {
            out.putNextEntry(new ZipEntry("model.weights.h5"));
            out.write(1);
        }
        assertRefused(path, "0 files data.pkl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{}x", "{\"a\":1}", "{\"a\":{}}", "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[4,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1,-1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967297],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536,65536,1],\"data_offsets\":[0,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[0,20]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[9223372036854775804,9223372036854775808]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,6]}}",
        "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"})
    void brokenSafetensorsAreRefused(String header) throws IOException {
        assertRefused(safetensors(header, header.length(), 16));
    }

    @Test
    void safetensorsHeadersLongerThanTheFileAreRefused() throws IOException {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        assertThat(Weights.readAll(safetensors(header, header.length(), 4))).isEqualTo(1);
        for (long length : new long[] {header.length() + 5, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE, 0}) {
            assertRefused(safetensors(header, length, 4), "header");
        }
        String deep = "{\"__metadata__\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertRefused(safetensors(deep, deep.length(), 4));
    }

    private Path safetensors(String header, long length, int data) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + data).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(header.getBytes(StandardCharsets.UTF_8));
        return Files.write(folder.resolve("hostile.safetensors"), bytes.array());
    }

    @ParameterizedTest
    @CsvSource({"types.safetensors, 1", "views-legacy.pth, 1", "types-legacy.pth, 13", "network.pth, 37"})
    void aFileCutOffAnywhereIsRefused(String name, int step) throws IOException {
        byte[] whole = Files.readAllBytes(Goldens.path(name));
        for (int length = whole.length - 1; length >= 0; length -= step) {
            Path path = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(whole, length));
            assertRefused(path);
        }
    }

    @Test
    void hdf5CutOffIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(Goldens.path("keras3.weights.h5"));
        for (int length : new int[] {8, 100, whole.length / 2, whole.length - 9000}) {
            assertRefused(Files.write(folder.resolve("cut.h5"), Arrays.copyOf(whole, length)));
        }
    }

    @Test
    void aLegacyStorageThatClaimsTooMuchIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(Goldens.path("views-legacy.pth"));
        ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = bytes.length - 8;
        while (view.getLong(at) != 24 && view.getLong(at) != 12 && view.getLong(at) != 3) {
            at--;
        }
        view.putLong(at, Long.MAX_VALUE / 4);
        assertRefused(Files.write(folder.resolve("claims.pth"), bytes), "claims");
    }

    @Test
    void namesFromTheFileCannotDisturbTheSentence() throws IOException {
        String name = "os\u001b[2J" + "x".repeat(500);
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(("c" + name + "\nsystem\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> WeightFile.open(archive(pickle.toString(StandardCharsets.ISO_8859_1))))
                .isInstanceOf(UserException.class).message().doesNotContain("\u001b").hasSizeLessThan(400);
    }

    @Test
    void refusedFilesAreClosedAgain() throws IOException {
        Path path = archive("N.");
        assertRefused(path);
        // The archive's own reader would refuse a second one of another length if it were still open on it.
        Files.copy(Goldens.path("network.pth"), path, StandardCopyOption.REPLACE_EXISTING);
        try (ZipFile zip = new ZipFile(path.toFile()); WeightFile file = WeightFile.open(path)) {
            assertThat(zip.size()).isPositive();
            assertThat(file.tensors()).isNotEmpty();
        }
    }
}

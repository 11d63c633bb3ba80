package org.slicelstm.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slicelstm.UserException;

/** Files written by PyTorch, safetensors and Keras give the numbers that Python itself reads from them. */
class WeightFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"types.pth, TORCH_ZIP", "types-legacy.pth, TORCH_LEGACY", "types.safetensors, SAFETENSORS",
        "views.pth, TORCH_ZIP", "views-legacy.pth, TORCH_LEGACY", "network.pth, TORCH_ZIP",
        "network-legacy.pth, TORCH_LEGACY", "checkpoint.pth, TORCH_ZIP", "checkpoint-legacy.pth, TORCH_LEGACY",
        "parameters.pth, TORCH_ZIP", "parameters-legacy.pth, TORCH_LEGACY", "protocol4.pth, TORCH_ZIP",
        "keras3.weights.h5, HDF5", "whole.h5, HDF5", "legacy.weights.h5, HDF5"})
    void readsWhatPythonWrote(String name, WeightFile.Format format) throws IOException {
        assertHolds(Goldens.path(name), Goldens.expected(name), format);
    }

    private static void assertHolds(Path path, JsonObject expected, WeightFile.Format format) {
        try (WeightFile file = WeightFile.open(path)) {
            assertThat(file.format()).isEqualTo(format);
            assertThat(file.tensors()).extracting(TensorInfo::name)
                    .containsExactlyInAnyOrderElementsOf(expected.keySet());
            for (TensorInfo tensor : file.tensors()) {
                JsonObject wanted = expected.getAsJsonObject(tensor.name());
                assertThat(tensor.shape()).as(tensor.name()).isEqualTo(Goldens.shape(wanted));
                assertThat(file.read(tensor.name())).as(tensor.name()).containsExactly(Goldens.values(wanted));
            }
        }
    }

    @Test
    void namesTheTypes() {
        try (WeightFile file = WeightFile.open(Goldens.path("types.pth"))) {
            assertThat(file.tensors()).filteredOn(tensor -> !tensor.shape().contains(0) && !tensor.shape().isEmpty())
                    .allSatisfy(tensor -> assertThat(tensor.type().label()).isEqualTo(tensor.name()));
        }
    }

    @Test
    void everyHalfIsTheFloatOfItsFormula() {
        ByteBuffer two = ByteBuffer.allocate(2);
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            double fraction = (bits & 1023) / 1024.0;
            double magnitude = exponent == 0 ? fraction * Math.pow(2, -14) : (1 + fraction) * Math.pow(2, exponent - 15);
            if (exponent == 31) {
                magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            }
            Float expected = (float) (bits >= 1 << 15 ? -magnitude : magnitude);
            assertThat(ElementType.FLOAT16.decode(two.putShort(0, (short) bits), 0)).isEqualTo(expected);
        }
    }

    @Test
    void unsignedNumbersStayPositive() {
        ByteBuffer ones = ByteBuffer.allocate(8).putLong(0, -1);
        assertThat(ElementType.UINT64.decode(ones, 0)).isEqualTo(0x1p64f);
        assertThat(ElementType.UINT32.decode(ones, 0)).isEqualTo(0x1p32f);
        assertThat(ElementType.UINT16.decode(ones, 0)).isEqualTo(65535f);
        assertThat(ElementType.UINT64.decode(ones.putLong(0, 5), 0)).isEqualTo(5f);
    }

    @Test
    void sha256IsThatOfTheFile() throws Exception {
        Path path = Goldens.path("whole.h5");
        String expected = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
        try (WeightFile file = WeightFile.open(path)) {
            assertThat(file.sha256()).isEqualTo(expected);
        }
    }

    @Test
    void aRepackedArchiveReadsTheSame() throws IOException {
        Path repacked = folder.resolve("views.pth");
        try (ZipFile zip = new ZipFile(Goldens.path("views.pth").toFile());
                OutputStream file = Files.newOutputStream(repacked); ZipOutputStream out = new ZipOutputStream(file)) {
            for (ZipEntry entry : zip.stream().toList()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                zip.getInputStream(entry).transferTo(out);
            }
        }
        assertHolds(repacked, Goldens.expected("views.pth"), WeightFile.Format.TORCH_ZIP);
    }

    @Test
    void aBigEndianArchiveIsReadAsSuch() throws IOException {
        Path big = folder.resolve("big.pth");
        try (ZipFile zip = new ZipFile(Goldens.path("network.pth").toFile());
                OutputStream file = Files.newOutputStream(big); ZipOutputStream out = new ZipOutputStream(file)) {
            for (ZipEntry entry : zip.stream().toList()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                byte[] bytes = zip.getInputStream(entry).readAllBytes();
                if (entry.getName().endsWith("byteorder")) {
                    bytes = "big".getBytes();
                } else if (entry.getName().contains("/data/")) {
                    reverseEach(bytes, bytes.length == 8 ? 8 : 4);
                }
                out.write(bytes);
            }
        }
        JsonObject expected = Goldens.expected("network.pth");
        try (WeightFile file = WeightFile.open(big)) {
            for (Map.Entry<String, JsonElement> each : expected.entrySet()) {
                if (each.getKey().endsWith("conv.weight")) {
                    assertThat(file.read(each.getKey())).containsExactly(
                            Goldens.values(each.getValue().getAsJsonObject()));
                }
            }
        }
    }

    private static void reverseEach(byte[] bytes, int width) {
        for (int start = 0; start + width <= bytes.length; start += width) {
            for (int i = 0; i < width / 2; i++) {
                byte swap = bytes[start + i];
                bytes[start + i] = bytes[start + width - 1 - i];
                bytes[start + width - 1 - i] = swap;
            }
        }
    }

    @Test
    void compressedHdf5IsRefusedByTensor() {
        try (WeightFile file = WeightFile.open(Goldens.path("compressed.h5"))) {
            assertThat(file.tensors()).containsExactly(
                    new TensorInfo("packed", List.of(8, 8), ElementType.FLOAT32));
            assertThatThrownBy(() -> file.read("packed")).isInstanceOf(UserException.class)
                    .hasMessageContaining("compressed.h5").hasMessageContaining("'packed'");
        }
    }

    @Test
    void saysWhatIsWrongWithThePath() throws IOException {
        assertThatThrownBy(() -> WeightFile.open(folder.resolve("none.pth"))).isInstanceOf(UserException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> WeightFile.open(folder)).isInstanceOf(UserException.class)
                .hasMessageContaining("is a folder");
        Path text = Files.writeString(folder.resolve("notes.pth"), "these are my weights");
        assertThatThrownBy(() -> WeightFile.open(text)).isInstanceOf(UserException.class)
                .hasMessageContaining("notes.pth").hasMessageContaining("safetensors");
        try (WeightFile file = WeightFile.open(Goldens.path("views.pth"))) {
            assertThatThrownBy(() -> file.read("nothing")).isInstanceOf(UserException.class)
                    .hasMessageContaining("views.pth").hasMessageContaining("'nothing'");
        }
    }
}

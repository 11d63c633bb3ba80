package org.slicelstm.cohort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slicelstm.cohort.LeftOut.Status;

/**
 * Folders that hold the same loose slices in two windows, as public sets lay them out: {@code 049/bone/1.jpg} beside
 * {@code 049/brain/1.jpg}. The bone window is left out unless it is named itself. DICOM has HU and no window: its
 * folders may be called anything.
 */
final class WindowFolders {
    private static final Set<String> BONE = Set.of("bone", "bones");
    private static final Set<String> BRAIN = Set.of("brain");
    private static final Set<String> WINDOW = Set.of("window", "windows");

    private WindowFolders() {
    }

    static boolean isBrain(String name) {
        return isNamed(name, BRAIN);
    }

    /**
     * The folders of bone windows among those that lie side by side; none where there is none of the brain window.
     *
     * @param above the folder that holds them
     * @param names theirs
     */
    static List<String> bone(Path above, List<String> names) {
        return names.stream().noneMatch(WindowFolders::isBrain) ? List.of() : names.stream()
                .filter(name -> isNamed(name, BONE) && isLoose(above.resolve(name))).toList();
    }

    /** Whether a path of a table names a folder of bone windows itself. */
    static boolean namesBone(String path) {
        return Arrays.stream(path.split("[/\\\\{},]")).anyMatch(name -> isNamed(name, BONE));
    }

    /** Takes out of the places that a pattern matched those of bone windows beside the brain window. */
    static List<Path> withoutBone(List<Path> places, List<LeftOut> leftOut) {
        Set<Path> besideBrain = new HashSet<>();
        for (Path place : places) {
            Path folder = folder(place);
            if (folder.getFileName() != null && isBrain(folder.getFileName().toString())) {
                besideBrain.add(parent(folder));
            }
        }
        List<Path> kept = new ArrayList<>();
        for (Path place : places) {
            Path folder = folder(place);
            boolean bone = folder.getFileName() != null && isNamed(folder.getFileName().toString(), BONE)
                    && besideBrain.contains(parent(folder)) && isLoose(place);
            if (bone) {
                leftOut.add(leftOut(place));
            } else {
                kept.add(place);
            }
        }
        return kept;
    }

    static LeftOut leftOut(Path place) {
        return LeftOut.file(place.toString(), Status.LEFT_OUT, "of the bone window, beside the same slices of the "
                + "brain window; named itself it is taken");
    }

    private static Path folder(Path place) {
        return Files.isDirectory(place) ? place : parent(place);
    }

    private static Path parent(Path path) {
        return path.getParent() == null ? Path.of("") : path.getParent();
    }

    /** {@code bone}, {@code Bone_Window}; not {@code bone marrow}. */
    private static boolean isNamed(String name, Set<String> window) {
        List<String> words = Arrays.stream(name.toLowerCase(Locale.ROOT).split("[^a-z]+"))
                .filter(word -> !word.isEmpty()).toList();
        return words.stream().anyMatch(window::contains)
                && words.stream().allMatch(word -> window.contains(word) || WINDOW.contains(word));
    }

    /** Whether a picture, or the first file of a folder, begins as JPEG, PNG, TIFF or BMP do. */
    private static boolean isLoose(Path place) {
        Path first = place;
        if (Files.isDirectory(place)) {
            try (Stream<Path> files = Files.list(place)) {
                Optional<Path> found = files.filter(file -> Files.isRegularFile(file)
                        && !file.getFileName().toString().startsWith(".")).sorted().findFirst();
                if (found.isEmpty()) {
                    return false;
                }
                first = found.get();
            } catch (IOException e) {
                // It is walked, and listing it says what is wrong.
                return false;
            }
        }
        try (InputStream in = Files.newInputStream(first)) {
            byte[] begin = in.readNBytes(4);
            return begin.length == 4 && ((begin[0] & 0xff) == 0xff && (begin[1] & 0xff) == 0xd8
                    || (begin[0] & 0xff) == 0x89 && begin[1] == 'P' || begin[0] == 'I' && begin[1] == 'I'
                    || begin[0] == 'M' && begin[1] == 'M' || begin[0] == 'B' && begin[1] == 'M');
        } catch (IOException e) {
            // As above.
            return false;
        }
    }
}

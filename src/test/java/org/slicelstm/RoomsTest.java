package org.slicelstm;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who may use whom: the last column of the table of rooms. */
class RoomsTest {
    private static final String ROOT = "org.slicelstm";

    private static final Set<String> ALL_BUT_CLI_AND_FIJI = Set.of("cohort", "image", "model", "graph", "predict",
            "train", "evaluate", "phantom", "job", "jpeg");

    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("cohort", Set.of()),
            Map.entry("jpeg", Set.of()),
            Map.entry("image", Set.of("cohort", "jpeg")),
            Map.entry("model", Set.of()),
            Map.entry("graph", Set.of("model")),
            Map.entry("predict", Set.of("cohort", "image", "model", "graph")),
            Map.entry("train", Set.of("cohort", "image", "model", "graph")),
            Map.entry("evaluate", Set.of("cohort", "image", "model", "graph")),
            Map.entry("phantom", Set.of("cohort", "image")),
            Map.entry("job", Set.of()),
            Map.entry("run", ALL_BUT_CLI_AND_FIJI),
            Map.entry("cli", Set.of("job", "run")),
            Map.entry("fiji", Set.of("job")));

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT);

    @Test
    void everyRoomUsesOnlyWhatItMay() {
        Set<String> violations = new TreeSet<>();
        for (JavaClass each : classes) {
            String room = room(each);
            if (room.isEmpty()) {
                continue;
            }
            assertThat(MAY_USE).as("rooms").containsKey(room);
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                String other = room(dependency.getTargetClass());
                if (!other.isEmpty() && !other.equals(room) && !MAY_USE.get(room).contains(other)) {
                    violations.add(dependency.getDescription());
                }
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void whatAllShareUsesNoRoom() {
        Set<String> violations = new TreeSet<>();
        for (JavaClass each : classes) {
            if (each.getPackageName().equals(ROOT)) {
                each.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> !room(dependency.getTargetClass()).isEmpty())
                        .forEach(dependency -> violations.add(dependency.getDescription()));
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void onlyTheGraphRoomKnowsTensorFlow() {
        assertThat(usersOf("org.tensorflow")).isSubsetOf("graph");
    }

    @Test
    void onlyTheImageRoomKnowsBioFormats() {
        assertThat(usersOf("loci")).isSubsetOf("image");
    }

    /** The tests' class path holds all that the plugin and the command line have. */
    @Test
    void sparkStaysInTheFolderCluster() {
        for (String each : List.of("org.apache.spark.SparkContext", "scala.Predef", "org.apache.hadoop.fs.Path")) {
            assertThatThrownBy(() -> Class.forName(each)).isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    /** The rooms with a class that uses the library of the given top package. */
    private Set<String> usersOf(String library) {
        Set<String> rooms = new TreeSet<>();
        for (JavaClass each : classes) {
            each.getDirectDependenciesFromSelf().stream()
                    .filter(dependency -> (dependency.getTargetClass().getPackageName() + ".").startsWith(library + "."))
                    .forEach(dependency -> rooms.add(room(each)));
        }
        return rooms;
    }

    /** The first package name below the root; empty for the root itself and for other people's classes. */
    private static String room(JavaClass each) {
        String name = each.getPackageName();
        if (!name.startsWith(ROOT + ".")) {
            return "";
        }
        String below = name.substring(ROOT.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }
}

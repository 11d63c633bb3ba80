package org.slicelstm;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** No test asks for the shared data without saying so: on a clone without them it would fail, or hold nothing. */
class SharedDataTest {
    @Test
    void whoeverUsesThemIsMarked() {
        TreeSet<String> unmarked = new TreeSet<>();
        for (JavaClass each : new ClassFileImporter().withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages("org.slicelstm")) {
            for (JavaMethodCall call : each.getMethodCallsFromSelf()) {
                if (asks(call) && !each.isEquivalentTo(SharedData.class) && !isMarked(call.getOrigin())) {
                    unmarked.add(call.getDescription());
                }
            }
        }
        assertThat(unmarked).isEmpty();
    }

    /** Whether a call is one for the data, or of a method that is marked because it asks for them itself. */
    private static boolean asks(JavaMethodCall call) {
        return call.getTargetOwner().isEquivalentTo(SharedData.class)
                || call.getTarget().isAnnotatedWith(NeedsSharedData.class);
    }

    private static boolean isMarked(JavaCodeUnit method) {
        if (method.isAnnotatedWith(NeedsSharedData.class)) {
            return true;
        }
        for (Optional<JavaClass> owner = Optional.of(method.getOwner()); owner.isPresent();
                owner = owner.get().getEnclosingClass()) {
            if (owner.get().isAnnotatedWith(NeedsSharedData.class)) {
                return true;
            }
        }
        return false;
    }
}

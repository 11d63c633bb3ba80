package org.slicelstm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * A test, or a class of tests, that needs the data beside the checkout. Maven leaves it out where there are none, and
 * {@code -Dgroups=shared} runs nothing else. What it holds of pixels has to be held by another test too, which draws
 * its own pictures. A method that helps such tests is marked too.
 */
@Tag("shared")
@EnabledIf(value = "org.slicelstm.SharedData#isThere", disabledReason = "no test data beside this checkout")
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface NeedsSharedData {
}

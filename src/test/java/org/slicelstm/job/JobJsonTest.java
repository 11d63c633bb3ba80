package org.slicelstm.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

class JobJsonTest {
    private static final String AWKWARD = "C:\\Schädel, O'Brien \"2\"\n\u2028</script>";

    private final JobJson json = new JobJson();

    static Stream<Class<?>> jobs() {
        return Stream.of(Job.class.getPermittedSubclasses());
    }

    static Stream<Class<?>> events() {
        return Stream.of(Event.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void everyJobComesBackFromOneLine(Class<?> type) throws ReflectiveOperationException {
        for (boolean nulls : List.of(false, true)) {
            Job job = (Job) sample(type, nulls);
            assertThat(json.line(job)).doesNotContain("\n").contains("\"type\":\"" + type.getSimpleName() + "\"");
            assertThat(json.job(json.line(job))).isEqualTo(job);
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyEventComesBackFromOneLine(Class<?> type) throws ReflectiveOperationException {
        for (boolean nulls : List.of(false, true)) {
            Event event = (Event) sample(type, nulls);
            assertThat(json.line(event)).doesNotContain("\n");
            assertThat(json.event(json.line(event))).isEqualTo(event);
        }
    }

    @Test
    void aLineIsWhatItLooksLike() {
        assertThat(json.line(new Event.Progress("patients", 3, -1)))
                .isEqualTo("{\"type\":\"Progress\",\"what\":\"patients\",\"done\":3,\"total\":-1}");
        assertThat(json.event("{\"type\":\"Note\",\"sentence\":\"Gut.\"}")).isEqualTo(new Event.Note("Gut."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "# A fatal error has been detected", "{\"type\":\"Job\"}", "{\"type\":3}",
            "{\"type\":\"Progress\",\"done\":\"many\"}", "{\"sentence\":\"no type\"}"})
    void whatIsNoEventIsRefused(String line) {
        assertThatThrownBy(() -> json.event(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aJobThatLacksSomethingIsRefused() {
        String whole = json.line(new Job.ListWeights("a.pth"));
        assertThat(json.job(whole)).isEqualTo(new Job.ListWeights("a.pth"));
        assertThatThrownBy(() -> json.job("{\"type\":\"ListWeights\"}")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("file");
        String inspect = json.line(new Job.Inspect(List.of("a"), new Job.SliceOptions("auto", false, null, null), null,
                null, null));
        assertThatThrownBy(() -> json.job(inspect.replace("[\"a\"]", "null")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("paths");
        assertThatThrownBy(() -> json.job(inspect.replace("\"includeSecondary\":false", "\"includeSecondary\":null")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("includeSecondary");
    }

    /** A record with a value in every component, or null where there may be one. */
    private static Object sample(Class<?> type, boolean nulls) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            boolean collected = components[i].getGenericType() instanceof ParameterizedType;
            boolean none = nulls && !components[i].getType().isPrimitive()
                    && !(collected && Job.class.isAssignableFrom(type));
            values[i] = none ? null : value(components[i].getGenericType(), i);
        }
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return type.getDeclaredConstructor(types).newInstance(values);
    }

    private static Object value(Type type, int i) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return List.of(value(arguments[0], i), value(arguments[0], i + 1));
            }
            Map<Object, Object> map = new LinkedHashMap<>();
            map.put("epidural", value(arguments[1], i));
            map.put(AWKWARD, null);
            return map;
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return sample(plain, false);
        } else if (plain.isEnum()) {
            return plain.getEnumConstants()[1];
        } else if (plain == String.class) {
            return AWKWARD + i;
        } else if (plain == boolean.class || plain == Boolean.class) {
            return true;
        } else if (plain == int.class || plain == Integer.class) {
            return Integer.MIN_VALUE + i;
        } else if (plain == long.class || plain == Long.class) {
            return Long.MAX_VALUE - i;
        } else if (plain == Number.class) {
            return i % 2 == 0 ? (Number) 1024L : (Number) 0.1;
        }
        return i % 2 == 0 ? 1.0 / 3 : Double.MIN_VALUE;
    }
}

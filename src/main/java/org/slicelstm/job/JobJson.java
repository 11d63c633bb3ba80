package org.slicelstm.job;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.ToNumberPolicy;
import com.google.gson.annotations.SerializedName;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jobs and events as one line of JSON and back: the members of the record, and its name as the member {@code type}.
 * Both ends have the same version, which they exchange first; so nothing is optional and nothing is renamed.
 */
public final class JobJson {
    private static final String TYPE = "type";
    private static final Map<String, Class<?>> JOBS = byName(Job.class);
    private static final Map<String, Class<?>> EVENTS = byName(Event.class);

    private final Gson gson = new GsonBuilder().serializeNulls().disableHtmlEscaping()
            .serializeSpecialFloatingPointValues().setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .setNumberToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE).create();

    /** A job as one line, without the line's end. */
    public String line(Job job) {
        return write(job);
    }

    /** An event as one line, without the line's end. */
    public String line(Event event) {
        return write(event);
    }

    /** @throws IllegalArgumentException if the line is no job */
    public Job job(String line) {
        return (Job) read(line, JOBS);
    }

    /** @throws IllegalArgumentException if the line is no event */
    public Event event(String line) {
        return (Event) read(line, EVENTS);
    }

    private String write(Object data) {
        JsonObject object = new JsonObject();
        object.addProperty(TYPE, data.getClass().getSimpleName());
        gson.toJsonTree(data).getAsJsonObject().asMap().forEach(object::add);
        return gson.toJson(object);
    }

    private Object read(String line, Map<String, Class<?>> types) {
        try {
            JsonElement json = JsonParser.parseString(line);
            JsonElement name = json.isJsonObject() ? json.getAsJsonObject().get(TYPE) : null;
            if (name == null || !name.isJsonPrimitive() || !types.containsKey(name.getAsString())) {
                throw new IllegalArgumentException("a line of no known type");
            }
            Class<?> type = types.get(name.getAsString());
            if (types == JOBS) {
                requireMembers(json.getAsJsonObject(), type);
            }
            return gson.fromJson(json, type);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("no JSON of a known type", e);
        }
    }

    /** Every component of a job has to be there; only texts, boxed values and records may be null. */
    private static void requireMembers(JsonObject object, Class<?> type) {
        for (RecordComponent each : type.getRecordComponents()) {
            JsonElement value = object.get(name(type, each));
            Class<?> of = each.getType();
            boolean needed = of.isPrimitive() || Collection.class.isAssignableFrom(of) || Map.class.isAssignableFrom(of);
            if (value == null || value.isJsonNull() && needed) {
                throw new IllegalArgumentException(type.getSimpleName() + " without " + each.getName());
            }
            if (of.isRecord() && value.isJsonObject()) {
                requireMembers(value.getAsJsonObject(), of);
            }
        }
    }

    private static String name(Class<?> type, RecordComponent component) {
        try {
            SerializedName named = type.getDeclaredField(component.getName()).getAnnotation(SerializedName.class);
            return named == null ? component.getName() : named.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("a record has a field for each component", e);
        }
    }

    private static Map<String, Class<?>> byName(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));
    }
}

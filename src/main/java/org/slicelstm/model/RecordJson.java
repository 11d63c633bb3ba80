package org.slicelstm.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slicelstm.UserException;

/**
 * Records as JSON and back, with the field that is wrong named in the error. A component {@code bnEpsilon} is the
 * field {@code bn_epsilon}; an {@link Optional} may be left out; unknown fields are ignored. Known component types:
 * String, int, long, double, boolean, enum (its {@code toString()}), record, List and Map from String of these.
 */
final class RecordJson {
    private static final Gson PRETTY = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final String document;

    private RecordJson(String document) {
        this.document = document;
    }

    /** The record as indented JSON that ends in a line feed. */
    static String write(Record data) {
        return PRETTY.toJson(element(data)) + "\n";
    }

    /**
     * Reads a record.
     *
     * @param document what the text is called in errors, such as the file's path
     * @throws UserException if the text is no JSON, or a field is missing or wrong
     */
    static <T extends Record> T read(String document, String json, Class<T> type) {
        JsonElement root;
        try {
            root = JsonParser.parseString(json);
        } catch (JsonParseException e) {
            throw new UserException(document + " is not valid JSON; restore it from the original model.", e);
        }
        return type.cast(new RecordJson(document).record("", root, type));
    }

    private static JsonElement element(Object value) {
        if (value instanceof Record data) {
            JsonObject object = new JsonObject();
            for (RecordComponent component : data.getClass().getRecordComponents()) {
                Object part = component(data, component);
                if (!(part instanceof Optional<?> optional)) {
                    object.add(fieldName(component), element(part));
                } else if (optional.isPresent()) {
                    object.add(fieldName(component), element(optional.get()));
                }
            }
            return object;
        }
        if (value instanceof List<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(each -> array.add(element(each)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            map.forEach((key, each) -> object.add(key.toString(), element(each)));
            return object;
        }
        if (value instanceof Number number) {
            return new JsonPrimitive(number);
        }
        return value instanceof Boolean flag ? new JsonPrimitive(flag) : new JsonPrimitive(value.toString());
    }

    private static Object component(Record data, RecordComponent component) {
        try {
            return component.getAccessor().invoke(data);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Cannot read " + component, e);
        }
    }

    private Object value(String path, JsonElement json, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class ? map(path, json, arguments[1]) : list(path, json, arguments[0]);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return record(path, json, plain);
        }
        if (plain.isEnum()) {
            return constant(path, json, plain);
        }
        if (plain == String.class) {
            return primitive(path, json, "a text", json.isJsonPrimitive() && json.getAsJsonPrimitive().isString())
                    .getAsString();
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return primitive(path, json, "true or false",
                    json.isJsonPrimitive() && json.getAsJsonPrimitive().isBoolean()).getAsBoolean();
        }
        return number(path, json, plain);
    }

    private Object number(String path, JsonElement json, Class<?> type) {
        JsonPrimitive primitive = primitive(path, json, "a number",
                json.isJsonPrimitive() && json.getAsJsonPrimitive().isNumber());
        double number = primitive.getAsDouble();
        if (!Double.isFinite(number)) {
            throw wrong(path, "a finite number");
        }
        if (type == double.class || type == Double.class) {
            return number;
        }
        try {
            BigDecimal exact = primitive.getAsBigDecimal();
            return type == int.class || type == Integer.class ? (Object) exact.intValueExact()
                    : (Object) exact.longValueExact();
        } catch (ArithmeticException e) {
            throw new UserException(wrong(path, "a whole number").getMessage(), e);
        }
    }

    private JsonPrimitive primitive(String path, JsonElement json, String what, boolean fits) {
        if (!fits) {
            throw wrong(path, what);
        }
        return json.getAsJsonPrimitive();
    }

    private Object constant(String path, JsonElement json, Class<?> type) {
        List<String> names = new ArrayList<>();
        for (Object each : type.getEnumConstants()) {
            if (json.isJsonPrimitive() && each.toString().equals(json.getAsString())) {
                return each;
            }
            names.add(each.toString());
        }
        throw wrong(path, "one of " + String.join(", ", names));
    }

    private List<Object> list(String path, JsonElement json, Type type) {
        if (!json.isJsonArray()) {
            throw wrong(path, "a list");
        }
        List<Object> values = new ArrayList<>();
        for (JsonElement each : json.getAsJsonArray()) {
            values.add(value(path + "[" + values.size() + "]", each, type));
        }
        return values;
    }

    private Map<String, Object> map(String path, JsonElement json, Type type) {
        Map<String, Object> values = new LinkedHashMap<>();
        object(path, json).entrySet()
                .forEach(each -> values.put(each.getKey(), value(path + "." + each.getKey(), each.getValue(), type)));
        return values;
    }

    private JsonObject object(String path, JsonElement json) {
        if (!json.isJsonObject()) {
            throw wrong(path, "an object in braces");
        }
        return json.getAsJsonObject();
    }

    private Object record(String path, JsonElement json, Class<?> type) {
        JsonObject object = object(path, json);
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = field(path, object, components[i]);
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof UserException user) {
                throw new UserException(document + ": " + user.getMessage(), user);
            }
            throw new IllegalStateException("Cannot make " + type, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot make " + type, e);
        }
    }

    private Object field(String path, JsonObject object, RecordComponent component) {
        String name = fieldName(component);
        String fieldPath = path.isEmpty() ? name : path + "." + name;
        JsonElement json = object.has(name) ? object.get(name) : JsonNull.INSTANCE;
        if (component.getType() == Optional.class) {
            Type inner = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            return json.isJsonNull() ? Optional.empty() : Optional.of(value(fieldPath, json, inner));
        }
        if (json.isJsonNull()) {
            throw new UserException(document + " lacks the field '" + fieldPath + "'; add it.");
        }
        return value(fieldPath, json, component.getGenericType());
    }

    private UserException wrong(String path, String what) {
        return new UserException(document + ": the field '" + (path.isEmpty() ? "(all)" : path) + "' should be "
                + what + "; correct it.");
    }

    private static String fieldName(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}

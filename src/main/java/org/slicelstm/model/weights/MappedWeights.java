package org.slicelstm.model.weights;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slicelstm.UserException;
import org.slicelstm.model.WeightSource;

/** A mapped weight file as the source of a new model's weights. The file stays the caller's. */
public final class MappedWeights implements WeightSource {
    private final WeightFile file;
    private final Map<String, WeightMapping.Item> items;

    /**
     * @param file    stays open as long as weights are read
     * @param mapping made from the same file
     */
    public MappedWeights(WeightFile file, WeightMapping mapping) {
        this.file = file;
        this.items = mapping.items().stream()
                .collect(Collectors.toMap(WeightMapping.Item::variable, Function.identity()));
    }

    @Override
    public boolean has(String name) {
        return items.containsKey(name);
    }

    @Override
    public float[] get(String name, long[] shape) {
        WeightMapping.Item item = items.get(name);
        if (!Arrays.equals(item.shape().stream().mapToLong(Integer::longValue).toArray(), shape)) {
            throw new UserException(file.path().getFileName() + " has the shape " + item.shape() + " for " + name
                    + ", but the model needs " + Arrays.toString(shape) + "; choose another recipe or file.");
        }
        return item.read(file);
    }

    @Override
    public String sha256() {
        return file.sha256();
    }
}

package org.slicelstm.model.weights;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slicelstm.UserException;
import org.slicelstm.model.WeightSource;

/**
 * A weight file as a new model takes it: by the names of our variables, in our layout. Each tensor is read when it is
 * asked for; the file stays the caller's to close.
 */
public final class MappedWeights implements WeightSource {
    private final WeightFile file;
    private final Map<String, WeightMapping.Item> items = new HashMap<>();

    /**
     * @param mapping made from that file
     */
    public MappedWeights(WeightFile file, WeightMapping mapping) {
        this.file = file;
        mapping.items().forEach(item -> items.put(item.variable(), item));
    }

    @Override
    public boolean has(String name) {
        return items.containsKey(name);
    }

    @Override
    public float[] get(String name, long[] shape) {
        WeightMapping.Item item = items.get(name);
        if (item == null) {
            throw new IllegalArgumentException("no weights for " + name);
        }
        List<Long> wanted = Arrays.stream(shape).boxed().toList();
        if (!item.shape().stream().map(Integer::longValue).toList().equals(wanted)) {
            throw new UserException(file.path().getFileName() + " has " + item.shape() + " numbers for " + name
                    + ", where the model has " + wanted + "; choose another recipe or file.");
        }
        return item.read(file);
    }

    @Override
    public String sha256() {
        return file.sha256();
    }
}

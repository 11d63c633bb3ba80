package org.slicelstm.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.Event.ListedTensor;
import org.slicelstm.model.weights.KnownWeights;
import org.slicelstm.model.weights.WeightFile;

/** Finds and lists weight files. */
final class WeightFiles {
    private WeightFiles() {
    }

    /**
     * The file that a user means: the path itself, or weights that {@code scripts/get-weights} has put into
     * {@code $SLICELSTM_WEIGHTS}, by default {@code ~/.slicelstm/weights}.
     *
     * @throws UserException if there is neither
     */
    static Path find(String text) {
        Path path = JobRunner.path(text);
        if (Files.exists(path)) {
            return path;
        }
        if (path.getNameCount() == 1 && isFetched(text)) {
            return fetched(path);
        }
        throw new UserException("There is no weight file '" + text + "'; name a .pth, .safetensors or .h5 file, or "
                + "fetch one by scripts/get-weights.");
    }

    /** Whether {@code scripts/get-weights} has fetched the weights of that name. */
    static boolean isFetched(String name) {
        return Files.exists(fetched(JobRunner.path(name)));
    }

    private static Path fetched(Path name) {
        return UserFolders.weights().resolve(name.getFileName() + ".pth");
    }

    static Event list(Path file) {
        try (WeightFile weights = WeightFile.open(file)) {
            List<ListedTensor> tensors = weights.tensors().stream()
                    .map(each -> new ListedTensor(each.name(), each.shape(), each.type().label())).toList();
            return new Event.WeightsListed(weights.format().label(), weights.sha256(),
                    KnownWeights.of(weights.sha256()).map(KnownWeights::title).orElse(null), tensors);
        }
    }
}

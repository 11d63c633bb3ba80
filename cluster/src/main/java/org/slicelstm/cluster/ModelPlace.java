package org.slicelstm.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkFiles;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.model.ModelArchive;
import org.slicelstm.model.ModelDirectory;

/**
 * Where an executor finds the model.
 *
 * @param directory its absolute path, the same everywhere; null where it is sent
 * @param archive   the packed model's name among the files that Spark sends, or null
 * @param sha256    of the model
 */
record ModelPlace(String directory, String archive, String sha256) implements Serializable {
    private static final int MOST_GIGABYTES = 64;

    /** Opens it here, unpacked where it was sent; every hash is checked. For one thread at a time. */
    ModelDirectory open() throws IOException {
        ModelDirectory model = directory != null ? ModelDirectory.open(Path.of(directory)) : unpacked();
        if (!model.modelSha256().equals(sha256)) {
            throw new UserException("The model '" + model.path() + "' is another one here than where the run was "
                    + "started; copy it again, or leave --shared out so that it is sent.");
        }
        return model;
    }

    private ModelDirectory unpacked() throws IOException {
        Path folder = Path.of(SparkFiles.getRootDirectory(), "model-" + sha256);
        return Files.exists(folder) ? ModelDirectory.open(folder)
                : ModelArchive.unpack(Path.of(SparkFiles.get(archive)), folder,
                        ModelArchive.Limits.ofGigabytes(MOST_GIGABYTES), Progress.NONE);
    }
}

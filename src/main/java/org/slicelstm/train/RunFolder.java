package org.slicelstm.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slicelstm.AtomicFile;
import org.slicelstm.UserException;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Schedule;

/**
 * What a training run writes, each file whole or not at all.
 *
 * @param path the folder
 */
record RunFolder(Path path) {
    Path history() {
        return path.resolve("history.csv");
    }

    Path curves() {
        return path.resolve("curves.png");
    }

    Path events() {
        return path.resolve("events");
    }

    Path split() {
        return path.resolve("split.csv");
    }

    Path recipe() {
        return path.resolve("recipe.json");
    }

    Path metrics() {
        return path.resolve("metrics.csv");
    }

    Path model() {
        return path.resolve("model");
    }

    /** Trained weights, optimiser and place after the last epoch. */
    Path checkpoint() {
        return path.resolve("last").resolve("checkpoint.safetensors");
    }

    /** Trained weights after the best epoch. */
    Path best() {
        return path.resolve("last").resolve("best.safetensors");
    }

    /**
     * Looks whether the run can be here, and changes nothing.
     *
     * @throws UserException if there is something in it and the run is new, or it does not fit a run that goes on
     */
    void check(Recipe wanted, boolean resume) throws IOException {
        boolean there = Files.isDirectory(path);
        if (resume && !there) {
            throw new UserException("There is no run in '" + path + "' to go on with; leave --resume out to start one.");
        }
        if (!resume && Files.exists(path) && !(there && isEmpty())) {
            throw new UserException("'" + path + "' is there already; name a new folder for --out, or add --resume to go "
                    + "on with the run in it.");
        }
        if (Files.exists(recipe())) {
            Recipe before = Recipe.fromJson("'" + recipe() + "'", Files.readString(recipe()));
            int epochs = wanted.training().epochs();
            if (before.training().epochs() != epochs
                    && !before.training().how().schedule().equals(Optional.of(Schedule.CONSTANT))) {
                throw new UserException("The learning rate of the run in '" + path + "' follows a "
                        + before.training().how().schedule().orElseThrow() + " over " + before.training().epochs()
                        + " epochs, which another number would change; resume it with --epochs "
                        + before.training().epochs() + ", or start a new run.");
            }
            if (!before.withTraining(before.training().withEpochs(epochs)).equals(wanted)) {
                throw new UserException("The run in '" + path + "' has another recipe or other settings than this command ("
                        + "see its recipe.json); repeat the command as it was, only --epochs may change.");
            }
        } else if (resume && !isEmpty()) {
            throw new UserException("'" + path + "' holds no run that --resume could go on with; name its folder.");
        }
    }

    /** Makes the folder, the recipe in it first: where that is, a run can go on. */
    void begin(Recipe wanted) throws IOException {
        // What a killed run was just writing aside.
        AtomicFile.sweep(checkpoint().getParent());
        AtomicFile.write(recipe(), aside -> Files.writeString(aside, wanted.toJson()));
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> content = Files.list(path)) {
            return content.filter(each -> !each.getFileName().toString().startsWith(".")).findAny().isEmpty();
        }
    }

    /** The checkpoint where one was written. */
    Optional<Path> lastCheckpoint() {
        return Optional.of(checkpoint()).filter(Files::isRegularFile);
    }

    /** Makes room for a new model. */
    void removeModel() throws IOException {
        if (Files.isDirectory(model())) {
            List<Path> all;
            try (Stream<Path> walk = Files.walk(model())) {
                all = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path each : all) {
                Files.deleteIfExists(each);
            }
        }
    }
}

package org.slicelstm.run;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slicelstm.AtomicFile;
import org.slicelstm.UserException;
import org.slicelstm.job.Job;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Sha256;
import org.slicelstm.model.Study;
import org.slicelstm.train.study.Cell;
import org.slicelstm.train.study.Summary.Way;

/**
 * A study as it is carried out.
 *
 * @param study the study
 * @param base  what every training has in common
 * @param out   the study's folder
 * @param folds parts of the cross-validation
 * @param seeds of everything that is random
 */
record StudyPlan(Study study, Job.Train base, Path out, int folds, List<Long> seeds) {
    private static final String PHANTOMS = "phantoms";
    private static final String FILE = "study.json";

    /**
     * The plan of a job.
     *
     * @throws UserException if there is no such study, or it cannot run without a table
     */
    static StudyPlan of(Job.Study job) throws IOException {
        Study study = find(job.study());
        Job.Train given = job.base();
        Path out = JobRunner.path(given.out() == null ? "study-" + study.name() : given.out());
        boolean phantoms = given.table() == null;
        if (phantoms && study.phantoms().isEmpty()) {
            throw new UserException("The study '" + study.name() + "' has no settings for synthetic patients; name "
                    + "your own by --table FILE.");
        }
        String recipe = given.recipe();
        String weights = given.weights();
        if (recipe == null && given.model() == null) {
            boolean fetched = phantoms && weights == null && WeightFiles.isFetched(study.phantoms().get().weights());
            weights = fetched ? study.phantoms().get().weights() : weights;
            recipe = !phantoms ? study.recipe() : weights != null ? study.phantoms().get().recipe()
                    : study.phantoms().get().otherwise();
        }
        List<String> labels = !given.labels().isEmpty() ? given.labels()
                : phantoms ? study.phantoms().get().labels() : study.labels();
        String table = phantoms ? out.resolve(PHANTOMS).resolve("patients.csv").toString() : given.table();
        int folds = job.folds() != null ? job.folds()
                : phantoms ? study.phantoms().get().folds() : study.folds();
        List<Long> seeds = (!job.seeds().isEmpty() ? job.seeds()
                : phantoms ? study.phantoms().get().seeds() : study.seeds()).stream().distinct().toList();
        if (folds < 2) {
            throw new UserException("--folds is " + folds + "; a study needs 2 or more.");
        }
        return new StudyPlan(study, new Job.Train(recipe, given.model(), weights, table, given.images(), labels,
                given.head(), given.slices(), given.parts(), given.fitting(), given.cache(), given.cacheGb(),
                given.device(),
                out.toString(), false), out, folds, seeds);
    }

    private static Study find(String name) throws IOException {
        if (name.endsWith(".json")) {
            Path file = JobRunner.path(name);
            if (!Files.isRegularFile(file)) {
                throw new UserException("There is no study '" + name + "'; name a JSON file or one of "
                        + String.join(", ", Study.SHIPPED) + ".");
            }
            return Study.fromJson("The study '" + name + "'", Files.readString(file));
        }
        return Study.shipped(name).orElseThrow(() -> new UserException("There is no study '" + name
                + "'; name a JSON file or one of " + String.join(", ", Study.SHIPPED) + "."));
    }

    /** The same, every training with other settings. */
    StudyPlan withBase(Job.Train other) {
        return new StudyPlan(study, other, out, folds, seeds);
    }

    /** Whether the patients are synthetic ones that the study makes. */
    boolean onPhantoms() {
        return JobRunner.path(base.table()).startsWith(phantoms());
    }

    Path phantoms() {
        return out.resolve(PHANTOMS);
    }

    /** The variants' recipes: the starting point's, with the study's settings, the command's, then the variant's. */
    Map<String, Recipe> recipes(Recipe start) {
        Recipe common = study.override().on(start);
        if (onPhantoms()) {
            common = study.phantoms().orElseThrow().override().on(common);
        }
        Recipe fitted = FittedRecipe.of(common, base);
        Map<String, Recipe> recipes = new LinkedHashMap<>();
        study.variants().forEach(each -> recipes.put(each.name(), each.override().on(fitted)));
        return recipes;
    }

    /** The trainings, all variants of a seed and fold one after the other. */
    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (long seed : seeds) {
            for (int fold = 1; fold <= folds; fold++) {
                for (Study.Variant each : study.variants()) {
                    cells.add(new Cell(each.name(), seed, fold));
                }
            }
        }
        return cells;
    }

    /** The orders in which a variant is asked. */
    List<Study.Order> orders(String variant) {
        return study.variants().stream().filter(each -> each.name().equals(variant)).findFirst().orElseThrow().orders();
    }

    /** What is compared, the reference first. */
    List<Way> ways() {
        return study.variants().stream().flatMap(each -> each.orders().stream()
                .map(order -> new Way(each.name(), order.toString()))).toList();
    }

    /** The training of a cell. */
    Job.Train job(Cell cell) {
        Job.Parts parts = base.parts();
        return new Job.Train(base.recipe(), base.model(), base.weights(), base.table(), base.images(), base.labels(),
                base.head(), base.slices(),
                new Job.Parts(parts.validation(), 0, null, parts.maxSlices(), folds, cell.fold()),
                base.fitting().withSeed(cell.seed()), base.cache(), base.cacheGb(), base.device(),
                cell.folder(out).toString(),
                Files.exists(cell.folder(out).resolve("recipe.json")));
    }

    /**
     * Writes down what the study does, or checks that the folder is of the same study.
     *
     * @throws UserException if the folder holds something else
     */
    void begin(Map<String, Recipe> recipes, String weights) throws IOException {
        JsonObject plan = new JsonObject();
        plan.addProperty("study", study.name());
        plan.addProperty("question", study.question());
        plan.addProperty("metric", study.metric());
        plan.addProperty("folds", folds);
        JsonArray numbers = new JsonArray();
        seeds.forEach(numbers::add);
        plan.add("seeds", numbers);
        plan.addProperty("validation", base.parts().validation());
        plan.addProperty("best_epoch_by", base.fitting().metric());
        plan.addProperty("patience", base.fitting().patience());
        plan.addProperty("table_sha256", Sha256.of(JobRunner.path(base.table())));
        plan.addProperty("weights_sha256", weights);
        JsonArray variants = new JsonArray();
        recipes.forEach((name, recipe) -> {
            JsonObject variant = new JsonObject();
            variant.addProperty("name", name);
            JsonArray orders = new JsonArray();
            orders(name).forEach(order -> orders.add(order.toString()));
            variant.add("orders", orders);
            variant.add("recipe", JsonParser.parseString(recipe.toJson()));
            variants.add(variant);
        });
        plan.add("variants", variants);
        Path file = out.resolve(FILE);
        if (Files.exists(file)) {
            if (!JsonParser.parseString(Files.readString(file)).toString().equals(plan.toString())) {
                throw new UserException("'" + out + "' holds another study or one with other settings (see its " + FILE
                        + "); repeat its command as it was, or name a new folder for --out.");
            }
            return;
        }
        String text = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(plan) + "\n";
        AtomicFile.write(file, aside -> Files.writeString(aside, text));
    }
}

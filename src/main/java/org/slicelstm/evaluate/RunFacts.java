package org.slicelstm.evaluate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slicelstm.model.ModelInfo;

/**
 * What an evaluation was made of.
 *
 * @param model             the model's directory as the user gave it; empty where earlier predictions had none
 * @param info              what the model says of itself, where there is one
 * @param modelSha256       SHA-256 of the model's SavedModel, or empty
 * @param predictions       the earlier predictions, or empty
 * @param predictionsSha256 their SHA-256, or empty
 * @param device            what computed, as the runtime names it, or empty
 * @param table             the table, or empty where the predictions are their own
 * @param tableSha256       its SHA-256, or empty
 * @param part              {@code train}, {@code validation}, {@code test} or {@code all}
 * @param partFrom          what divides the patients, in words; empty where nothing does
 * @param window            the window that was given in the place of the model's, or empty
 * @param describing        which of sex, age, site and scanner the table tells
 * @param seed              of the bootstrap
 * @param draws             of the bootstrap
 * @param versions          of the software, by name
 * @param notes             what a reader must know, one sentence each
 */
public record RunFacts(String model, Optional<ModelInfo> info, String modelSha256, String predictions,
                       String predictionsSha256, String device, String table, String tableSha256, String part,
                       String partFrom, String window, List<String> describing, long seed, int draws,
                       Map<String, String> versions, List<String> notes) {
    public RunFacts {
        describing = List.copyOf(describing);
        notes = List.copyOf(notes);
    }
}

package org.slicelstm.predict;

import java.util.List;

/**
 * What became of a patient whose features were asked for.
 *
 * @param notes    what the user should know, one sentence each
 * @param warnings what looks wrong in the patient's names, headers and pictures, one sentence each
 * @param error    why nothing was written, in one sentence, or null
 */
public record FeaturesResult(List<String> notes, List<String> warnings, String error) {
    public FeaturesResult {
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
    }
}

package org.slicelstm.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the SavedModel calls one of the signatures used here.
 *
 * @param name    the signature's key
 * @param inputs  our name of each input to the signature's own, such as {@code images} to {@code images}
 * @param outputs our name of each output to the signature's own
 */
public record SignatureNames(String name, Map<String, String> inputs, Map<String, String> outputs) {
    /** Pictures to running probabilities of one patient. */
    public static final String SERVING_DEFAULT = "serving_default";
    /** Pictures to features. */
    public static final String FEATURES = "features";
    /** Features of several patients to running probabilities. */
    public static final String SEQUENCE = "sequence";
    /** Features of several patients to the probabilities after all their slices. */
    public static final String PATIENTS = "patients";
    /** Pictures to class activation maps. */
    public static final String EXPLAIN = "explain";
    /** Pictures to the scores of the backbone's own classifier, where that was kept. */
    public static final String CLASSIFY = "classify";

    public SignatureNames {
        inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
        outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
    }
}

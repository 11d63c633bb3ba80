package org.slicelstm.cli;

/** What the examples of several commands begin with. A line has at most 79 characters: longer ones are broken. */
final class Examples {
    static final String TITLE = "An example, from the folder that holds scripts:";
    static final String PATIENTS = "  scripts/slicelstm phantoms --patients 8 --out patients";
    static final String FETCH_WEIGHTS = "  scripts/get-weights efficientnet-lite0";
    static final String LIST_WEIGHTS = "  scripts/slicelstm weights list ~/.slicelstm/weights/efficientnet-lite0.pth";

    private Examples() {
    }
}

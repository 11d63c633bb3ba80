package org.slicelstm.cli;

import org.slicelstm.job.Job;
import picocli.CommandLine.Option;

/** The options that change a recipe's head. */
final class HeadMixin {
    @Option(names = "--head", paramLabel = "KIND",
            description = "What joins the slices of a patient: lstm (the paper's), bilstm, attention, transformer, "
                    + "mean or max; default: the recipe's.")
    private String head;

    @Option(names = "--slices-window", paramLabel = "W",
            description = "See at most W slices of a patient: a random subset in training, evenly spread ones in "
                    + "prediction (default: all).")
    private Integer slicesWindow;

    Job.Head toHead() {
        return new Job.Head(head, slicesWindow);
    }
}

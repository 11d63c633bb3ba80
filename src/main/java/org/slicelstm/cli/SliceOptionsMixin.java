package org.slicelstm.cli;

import org.slicelstm.job.Job;
import picocli.CommandLine.Option;

/** The options of every command that reads patients. */
final class SliceOptionsMixin {
    @Option(names = "--series", paramLabel = "auto|all|UID", defaultValue = "auto",
            description = "Which DICOM series of a patient: the axial soft-kernel one without contrast with the most "
                    + "slices (auto, the default), all of them in one prediction, or one by its UID.")
    private String series;

    @Option(names = "--include-secondary",
            description = "Take secondary captures too, for clinics that have nothing else.")
    private boolean includeSecondary;

    @Option(names = "--window", paramLabel = "NAME|C/W",
            description = "How HU become grey levels: brain (40/80), subdural (80/200), bone (600/2800), "
                    + "three-window (the three as red, green and blue), file (the first window in the header), or "
                    + "centre/width in HU such as 40/80. Default: the model's. 8-bit pictures are taken as they are.")
    private String window;

    @Option(names = "--intensity", paramLabel = "hu|stored",
            description = "What 16-bit values without a rescale mean: HU, or a picture to be stretched from its lowest "
                    + "to its highest value. Such pictures are refused otherwise.")
    private String intensity;

    Job.SliceOptions toOptions() {
        return new Job.SliceOptions(series, includeSecondary, window, intensity);
    }
}

package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.graph.ForeignAdoption;
import org.slicelstm.graph.ForeignAdoption.Adopted;
import org.slicelstm.graph.ForeignAdoption.Joining;
import org.slicelstm.graph.ForeignAdoption.Wanted;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.model.ForeignModel;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.predict.ModelInput;

/** Makes a model directory of a SavedModel that was made elsewhere. */
final class AdoptRun {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})(?:x(\\d{1,5}))?");

    private final Job.Adopt job;
    private final EventSink sink;
    private final Progress progress;

    AdoptRun(Job.Adopt job, EventSink sink, Progress progress) {
        this.job = job;
        this.sink = sink;
        this.progress = progress;
    }

    void run() throws IOException {
        Path source = JobRunner.path(job.savedModel());
        InputRecipe input = input();
        // Says so where the window is not known.
        ModelInput.of(input, null, null);
        ForeignModel model = new ForeignModel(name(source), job.labels(), input,
                ForeignModel.normalisation(job.normalisation()), false, false, Optional.empty());
        NativeLibrary.load(sink, progress);
        Adopted adopted = ForeignAdoption.adopt(source,
                new Wanted(job.signature(), job.input(), job.output(), areLogits(), model), JobRunner.path(job.out()),
                progress);
        ForeignModel known = adopted.directory().info().foreign().orElseThrow();
        known.slices().ifPresent(n -> sink.accept(new Event.Note("This model takes patients of exactly " + n
                + " slices and no others" + (known.running() ? "."
                        : ", and has no running probability: it answers for the whole patient only."))));
        if (adopted.joining() == Joining.LAST_ALONE) {
            sink.accept(new Event.Note("On pictures of noise this model's answer depends on the last slice alone: it "
                    + "may look at each slice by itself instead of joining them."));
        } else if (adopted.joining() == Joining.UNSEEN) {
            sink.accept(new Event.Note("This model answers all pictures of noise alike, so whether it sees every slice "
                    + "could not be tried; compare a prediction with Python's."));
        }
        sink.accept(new Event.Written("the model (SHA-256 " + adopted.directory().modelSha256() + ")", job.out()));
    }

    private InputRecipe input() {
        Matcher size = SIZE.matcher(job.size());
        if (!size.matches()) {
            throw new UserException("The size '" + job.size() + "' is not known: write height and width in pixels, "
                    + "such as 224 or 256x192.");
        }
        int height = Integer.parseInt(size.group(1));
        int width = size.group(2) == null ? height : Integer.parseInt(size.group(2));
        InputRecipe usual = InputRecipe.brain(height);
        return new InputRecipe(height, width, usual.keepAspect(), job.window() != null ? job.window() : usual.window(),
                usual.crop(), usual.intensity());
    }

    private boolean areLogits() {
        return switch (job.outputs()) {
            case "probabilities" -> false;
            case "logits" -> true;
            default -> throw new UserException("The outputs '" + job.outputs()
                    + "' are not known: write probabilities or logits.");
        };
    }

    private static String name(Path source) {
        return source.toAbsolutePath().normalize().getFileName().toString().replaceAll("[^A-Za-z0-9_.-]", "-");
    }
}

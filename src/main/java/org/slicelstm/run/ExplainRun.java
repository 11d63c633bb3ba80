package org.slicelstm.run;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.slicelstm.Product;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Patient;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.PictureRegion;
import org.slicelstm.image.Preprocessor;
import org.slicelstm.image.SliceDecoder;
import org.slicelstm.image.SliceExport;
import org.slicelstm.image.StoredSlice;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.HeatMap;
import org.slicelstm.job.Job;
import org.slicelstm.predict.Explanation;
import org.slicelstm.predict.HeatMapPicture;
import org.slicelstm.predict.ModelInput;
import org.slicelstm.predict.Predictor;

/** Draws where on the slices the evidence for a label lies. */
final class ExplainRun {
    /** Random orders that find the slice that adds most. */
    private static final int ORDERS = 64;
    private static final String TOP = "top";
    private static final String ALL = "all";

    private final Job.Explain job;
    /** The slices where they are handed over, or null. */
    private final HandedOver stack;
    private final OpenModels models;
    private final EventSink sink;
    private final Progress progress;
    private final SliceFiles files = new SliceFiles();
    private final SliceDecoder decoder;
    private final PatientNames names = new PatientNames();

    ExplainRun(Job.Explain job, OpenModels models, EventSink sink, Progress progress) {
        this(job, null, models, sink, progress);
    }

    ExplainRun(Job.ExplainStack job, OpenModels models, EventSink sink, Progress progress) {
        this(job.settings(), new HandedOver(job.stack()), models, sink, progress);
    }

    private ExplainRun(Job.Explain job, HandedOver stack, OpenModels models, EventSink sink, Progress progress) {
        this.job = job;
        this.stack = stack;
        this.decoder = stack == null ? files : stack.slices();
        this.models = models;
        this.sink = sink;
        this.progress = progress;
    }

    boolean run() throws IOException {
        if (!job.slice().equals(TOP) && !job.slice().equals(ALL) && !job.slice().matches("\\d{1,6}")) {
            throw new UserException("--slice is '" + job.slice() + "'; write top, all, or a slice's place in the order "
                    + "that inspect shows, from 0.");
        }
        ExecutorService executor = Workers.start("slices");
        boolean allDone = true;
        try {
            Predictor predictor = new Predictor(models.open(job.model(), job.device(), sink, progress),
                    job.slices().window(), job.slices().intensity(), decoder, executor);
            sink.accept(new Event.Note("The network runs on " + predictor.device() + "."));
            if (!predictor.model().info().provenance().trained()) {
                sink.accept(new Event.Note("This model is untrained: its heat maps mean nothing."));
            }
            Preprocessor preprocessor = new Preprocessor(ModelInput.of(predictor.model().info().input(),
                    job.slices().window(), job.slices().intensity()));
            PatientSource patients = stack == null
                    ? new PatientSource(job.paths(), job.slices(), files, executor, sink, progress)
                    : new PatientSource(stack.patient(), progress);
            while (patients.hasNext()) {
                progress.checkCancelled();
                Patient patient = patients.next();
                allDone &= explain(predictor.explain(patient, job.label(), ORDERS, patients.patientProgress()),
                        preprocessor);
            }
        } finally {
            executor.shutdownNow();
        }
        return allDone;
    }

    private boolean explain(Explanation explanation, Preprocessor preprocessor) {
        Answers.warn(sink, explanation.patient(), explanation.warnings());
        String error = explanation.error() != null ? explanation.error() : missing(explanation);
        if (error != null) {
            sink.accept(new Event.Note(explanation.patient() + " failed: " + error));
            return false;
        }
        for (int slice : chosen(explanation)) {
            progress.checkCancelled();
            draw(explanation, slice, preprocessor);
        }
        return true;
    }

    private String missing(Explanation explanation) {
        int slices = explanation.slices().size();
        return job.slice().matches("\\d+") && Integer.parseInt(job.slice()) >= slices
                ? "there is no slice " + job.slice() + "; it has the slices 0 to " + (slices - 1) + "." : null;
    }

    private int[] chosen(Explanation explanation) {
        return switch (job.slice()) {
            case TOP -> new int[] {explanation.top()};
            case ALL -> IntStream.range(0, explanation.slices().size()).toArray();
            default -> new int[] {Integer.parseInt(job.slice())};
        };
    }

    private void draw(Explanation explanation, int index, Preprocessor preprocessor) {
        Slice slice = explanation.slices().get(index);
        float[][] map = explanation.map(index);
        PictureRegion region;
        BufferedImage shown;
        try {
            StoredSlice stored = decoder.decode(slice);
            region = explanation.region(preprocessor.region(stored), preprocessor.preprocessing());
            shown = job.out() == null ? null : SliceExport.nativeSize(stored, preprocessor.preprocessing());
        } catch (NotASliceException e) {
            throw new UserException(slice.shownAs() + " changed while it was read: " + e.getMessage() + ".", e);
        }
        Path picture = null;
        if (shown != null) {
            picture = JobRunner.path(job.out()).resolve(
                    names.fileName(explanation.patient() + "-" + job.label() + "-" + index) + ".png");
            SliceExport.writeDrawn(HeatMapPicture.draw(shown, region, map, explanation.peak(),
                    caption(explanation, index, map), legend()), picture);
            sink.accept(new Event.Written("the heat map", picture.toString()));
        }
        sink.accept(new Event.Explained(new HeatMap(explanation.patient(), job.label(), index, slice.shownAs(),
                slice.frame(), explanation.contributions()[index], explanation.peak(),
                new HeatMap.Region(region.x(), region.y(), region.width(), region.height()), rows(map),
                picture == null ? null : picture.toString())));
    }

    private static List<List<Double>> rows(float[][] map) {
        List<List<Double>> rows = new ArrayList<>();
        for (float[] row : map) {
            rows.add(IntStream.range(0, row.length).mapToObj(column -> Answers.decimal(row[column])).toList());
        }
        return rows;
    }

    private String caption(Explanation explanation, int index, float[][] map) {
        boolean empty = Arrays.stream(map).allMatch(row -> IntStream.range(0, row.length).allMatch(i -> row[i] == 0));
        return String.format(Locale.ROOT, "%s, slice %d of 0 to %d: adds %+.2f to the logit of %s.%s %s",
                explanation.patient(), index, explanation.slices().size() - 1, explanation.contributions()[index],
                job.label(), empty ? " No place on it speaks for " + job.label() + "." : "", Product.RESEARCH_USE_ONLY);
    }

    private String legend() {
        return "How strongly a place speaks for " + job.label() + " when the model sees this slice alone "
                + "(gradient-weighted class activation); 1 is the strongest place on any slice of this patient.";
    }
}

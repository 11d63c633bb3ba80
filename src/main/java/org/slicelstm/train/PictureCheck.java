package org.slicelstm.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.LabelledCohort;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.Preprocessing;
import org.slicelstm.image.SliceDecoder;
import org.slicelstm.image.SliceSummary;
import org.slicelstm.image.SliceWarnings;

/**
 * Looks at every picture before anything is trained: those that cannot be used and repeats within a patient are left
 * out, and what looks wrong is told.
 */
final class PictureCheck {
    private final SliceDecoder decoder;
    private final ContentHashes hashes;
    private final ExecutorService executor;
    private final Preprocessing how;

    /** What was seen of a slice: its content, or why there is none. */
    private record Seen(PictureContent content, String refused) { }

    PictureCheck(SliceDecoder decoder, Preprocessing how, ContentHashes hashes, ExecutorService executor) {
        this.decoder = decoder;
        this.hashes = hashes;
        this.executor = executor;
        this.how = how;
    }

    /**
     * Checks a cohort.
     *
     * @param listener hears of what is left out and of what looks wrong, one sentence each
     * @throws UserException if a patient has no picture left
     */
    List<TrainingPatient> check(LabelledCohort cohort, TrainingListener listener, Progress progress)
            throws IOException {
        List<TrainingPatient> patients = new ArrayList<>();
        for (LabelledCohort.Member member : cohort.members()) {
            progress.checkCancelled();
            patients.add(check(member, listener));
            progress.update("Checking the pictures", patients.size(), cohort.members().size());
        }
        hashes.save();
        return List.copyOf(patients);
    }

    private TrainingPatient check(LabelledCohort.Member member, TrainingListener listener) {
        List<Slice> slices = member.patient().slices();
        List<Future<Seen>> looks = new ArrayList<>();
        slices.forEach(slice -> looks.add(executor.submit(() -> see(slice))));
        List<Slice> kept = new ArrayList<>();
        List<PictureContent> contents = new ArrayList<>();
        Set<String> known = new HashSet<>();
        String id = member.labelled().id();
        String first = "";
        int refused = 0;
        for (int i = 0; i < slices.size(); i++) {
            Seen seen = Await.result(looks.get(i));
            if (seen.content() == null) {
                first = refused == 0 ? slices.get(i).shownAs() + ": " + seen.refused() : first;
                refused++;
            } else if (seen.content().nearConstant() || known.add(seen.content().pixels())) {
                kept.add(slices.get(i));
                contents.add(seen.content());
            }
        }
        if (kept.isEmpty()) {
            throw new UserException("Row " + member.labelled().row() + " of the table names the patient '" + id
                    + "', but none of its pictures can be used (" + first + "); repair the files or remove the row.");
        }
        if (refused > 0) {
            listener.note(refused + " of the pictures of '" + id + "' cannot be used and take no part (" + first
                    + ").");
        }
        List<SliceSummary> summaries = contents.stream().map(PictureContent::summary).toList();
        SliceWarnings.refusal(summaries).ifPresent(why -> {
            throw new UserException("Row " + member.labelled().row() + " of the table names the patient '" + id
                    + "', who cannot be trained on: " + why);
        });
        member.patient().warnings().forEach(warning -> listener.warned(id, warning));
        SliceWarnings.of(summaries, kept, how).forEach(warning -> listener.warned(id, warning));
        return new TrainingPatient(id, member.labelled().labels(), kept, contents);
    }

    private Seen see(Slice slice) {
        try {
            return new Seen(hashes.of(slice, each -> PictureContent.of(each, decoder.decode(each), how)), null);
        } catch (NotASliceException e) {
            return new Seen(null, e.getMessage());
        }
    }
}

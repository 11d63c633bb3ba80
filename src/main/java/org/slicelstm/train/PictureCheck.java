package org.slicelstm.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.LabelledCohort;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.SharedPictures;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.SliceDecoder;

/**
 * Looks at every picture before anything is trained: those that cannot be decoded and repeats within a patient are left
 * out, and no picture may stand under two patients.
 */
final class PictureCheck {
    private final SliceDecoder decoder;
    private final ContentHashes hashes;
    private final ExecutorService executor;

    /** What was seen of a slice: its content, or why there is none. */
    private record Seen(PictureContent content, String refused) { }

    PictureCheck(SliceDecoder decoder, ContentHashes hashes, ExecutorService executor) {
        this.decoder = decoder;
        this.hashes = hashes;
        this.executor = executor;
    }

    /**
     * Checks a cohort.
     *
     * @param notes hears of what is left out, one sentence each
     * @throws UserException if a patient has no picture left or two patients share one
     */
    List<TrainingPatient> check(LabelledCohort cohort, Consumer<String> notes, Progress progress) throws IOException {
        List<TrainingPatient> patients = new ArrayList<>();
        List<SharedPictures.Picture> pictures = new ArrayList<>();
        for (LabelledCohort.Member member : cohort.members()) {
            progress.checkCancelled();
            TrainingPatient patient = check(member, notes);
            patients.add(patient);
            for (int i = 0; i < patient.slices().size(); i++) {
                if (!patient.contents().get(i).nearConstant()) {
                    pictures.add(new SharedPictures.Picture(patient.id(), patient.slices().get(i).shownAs(),
                            patient.contents().get(i).pixels()));
                }
            }
            progress.update("Checking the pictures", patients.size(), cohort.members().size());
        }
        hashes.save();
        SharedPictures.check(cohort.table(), pictures);
        return List.copyOf(patients);
    }

    private TrainingPatient check(LabelledCohort.Member member, Consumer<String> notes) {
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
                    + "', but none of its pictures can be decoded (" + first + "); repair the files or remove the row.");
        }
        if (refused > 0) {
            notes.accept(refused + " of the pictures of '" + id + "' cannot be decoded and take no part (" + first
                    + ").");
        }
        return new TrainingPatient(id, member.labelled().labels(), kept, contents);
    }

    private Seen see(Slice slice) {
        try {
            return new Seen(hashes.of(slice, each -> PictureContent.of(decoder.decode(each))), null);
        } catch (NotASliceException e) {
            return new Seen(null, e.getMessage());
        }
    }
}

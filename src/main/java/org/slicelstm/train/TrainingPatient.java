package org.slicelstm.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slicelstm.cohort.Label;
import org.slicelstm.cohort.SharedPictures;
import org.slicelstm.cohort.Slice;

/**
 * A patient as training takes it: every slice can be decoded and none repeats another.
 *
 * @param id       the table's identifier
 * @param labels   one for each label
 * @param slices   at least one, in their order
 * @param contents of each slice
 */
public record TrainingPatient(String id, List<Label> labels, List<Slice> slices, List<PictureContent> contents) {
    public TrainingPatient {
        labels = List.copyOf(labels);
        slices = List.copyOf(slices);
        contents = List.copyOf(contents);
    }

    /** The same patient with some of the slices only, by their places. */
    TrainingPatient only(int[] places) {
        return new TrainingPatient(id, labels, Arrays.stream(places).mapToObj(slices::get).toList(),
                Arrays.stream(places).mapToObj(contents::get).toList());
    }

    /** Its pictures but near-constant ones, which tell nobody apart. */
    Stream<SharedPictures.Picture> tellingPictures() {
        return IntStream.range(0, slices.size()).filter(i -> !contents.get(i).nearConstant())
                .mapToObj(i -> new SharedPictures.Picture(id, slices.get(i).shownAs(), contents.get(i).pixels()));
    }

    /** What seeds the random orders of a prediction: the pictures' content, whatever their names and order. */
    long contentSeed() {
        return contents.stream().mapToLong(each -> Long.parseUnsignedLong(each.pixels(), 0, 16, 16)).sum();
    }
}

package org.slicelstm.job;

import java.util.List;
import java.util.Map;

/** Something to do. Paths are texts as the user gave them; null means "not given". */
public sealed interface Job {

    /**
     * How slices are found, chosen and read; shared by every job that reads patients.
     *
     * @param series           {@code auto}, {@code all} or a SeriesInstanceUID
     * @param includeSecondary whether secondary captures take part
     * @param window           a window's name, {@code centre/width} in HU, {@code three-window} or {@code file}; null
     *                         for the model's
     * @param intensity        what 16-bit values without a rescale mean: {@code hu} or {@code stored}; null for the
     *                         model's
     */
    record SliceOptions(String series, boolean includeSecondary, String window, String intensity) { }

    /**
     * Probabilities for every patient.
     *
     * @param model   the model's directory
     * @param paths   folders, files or tables
     * @param slices  how slices are read
     * @param out     the CSV file that grows row by row, or null
     * @param resume  whether {@code out} is gone on with
     * @param plots   the folder for one plot a patient, or null
     * @param orders  random slice orders that are averaged; 0 for the model's own number
     * @param device  {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @param labels  the labels to report; empty for all
     */
    record Predict(String model, List<String> paths, SliceOptions slices, String out, boolean resume, String plots,
                   int orders, String device, List<String> labels) implements Job { }

    /**
     * What a model would see.
     *
     * @param model   the model whose preprocessing is shown, or null for the usual one
     * @param montage the PNG that shows the slices in order as the model gets them, or null
     * @param export  the folder for one 8-bit PNG a slice, windowed at the slice's own size, or null
     */
    record Inspect(List<String> paths, SliceOptions slices, String model, String montage, String export)
            implements Job { }

    /**
     * Backbone features, one {@code .npy} of float32 {@code [n, F]} a patient.
     *
     * @param out the folder for the files
     */
    record Features(String model, List<String> paths, SliceOptions slices, String out, String device)
            implements Job { }

    /**
     * Synthetic patients.
     *
     * @param format     {@code jpg} or {@code dicom}
     * @param prevalence prevalence by label, 0 to 1; labels not named keep their default
     * @param lesions    whether lesions are drawn
     */
    record Phantoms(int patients, long seed, String format, Map<String, Double> prevalence, boolean lesions,
                    String out) implements Job { }

    /**
     * A new model directory.
     *
     * @param recipe         the recipe's name
     * @param labels         the labels; empty for the recipe's own
     * @param seed           of the weights that are drawn
     * @param weights        the file with the backbone's weights, or the name of weights that were fetched; null to
     *                       draw them
     * @param weightSource   who wrote the file, where its names do not tell; or null
     * @param keepClassifier whether the weights' own classifier is kept beside the head
     */
    record NewModel(String recipe, List<String> labels, long seed, String weights, String weightSource,
                    boolean keepClassifier, String out) implements Job { }

    /**
     * What a weight file holds.
     *
     * @param file the file
     */
    record ListWeights(String file) implements Job { }
}

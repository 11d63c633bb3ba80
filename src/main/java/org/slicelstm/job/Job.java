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
     * @param evidenceOrders random slice orders for the evidence of each slice and the spread over orders; 0 for none
     * @param evidenceOut    the folder for the evidence as tables, or null
     */
    record Predict(String model, List<String> paths, SliceOptions slices, String out, boolean resume, String plots,
                   int orders, String device, List<String> labels, int evidenceOrders, String evidenceOut)
            implements Job {
        /** A prediction without evidence. */
        public Predict(String model, List<String> paths, SliceOptions slices, String out, boolean resume,
                       String plots, int orders, String device, List<String> labels) {
            this(model, paths, slices, out, resume, plots, orders, device, labels, 0, null);
        }
    }

    /**
     * Heat maps: where on the slices the evidence for a label lies.
     *
     * @param label the label
     * @param slice {@code top} for the slice that adds most to the label, {@code all}, or a slice's place in the order
     *              that {@code inspect} shows, from 0
     * @param out   the folder for one PNG a slice, or null
     */
    record Explain(String model, List<String> paths, SliceOptions slices, String label, String slice, String out,
                   String device) implements Job { }

    /**
     * Heat maps for one patient whose slices are open in another program.
     *
     * @param settings as for any heat maps, without paths
     * @param stack    the slices
     */
    record ExplainStack(Explain settings, RawStack stack) implements Job { }

    /**
     * Probabilities for one patient whose slices are open in another program.
     *
     * @param settings as for any prediction, without paths
     * @param stack    the slices
     */
    record PredictStack(Predict settings, RawStack stack) implements Job { }

    /**
     * What a model would see.
     *
     * @param model   the model whose preprocessing is shown, or null for the usual one
     * @param montage the PNG that shows the slices in order as the model gets them, or null
     * @param export  the folder for one 8-bit PNG a slice, windowed at the slice's own size, or null
     * @param input   the folder for one 8-bit PNG a slice, as the model gets it, or null
     */
    record Inspect(List<String> paths, SliceOptions slices, String model, String montage, String export, String input)
            implements Job {
        /** An inspection that writes no slices as the model gets them. */
        public Inspect(List<String> paths, SliceOptions slices, String model, String montage, String export) {
            this(paths, slices, model, montage, export, null);
        }
    }

    /**
     * What a model would see of one patient whose slices are open in another program.
     *
     * @param settings as for any inspection, without paths
     * @param stack    the slices
     */
    record InspectStack(Inspect settings, RawStack stack) implements Job { }

    /**
     * A table of the patients that are found, ready to be labelled: {@code patient_id,path,slices} and an empty column
     * for each label.
     *
     * @param paths  folders and files
     * @param labels the diseases
     * @param out    the new CSV file; paths in it are relative to its folder where they lie below it
     */
    record MakeTable(List<String> paths, SliceOptions slices, List<String> labels, String out) implements Job { }

    /**
     * Whether a table can be trained on.
     *
     * @param table     the table of patients with their labels
     * @param images    the folder that the table's paths are relative to, or null for the table's own
     * @param labels    the labels; empty for all columns that are no others
     * @param maxSlices patients with more slices are dropped; 0 for no limit
     */
    record CheckTable(String table, String images, List<String> labels, SliceOptions slices, int maxSlices)
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
     * @param sliceTable whether a table of single slices is written too
     */
    record Phantoms(int patients, long seed, String format, Map<String, Double> prevalence, boolean lesions,
                    String out, boolean sliceTable) implements Job {
        /** Without a table of single slices. */
        public Phantoms(int patients, long seed, String format, Map<String, Double> prevalence, boolean lesions,
                String out) {
            this(patients, seed, format, prevalence, lesions, out, false);
        }
    }

    /**
     * What joins the slices of a patient, in the place of what the recipe says.
     *
     * @param kind         {@code lstm}, {@code bilstm}, {@code attention}, {@code transformer}, {@code mean} or
     *                     {@code max}; null for the recipe's
     * @param slicesWindow how many slices of a patient it sees at most; null for as many as the recipe says
     */
    record Head(String kind, Integer slicesWindow) { }

    /**
     * A new model directory.
     *
     * @param recipe         the recipe's name
     * @param labels         the labels; empty for the recipe's own
     * @param head           what joins the slices of a patient; null for the recipe's
     * @param seed           of the weights that are drawn
     * @param weights        the file with the backbone's weights, or the name of weights that were fetched; null to
     *                       draw them
     * @param weightSource   who wrote the file, where its names do not tell; or null
     * @param keepClassifier whether the weights' own classifier is kept beside the head
     */
    record NewModel(String recipe, List<String> labels, Head head, long seed, String weights, String weightSource,
                    boolean keepClassifier, String out) implements Job { }

    /**
     * A model trained on a table of patients. Settings that are null are the recipe's.
     *
     * @param recipe  the recipe's name, or null where a model is given
     * @param model   the model directory to train further, or null where a recipe is given
     * @param weights the backbone's pretrained weights for a recipe, as for a new model; or null
     * @param table   the table of patients with their labels
     * @param images  the folder that the table's paths are relative to, or null for the table's own
     * @param labels  the labels; empty for the table's, or the model's where the table has them all
     * @param head    what joins the slices of a patient; null for that of the recipe or model
     * @param slices  how slices are read
     * @param parts   who trains, who validates
     * @param fitting how the weights change
     * @param cache   folder of the feature cache, or null for the usual one
     * @param cacheGb most that the cache may hold, in GB
     * @param out     the run's new folder
     * @param resume  whether the run in that folder goes on
     */
    record Train(String recipe, String model, String weights, String table, String images, List<String> labels,
                 Head head, SliceOptions slices, Parts parts, Fitting fitting, String cache, double cacheGb,
                 String device, String out, boolean resume) implements Job {
        /** The same with these labels. */
        public Train withLabels(List<String> named) {
            return new Train(recipe, model, weights, table, images, named, head, slices, parts, fitting, cache, cacheGb,
                    device, out, resume);
        }
    }

    /**
     * How patients are divided.
     *
     * @param validation fraction that validates, 0 to below 1
     * @param test       fraction that is kept back, 0 to below 1
     * @param split      a split.csv to use instead, or null
     * @param maxSlices  patients with more slices are dropped; 0 for no limit
     * @param folds      parts of a cross-validation, at least 2; null for none
     * @param fold       the part that is kept back, from 1; null where there are no folds
     */
    record Parts(double validation, double test, String split, int maxSlices, Integer folds, Integer fold) { }

    /**
     * How weights change. Settings that are null are the recipe's.
     *
     * @param accumulate   patients whose gradients make one update
     * @param optimiser    {@code adam}, {@code adamw} or {@code sgd}
     * @param clip         largest norm of the gradients, 0 for no limit
     * @param schedule     {@code constant} or {@code cosine}
     * @param loss         {@code weighted} or {@code plain}
     * @param variations   how pictures vary
     * @param freeze       whether the backbone's weights stay as they are
     * @param metric       what the best epoch is best in
     * @param patience     epochs without a better one after which training stops, 0 for never
     * @param seed         of everything that is random
     */
    record Fitting(Integer epochs, Integer accumulate, Double learningRate, String optimiser, Double weightDecay,
                   Double clip, Double dropout, String schedule, String loss, Variations variations, Boolean freeze,
                   String metric, int patience, long seed) {

        /** The same with another seed. */
        public Fitting withSeed(long other) {
            return new Fitting(epochs, accumulate, learningRate, optimiser, weightDecay, clip, dropout, schedule, loss,
                    variations, freeze, metric, patience, other);
        }
    }

    /**
     * How the pictures vary that weights are fitted to. Settings that are null are the recipe's.
     *
     * @param draws        variations of each picture that are kept, 0 for others in every epoch
     * @param flip         whether half of the variations have left and right exchanged
     * @param rotation     largest rotation of a variation to either side, degrees
     * @param smallestCrop smallest part of a picture's area that a variation shows, 0 to 1
     */
    record Variations(Integer draws, Boolean flip, Double rotation, Double smallestCrop) { }

    /**
     * What a weight file holds.
     *
     * @param file the file
     */
    record ListWeights(String file) implements Job { }

    /**
     * A model directory of a SavedModel that was made elsewhere.
     *
     * @param savedModel    its folder
     * @param signature     the signature that predicts
     * @param input         the input that takes the pictures; null for the only one
     * @param output        the output with the answer; null for the only one
     * @param outputs       {@code probabilities} or {@code logits}: what the answer is
     * @param labels        the diseases, in the order of the output
     * @param size          of the pictures, {@code H} or {@code HxW} pixels
     * @param normalisation by its name, such as {@code imagenet}
     * @param window        a window as for {@link SliceOptions#window}; null for the brain window
     */
    record Adopt(String savedModel, String signature, String input, String output, String outputs,
                 List<String> labels, String size, String normalisation, String window, String out) implements Job { }

    /**
     * A model as a plain SavedModel.
     *
     * @param model     the model's directory
     * @param out       the new folder
     * @param noLineage whether whom the model has seen is left out
     */
    record Export(String model, String out, boolean noLineage) implements Job { }

    /**
     * A model directory as one zip file.
     *
     * @param model     the model's directory
     * @param file      the new zip file
     * @param noLineage whether whom the model has seen is left out
     */
    record Pack(String model, String file, boolean noLineage) implements Job { }

    /**
     * A packed model as a directory again.
     *
     * @param file  the zip file
     * @param out   the new directory
     * @param mostGigabytes what it may hold, in GB of 2^30 bytes
     */
    record Unpack(String file, String out, int mostGigabytes) implements Job { }

    /**
     * How good a model is on the patients of a table, or how good earlier predictions were.
     *
     * @param model       the model's directory; with predictions it gives thresholds and nothing is run; or null
     * @param predictions an earlier {@code predictions.csv} to use instead of running the model, or null
     * @param table       the table of patients with their labels; may be null with predictions
     * @param images      the folder that the table's paths are relative to, or null for the table's own
     * @param labels      the labels to evaluate; empty for all of the model or the predictions
     * @param slices      how slices are read
     * @param split       {@code train}, {@code validation}, {@code test} or {@code all}
     * @param splitFile   a split.csv in the place of the table's column, or null
     * @param compare     another model's directory, or its predictions, or null
     * @param seed        of the bootstrap
     * @param draws       of the bootstrap
     * @param out         the new folder
     */
    record Evaluate(String model, String predictions, String table, String images, List<String> labels,
                    SliceOptions slices, String split, String splitFile, String compare, long seed, int draws,
                    String device, String out) implements Job { }

    /**
     * A table of patients from labels of somebody else's making.
     *
     * @param from             {@code rsna}, {@code cq500} or {@code folders}
     * @param labels           the published file of labels; null for {@code folders}
     * @param images           the folder of the pictures
     * @param massEffectAsMass whether CQ500's mass effect stands for mass
     * @param out              the new table
     */
    record ImportLabels(String from, String labels, String images, boolean massEffectAsMass, String out)
            implements Job { }

    /**
     * An experiment: variants of a recipe, each trained on every fold from every seed.
     *
     * @param study a shipped study's name, or a JSON file
     * @param base  what every training has in common; its table is null for phantoms, its output folder the study's or
     *              null for one named after the study, its seed and its place to resume are not looked at
     * @param folds parts of the cross-validation; null for the study's own
     * @param seeds of everything that is random; empty for the study's own
     */
    record Study(String study, Train base, Integer folds, List<Long> seeds) implements Job { }

    /**
     * Whether this installation works, and on which devices.
     *
     * @param clean  whether old unpacked libraries and caches are removed instead
     * @param model  the model that is tried, or null for the demo model
     * @param others jars of other programs' TensorFlow beside this installation, as their owner knows them
     */
    record Doctor(boolean clean, String model, List<String> others) implements Job { }
}

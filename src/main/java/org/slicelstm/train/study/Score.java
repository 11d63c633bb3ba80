package org.slicelstm.train.study;

import org.slicelstm.train.Metrics;

/**
 * How well a cell tells the patients apart that were kept back from it.
 *
 * @param cell      the training
 * @param order     how their slices were ordered: {@code random} or {@code sorted}
 * @param label     the label, or {@link Metrics#ALL} for the mean
 * @param patients  how many of them the label is known of; -1 for the mean
 * @param positives how many of these have it; -1 for the mean
 * @param bestEpoch the epoch whose weights answered
 * @param metrics   at a probability of .5
 */
public record Score(Cell cell, String order, String label, int patients, int positives, int bestEpoch,
                    Metrics metrics) { }

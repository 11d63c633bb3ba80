package org.slicelstm.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model was trained on, and how that ended. Of the patients only numbers are told.
 *
 * @param tableSha256 SHA-256 of the table of patients
 * @param seed        of the split, the orders and the augmentation
 * @param patients    how many trained, validated and were kept back, by {@code train}, {@code validation}, {@code test}
 * @param epochs      how many were trained
 * @param bestEpoch   the one whose weights these are, from 1
 * @param device      what computed, as the runtime names it
 * @param metrics     those of the best epoch, by part, label ({@code all} for the mean) and metric; values that are
 *                    not defined are left out
 * @param notes       what a user should know of the parts, thresholds and calibration, one sentence each
 * @param ancestorSha256 SHA-256 of the model that the training began with, if with one
 */
public record TrainingRecord(String tableSha256, long seed, Map<String, Integer> patients, int epochs, int bestEpoch,
        String device, Map<String, Map<String, Map<String, Double>>> metrics, List<String> notes,
        Optional<String> ancestorSha256) {
    public TrainingRecord {
        patients = Collections.unmodifiableMap(new LinkedHashMap<>(patients));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        notes = List.copyOf(notes);
    }
}

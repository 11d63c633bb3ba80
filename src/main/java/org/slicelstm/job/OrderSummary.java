package org.slicelstm.job;

import com.google.gson.annotations.SerializedName;

/**
 * How far a label's predictions of a cohort depend on the order of the slices.
 *
 * @param label           the label
 * @param patients        patients that were predicted
 * @param orders          random orders of each
 * @param meanSd          mean over the patients of the probability's standard deviation over single random orders
 * @param flips           mean share of random orders whose call is not the one reported, 0 to 1
 * @param patientsFlipped share of patients with at least one such order
 * @param sortedDiffers   share of patients whose call from the sorted pass is not that from the mean over random orders
 */
public record OrderSummary(String label, int patients, int orders, @SerializedName("mean_sd") double meanSd,
                           double flips, @SerializedName("patients_flipped") double patientsFlipped,
                           @SerializedName("sorted_differs") double sortedDiffers) { }

/** The jobs that outgrow one machine, spread over Apache Spark: patients of a prediction, trainings of a study. */
package org.slicelstm.cluster;

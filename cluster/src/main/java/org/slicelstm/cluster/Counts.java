package org.slicelstm.cluster;

import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * How far a run is. The counts are Spark's accumulators, so its page shows them beside the running stage; each task
 * adds to them when it has succeeded, so that no second attempt counts twice.
 */
final class Counts implements Serializable {
    private final String units;
    private final LongAccumulator done;
    private final LongAccumulator failed;
    private final LongAccumulator left;
    private final LongAccumulator slices;
    private final Rate rate = new Rate();

    /**
     * @param units what is counted, in the plural
     * @param all   how many of them there are
     */
    Counts(SparkContext spark, String units, long all) {
        this.units = units;
        done = spark.longAccumulator(units + " done");
        failed = spark.longAccumulator(units + " failed");
        left = spark.longAccumulator(units + " left");
        slices = spark.longAccumulator("slices");
        left.add(all);
        spark.register(rate, "slices a second");
    }

    /** In a task: one is finished. */
    void add(boolean success, int slicesRead) {
        (success ? done : failed).add(1);
        left.add(-1);
        if (slicesRead > 0) {
            slices.add(slicesRead);
            rate.add((long) slicesRead);
        }
    }

    long finished() {
        return done.value() + failed.value();
    }

    long failures() {
        return failed.value();
    }

    /** In a sentence. */
    String sentence() {
        String counted = done.value() + " " + units + " done, " + failed.value() + " failed, " + left.value() + " left";
        return slices.value() == 0 ? counted + "."
                : counted + ", " + String.format(Locale.ROOT, "%.1f", rate.value()) + " slices a second.";
    }
}

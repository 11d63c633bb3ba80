package org.slicelstm.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of every command that runs on Spark. */
final class SparkMixin {
    @Option(names = "--master", paramLabel = "URL",
            description = "Spark's master, such as spark://host:7077; yarn needs your cluster's spark-submit. Default: "
                    + "what spark-submit says, else local[*], all cores of this machine.")
    String master;

    @Option(names = "--conf", paramLabel = "KEY=VALUE",
            description = "A setting of Spark, as for spark-submit; may be repeated.")
    Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--shared", description = "All machines see this software and the model at the same paths, so "
            + "nothing of them is sent to the executors.")
    boolean shared;
}

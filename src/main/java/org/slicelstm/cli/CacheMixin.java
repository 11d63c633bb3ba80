package org.slicelstm.cli;

import picocli.CommandLine.Option;

/** The options of the feature cache. */
final class CacheMixin {
    @Option(names = "--cache", paramLabel = "DIR", description = "Where features are kept.")
    String folder;

    @Option(names = "--cache-limit", paramLabel = "GB", defaultValue = "20",
            description = "What is used longest ago is deleted beyond this (default ${DEFAULT-VALUE}).")
    double gigabytes;
}

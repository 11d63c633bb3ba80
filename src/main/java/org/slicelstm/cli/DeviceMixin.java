package org.slicelstm.cli;

import picocli.CommandLine.Option;

/** The option of every command that runs a network. */
final class DeviceMixin {
    @Option(names = "--device", paramLabel = "auto|cpu|gpu|gpu:N", defaultValue = "auto",
            description = "Where the network runs (default ${DEFAULT-VALUE}).")
    String device;
}

package org.slicelstm.cli;

import picocli.CommandLine.Option;

/** Whether a model that is handed on keeps whom it has seen. */
final class LineageMixin {
    @Option(names = "--no-lineage", description = "Leave lineage.bin out, by which those who have its pictures could "
            + "tell that they trained the model; whom it has seen is then unknown.")
    boolean leftOut;
}

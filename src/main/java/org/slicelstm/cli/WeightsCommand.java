package org.slicelstm.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.slicelstm.Count;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slicelstm weights}. */
@Command(name = "weights", mixinStandardHelpOptions = true, subcommands = WeightsCommand.ListCommand.class,
        description = "Looks into weight files.",
        footer = {"", Examples.TITLE, Examples.FETCH_WEIGHTS, Examples.LIST_WEIGHTS})
final class WeightsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: weights list FILE.");
    }

    /** {@code slicelstm weights list}. */
    @Command(name = "list", mixinStandardHelpOptions = true,
            description = "Shows names, shapes and types of a file of PyTorch, safetensors or Keras; nothing in it "
                    + "runs.",
            footer = {"", Examples.TITLE, Examples.FETCH_WEIGHTS, Examples.LIST_WEIGHTS})
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private TerminalMixin terminal;

        @Parameters(paramLabel = "FILE", description = "The weight file.")
        private String file;

        @Override
        public Integer call() {
            return terminal.run(new Job.ListWeights(file), out -> event -> print(event, out));
        }

        private static void print(Event event, PrintWriter out) {
            if (event instanceof Event.WeightsListed listed) {
                out.println(listed.format() + ", " + Count.of(listed.tensors().size(), "tensor") + ", SHA-256 "
                        + listed.sha256()
                        + (listed.title() == null ? "" : ": " + listed.title()));
                for (Event.ListedTensor tensor : listed.tensors()) {
                    out.println(String.format("%-8s  %-20s  %s", tensor.type(), tensor.shape(), tensor.name()));
                }
            }
        }
    }
}

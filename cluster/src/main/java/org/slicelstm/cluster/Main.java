package org.slicelstm.cluster;

import org.slicelstm.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The tool {@code slicelstm-spark}, and the main class for {@code spark-submit}. */
@Command(name = "slicelstm-spark", mixinStandardHelpOptions = true, versionProvider = Version.class,
        subcommands = {PredictOnSpark.class, FeaturesOnSpark.class, StudyOnSpark.class, HelpCommand.class},
        description = {"The jobs of slicelstm on Apache Spark: a cluster, or all cores of this machine.",
                "Research use only: not a medical device."},
        footer = {"", "A first try:",
                "  scripts/slicelstm-spark predict --model models/demo patients.csv \\",
                "    --out results.csv",
                "  scripts/slicelstm-spark predict --model models/demo patients.csv \\",
                "    --out results.csv --master spark://host:7077",
                "", "Exit codes are those of slicelstm; docs/cluster.md has it all."})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        int code = org.slicelstm.cli.Main.run(new Main(), System.out, System.err, arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}

package org.slicelstm.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Lets an option's number be left out before a path: what is no number is not the option's. */
final class OptionalNumber implements IParameterPreprocessor {
    @Override
    public boolean preprocess(Stack<String> left, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
        if (!left.isEmpty() && !left.peek().matches("-?\\d+")) {
            left.push(((OptionSpec) argument).fallbackValue());
        }
        return false;
    }
}

package org.slicelstm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes of Java that tests start: what they keep for a user goes where this one's goes. */
public final class TestJava {
    private TestJava() {
    }

    /** The Java of this process, told of its home, with further arguments. */
    public static List<String> command(String... arguments) {
        String home = System.getProperty("user.home");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Duser.home=" + home);
        command.add("-Djava.util.prefs.userRoot=" + home);
        command.add("-Dorg.bytedeco.javacpp.cachedir=" + Path.of(home, ".javacpp", "cache"));
        command.addAll(List.of(arguments));
        return command;
    }
}

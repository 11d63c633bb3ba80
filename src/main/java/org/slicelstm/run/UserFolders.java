package org.slicelstm.run;

import java.nio.file.Path;

/** What SliceLSTM keeps for a user, by default in {@code ~/.slicelstm}. */
final class UserFolders {
    private UserFolders() {
    }

    /** Features of frozen backbones: {@code $SLICELSTM_CACHE}, or {@code ~/.slicelstm/cache/features}. */
    static Path featureCache() {
        return folder("SLICELSTM_CACHE", Path.of("cache", "features"));
    }

    /** Weights that were fetched: {@code $SLICELSTM_WEIGHTS}, or {@code ~/.slicelstm/weights}. */
    static Path weights() {
        return folder("SLICELSTM_WEIGHTS", Path.of("weights"));
    }

    private static Path folder(String variable, Path usual) {
        String set = System.getenv(variable);
        return set != null ? JobRunner.path(set)
                : Path.of(System.getProperty("user.home"), ".slicelstm").resolve(usual);
    }
}

package org.slicelstm.phantom;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The five diseases of a phantom, in the order of the table's columns. */
public enum Disease {
    HEMORRHAGE(.2830),
    ISCHEMIA(.1120),
    FRACTURE(.0715),
    MASS(.0187),
    EDEMA(.1540);

    private final double reported;

    Disease(double reported) {
        this.reported = reported;
    }

    /** The name in tables and options: {@code hemorrhage}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The bit of this disease in a lesion mask: 1, 2, 4, 8, 16. */
    public int bit() {
        return 1 << ordinal();
    }

    /** The share of patients with each disease in Leal et al. 2020 (arXiv 2010.10004). */
    public static Map<Disease, Double> reportedPrevalence() {
        Map<Disease, Double> all = new EnumMap<>(Disease.class);
        for (Disease each : values()) {
            all.put(each, each.reported);
        }
        return Collections.unmodifiableMap(all);
    }
}

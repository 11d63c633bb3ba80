package org.slicelstm.cohort;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a ConvolutionKernel makes of a head CT: a picture for brain or for bone. Each vendor names its kernels its own
 * way; what is not known here counts as soft when a series is chosen.
 */
enum KernelKind {
    SOFT, SHARP, UNKNOWN;

    private static final Pattern CANON = Pattern.compile("FC(\\d)\\d.*");
    /** H31s, J40s, Hr38f, Qr40, U90u: a letter for the body part, one for the family, the sharpness, a version. */
    private static final Pattern SIEMENS = Pattern.compile("[BCDHIJQTU][A-Z]?(\\d{2})[A-Z]?.*");
    private static final int SIEMENS_SOFT_TO = 45;
    private static final int SIEMENS_SHARP_FROM = 60;

    private static final Set<String> PHILIPS_SOFT = Set.of("UA", "UB", "UC", "A", "B", "C");
    private static final Set<String> PHILIPS_SHARP = Set.of("D", "E", "F", "L", "YA", "YB", "YC", "YD");

    /**
     * Recognises a kernel by its name.
     *
     * @param name ConvolutionKernel as in the header; of several values the first counts
     */
    static KernelKind of(String name) {
        String first = name(name);
        if (containsAny(first, "BONE", "EDGE", "LUNG", "DETAIL", "SHARP", "ULTRA")) {
            return SHARP;
        }
        if (containsAny(first, "SOFT", "STANDARD", "STND", "BRAIN", "SMOOTH", "HEAD") || PHILIPS_SOFT.contains(first)) {
            return SOFT;
        }
        if (PHILIPS_SHARP.contains(first)) {
            return SHARP;
        }
        Matcher canon = CANON.matcher(first);
        if (canon.matches()) {
            return canon(canon.group(1).charAt(0));
        }
        Matcher siemens = SIEMENS.matcher(first);
        return siemens.matches() ? siemens(Integer.parseInt(siemens.group(1))) : UNKNOWN;
    }

    /** The first value of a ConvolutionKernel in capitals, as kernels are told apart. */
    static String name(String kernel) {
        return kernel.split("\\\\", 2)[0].trim().toUpperCase(Locale.ROOT);
    }

    /** FC0x, FC1x body; FC2x, FC4x, FC6x brain; FC3x, FC8x bone; FC5x lung. */
    private static KernelKind canon(char tens) {
        return switch (tens) {
            case '0', '1', '2', '4', '6' -> SOFT;
            case '3', '5', '8' -> SHARP;
            default -> UNKNOWN;
        };
    }

    private static KernelKind siemens(int sharpness) {
        if (sharpness <= SIEMENS_SOFT_TO) {
            return SOFT;
        }
        return sharpness >= SIEMENS_SHARP_FROM ? SHARP : UNKNOWN;
    }

    private static boolean containsAny(String name, String... words) {
        for (String word : words) {
            if (name.contains(word)) {
                return true;
            }
        }
        return false;
    }
}

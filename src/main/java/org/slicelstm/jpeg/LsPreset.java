package org.slicelstm.jpeg;

/**
 * Preset coding parameters of JPEG-LS (T.87 C.2.4.1.1); 0 stands for the default.
 *
 * @param maximum    MAXVAL, the greatest sample
 * @param threshold1 T1, T2 and T3 part the gradients
 * @param threshold2 T2
 * @param threshold3 T3
 * @param reset      RESET, when the counters of a context are halved
 */
record LsPreset(int maximum, int threshold1, int threshold2, int threshold3, int reset) {
    static final LsPreset DEFAULT = new LsPreset(0, 0, 0, 0, 0);

    private static final int BASIC_1 = 3;
    private static final int BASIC_2 = 7;
    private static final int BASIC_3 = 21;

    /**
     * The parameters with their defaults filled in (T.87 C.2.4.1.1).
     *
     * @param precision bits a sample
     * @param near      the greatest error that near-lossless coding makes
     * @throws JpegException if they contradict each other
     */
    LsPreset resolved(int precision, int near) throws JpegException {
        int most = (1 << precision) - 1;
        int max = maximum == 0 ? most : maximum;
        if (max > most || near > Math.min(255, max / 2)) {
            throw JpegException.damaged("a greatest value of %d and an error of %d in %d bits", max, near, precision);
        }
        int t1;
        int t2;
        int t3;
        if (max >= 128) {
            int factor = (Math.min(max, 4095) + 128) / 256;
            t1 = clamp(factor * (BASIC_1 - 2) + 2 + 3 * near, near + 1, max);
            t2 = clamp(factor * (BASIC_2 - 3) + 3 + 5 * near, t1, max);
            t3 = clamp(factor * (BASIC_3 - 4) + 4 + 7 * near, t2, max);
        } else {
            int factor = 256 / (max + 1);
            t1 = clamp(Math.max(2, BASIC_1 / factor + 3 * near), near + 1, max);
            t2 = clamp(Math.max(3, BASIC_2 / factor + 5 * near), t1, max);
            t3 = clamp(Math.max(4, BASIC_3 / factor + 7 * near), t2, max);
        }
        t1 = threshold1 == 0 ? t1 : threshold1;
        t2 = threshold2 == 0 ? t2 : threshold2;
        t3 = threshold3 == 0 ? t3 : threshold3;
        int resets = reset == 0 ? 64 : reset;
        if (t1 < near + 1 || t2 < t1 || t3 < t2 || t3 > max || resets < 3) {
            throw JpegException.damaged("JPEG-LS thresholds %d, %d, %d and reset %d", t1, t2, t3, resets);
        }
        return new LsPreset(max, t1, t2, t3, resets);
    }

    private static int clamp(int value, int least, int max) {
        return value > max || value < least ? least : value;
    }
}

package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelKindTest {
    @ParameterizedTest
    @CsvSource({
        // GE
        "SOFT,SOFT", "STANDARD,SOFT", "STND,SOFT", "BRAIN,SOFT", "standard,SOFT", "BONE,SHARP", "BONEPLUS,SHARP",
        "EDGE,SHARP", "LUNG,SHARP", "DETAIL,SHARP", "CHST,UNKNOWN",
        // Siemens
        "H31s,SOFT", "J40s,SOFT", "Hr38f,SOFT", "Hr40,SOFT", "B30f,SOFT", "Hc44,SOFT", "H50s,UNKNOWN", "H60s,SHARP",
        "H70h,SHARP", "Hr64h,SHARP", "Hr38f\\3,SOFT", "U75u,SHARP", "J70h\\2,SHARP", "T20f,SOFT",
        // Philips
        "UA,SOFT", "UB,SOFT", "UC,SOFT", "B,SOFT", "D,SHARP", "E,SHARP", "YC,SHARP",
        // Canon, Toshiba
        "FC20,SOFT", "FC21,SOFT", "FC26,SOFT", "FC41,SOFT", "FC64,SOFT", "FC30,SHARP", "FC31,SHARP", "FC81,SHARP",
        "FC52,SHARP", "FC13-H,SOFT",
        "'',UNKNOWN", "XYZZY,UNKNOWN", "17,UNKNOWN"})
    void knowsTheVendorsNames(String kernel, KernelKind kind) {
        assertThat(KernelKind.of(kernel)).isEqualTo(kind);
    }
}

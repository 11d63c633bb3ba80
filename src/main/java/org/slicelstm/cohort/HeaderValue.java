package org.slicelstm.cohort;

import java.util.regex.Pattern;

/**
 * A value of a DICOM header in a reason. It is quoted only where it looks like what its element is to hold (PS3.5 table
 * 6.2-1): software that fills in a name or an identifier elsewhere must not bring it into a result.
 */
public final class HeaderValue {
    private static final Pattern CODE = Pattern.compile("[A-Z0-9_ ]{1,16}");
    private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");

    private HeaderValue() {
    }

    /**
     * A code string (CS), such as {@code MR}.
     *
     * @param otherwise stands for a value that is no code
     */
    public static String code(String value, String otherwise) {
        return CODE.matcher(value).matches() ? value : otherwise;
    }

    /**
     * A UID (UI) of the standard's, such as that of a transfer syntax.
     *
     * @param otherwise stands for a value that is no UID
     */
    public static String uid(String value, String otherwise) {
        return UID.matcher(value).matches() ? value : otherwise;
    }
}

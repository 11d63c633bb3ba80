package org.slicelstm;

/** Numbers with their nouns. */
public final class Count {
    private Count() {
    }

    /** {@code 1 patient}, {@code 2 patients}: of a noun whose plural ends in s. */
    public static String of(long count, String one) {
        return of(count, one, one + "s");
    }

    /** {@code 1 series}, {@code 2 axes}: of any noun, also with a verb: {@code 1 patient has}. */
    public static String of(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}

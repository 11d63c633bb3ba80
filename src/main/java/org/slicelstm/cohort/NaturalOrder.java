package org.slicelstm.cohort;

import java.util.Comparator;

/**
 * The order in which people number files: −10.5, −2, 1, 2, 2.5, 10. Numbers are compared by value, as
 * {@link NameNumber} reads them; letters without regard to case; a folder separator comes before everything, so that a
 * folder's files stay together. Names that are alike in all this (a01, A1) are ordered as plain text: no two different
 * names are equal.
 */
public enum NaturalOrder implements Comparator<String> {
    /** The one order. */
    INSTANCE;

    /** Where numbers stand among the other characters. */
    private static final int NUMBER = '0';

    /** What a name is made of is told by that name alone, so that this is an order of sequences. */
    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            NameNumber one = NameNumber.at(a, i);
            NameNumber other = NameNumber.at(b, j);
            int difference = one != null && other != null ? NameNumber.compare(a, one, b, other)
                    : (one != null ? NUMBER : weight(a.charAt(i))) - (other != null ? NUMBER : weight(b.charAt(j)));
            if (difference != 0) {
                return difference;
            }
            i = one == null ? i + 1 : one.end();
            j = other == null ? j + 1 : other.end();
        }
        int byLength = Boolean.compare(i < a.length(), j < b.length());
        return byLength != 0 ? byLength : a.compareTo(b);
    }

    private static int weight(char c) {
        return c == '/' || c == '\\' ? 0 : Character.toLowerCase(Character.toUpperCase(c));
    }
}

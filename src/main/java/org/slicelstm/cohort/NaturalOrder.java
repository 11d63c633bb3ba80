package org.slicelstm.cohort;

import java.util.Comparator;

/**
 * The order in which people number files: 1, 2, 10. Runs of digits are compared by value, however long; letters without
 * regard to case; a folder separator comes before everything, so that a folder's files stay together. Names that are
 * alike in all this (a01, A1) are ordered as plain text: no two different names are equal.
 */
public enum NaturalOrder implements Comparator<String> {
    /** The one order. */
    INSTANCE;

    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int endOfA = endOfDigits(a, i);
            int endOfB = endOfDigits(b, j);
            if (endOfA > i && endOfB > j) {
                int byValue = compareDigits(a, i, endOfA, b, j, endOfB);
                if (byValue != 0) {
                    return byValue;
                }
                i = endOfA;
                j = endOfB;
            } else {
                int difference = weight(a.charAt(i)) - weight(b.charAt(j));
                if (difference != 0) {
                    return difference;
                }
                i++;
                j++;
            }
        }
        int byLength = Integer.compare(a.length() - i, b.length() - j);
        return byLength != 0 ? byLength : a.compareTo(b);
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int compareDigits(String a, int fromA, int endA, String b, int fromB, int endB) {
        int i = firstNotZero(a, fromA, endA);
        int j = firstNotZero(b, fromB, endB);
        if (endA - i != endB - j) {
            return endA - i - (endB - j);
        }
        return a.substring(i, endA).compareTo(b.substring(j, endB));
    }

    private static int firstNotZero(String text, int from, int end) {
        int at = from;
        while (at < end && text.charAt(at) == '0') {
            at++;
        }
        return at;
    }

    private static int weight(char c) {
        return c == '/' || c == '\\' ? 0 : Character.toLowerCase(Character.toUpperCase(c));
    }
}

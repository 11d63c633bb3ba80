package org.slicelstm.cohort;

/**
 * A number in a file name, as people write them: {@code 12}, {@code -10.5}, {@code 100.625}.
 *
 * <p>A plus or minus before the digits is a sign unless a letter, a digit or a closing bracket stands before it: in
 * {@code slice_-5} it is one, in {@code IM-0001} and {@code 1-02} it parts. A point between digits is a decimal point
 * where it is the only one of its run, and neither begins the name's ending ({@code IM1.0002}) nor is of a version
 * ({@code v1.10}): identifiers and dates with several points are read number by number.
 *
 * @param from     where it begins, its sign included
 * @param digits   where its digits begin
 * @param point    behind the last digit before the decimal point
 * @param end      behind its last digit
 * @param negative whether it has a minus
 */
record NameNumber(int from, int digits, int point, int end, boolean negative) {

    /** The number that begins at a place of a name, or null; a place inside another number is not to be asked for. */
    static NameNumber at(String name, int from) {
        int digits = isSign(name, from) ? from + 1 : from;
        int point = endOfDigits(name, digits);
        if (point == digits) {
            return null;
        }
        int end = isDecimal(name, digits, point) ? endOfDigits(name, point + 1) : point;
        return new NameNumber(from, digits, point, end, digits > from && name.charAt(from) != '+');
    }

    /** The last number that begins before a place, or null where there is none. */
    static NameNumber last(String name, int before) {
        NameNumber last = null;
        int at = 0;
        while (at < before) {
            NameNumber number = at(name, at);
            last = number == null ? last : number;
            at = number == null ? at + 1 : number.end();
        }
        return last;
    }

    private static boolean isSign(String name, int at) {
        if (at + 1 >= name.length() || "-+\u2212".indexOf(name.charAt(at)) < 0 || !isDigit(name, at + 1)) {
            return false;
        }
        return at == 0 || !Character.isLetterOrDigit(name.charAt(at - 1)) && ")]}".indexOf(name.charAt(at - 1)) < 0;
    }

    private static boolean isDecimal(String name, int digits, int point) {
        int end = isPoint(name, point) ? endOfDigits(name, point + 1) : point;
        boolean ending = end == name.length() || "/\\".indexOf(name.charAt(end)) >= 0;
        boolean several = isPoint(name, end) || digits > 1 && isPoint(name, digits - 1) && isDigit(name, digits - 2);
        boolean version = digits > 0 && "vV".indexOf(name.charAt(digits - 1)) >= 0
                && (digits == 1 || !Character.isLetter(name.charAt(digits - 2)));
        return end > point && !ending && !several && !version;
    }

    /** A point with a digit behind it. */
    private static boolean isPoint(String name, int at) {
        return at < name.length() && name.charAt(at) == '.' && isDigit(name, at + 1);
    }

    private static boolean isDigit(String name, int at) {
        return at < name.length() && name.charAt(at) >= '0' && name.charAt(at) <= '9';
    }

    private static int endOfDigits(String name, int from) {
        int end = from;
        while (isDigit(name, end)) {
            end++;
        }
        return end;
    }

    /** Compares two numbers by value, however long. */
    static int compare(String a, NameNumber one, String b, NameNumber other) {
        int sign = one.sign(a);
        int bySign = Integer.compare(sign, other.sign(b));
        return bySign != 0 ? bySign : sign * compareSizes(one.whole(a), one.fraction(a), other.whole(b),
                other.fraction(b));
    }

    private static int compareSizes(String whole, String fraction, String otherWhole, String otherFraction) {
        int byLength = Integer.compare(whole.length(), otherWhole.length());
        int byWhole = byLength != 0 ? byLength : whole.compareTo(otherWhole);
        return Integer.signum(byWhole != 0 ? byWhole : fraction.compareTo(otherFraction));
    }

    private int sign(String name) {
        boolean zero = whole(name).isEmpty() && fraction(name).isEmpty();
        return zero ? 0 : negative ? -1 : 1;
    }

    /** Without leading zeros. */
    private String whole(String name) {
        int at = digits;
        while (at < point && name.charAt(at) == '0') {
            at++;
        }
        return name.substring(at, point);
    }

    /** Without trailing zeros. */
    private String fraction(String name) {
        int last = end;
        while (last > point + 1 && name.charAt(last - 1) == '0') {
            last--;
        }
        return end == point ? "" : name.substring(point + 1, last);
    }
}

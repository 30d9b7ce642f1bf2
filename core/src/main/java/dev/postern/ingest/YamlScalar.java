package dev.postern.ingest;

import dev.postern.ingest.Cursor.Kind;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * What a YAML 1.1 scalar means to kubectl, which reads manifests with gopkg.in/yaml.v2 ({@code resolve.go}): {@code yes}
 * and {@code on} are booleans, {@code 0644} is octal, {@code 1:30} is a string.
 *
 * @param number for INTEGER, its value
 * @param truth for BOOLEAN, its value
 */
record YamlScalar(Kind kind, long number, boolean truth) {
    private static final YamlScalar STRING = new YamlScalar(Kind.STRING, 0, false);
    private static final YamlScalar FRACTION = new YamlScalar(Kind.FRACTION, 0, false);
    private static final YamlScalar NULL = new YamlScalar(Kind.NULL, 0, false);
    private static final YamlScalar TRUE = new YamlScalar(Kind.BOOLEAN, 0, true);
    private static final YamlScalar FALSE = new YamlScalar(Kind.BOOLEAN, 0, false);

    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final String TAG_PREFIX = "tag:yaml.org,2002:";

    /** Up to here a double holds every integer exactly. */
    private static final double EXACT = 1L << 53;

    static YamlScalar of(YamlEvent scalar) {
        if (scalar.tag().isEmpty()) {
            return scalar.plain() ? ofPlain(scalar.text()) : STRING;
        }
        if (scalar.tag().startsWith(TAG_PREFIX)) {
            switch (scalar.tag().substring(TAG_PREFIX.length())) {
                case "bool":
                case "int":
                case "float":
                case "null":
                    return ofPlain(scalar.text());
                default:
                    return STRING;
            }
        }
        return STRING;
    }

    static YamlScalar ofPlain(String text) {
        if (text.isEmpty()) {
            return NULL;
        }
        char first = text.charAt(0);
        if (first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.') {
            return number(text);
        }
        return "yYnNtTfFoO~".indexOf(first) < 0 || text.length() > 5 ? STRING : word(text);
    }

    private static YamlScalar word(String text) {
        switch (text) {
            case "y":
            case "Y":
            case "yes":
            case "Yes":
            case "YES":
            case "true":
            case "True":
            case "TRUE":
            case "on":
            case "On":
            case "ON":
                return TRUE;
            case "n":
            case "N":
            case "no":
            case "No":
            case "NO":
            case "false":
            case "False":
            case "FALSE":
            case "off":
            case "Off":
            case "OFF":
                return FALSE;
            case "~":
            case "null":
            case "Null":
            case "NULL":
                return NULL;
            default:
                return STRING;
        }
    }

    private static YamlScalar number(String text) {
        if (text.charAt(0) == '.' || text.length() > 1 && text.charAt(1) == '.') {
            String unsigned = text.charAt(0) == '.' ? text : text.substring(1);
            switch (unsigned) {
                case ".inf":
                case ".Inf":
                case ".INF":
                    return FRACTION;
                case ".nan":
                case ".NaN":
                case ".NAN":
                    return text.charAt(0) == '.' ? FRACTION : STRING;
                default:
                    break;
            }
        }
        if (text.length() > 400) {
            return STRING; // longer than any double, and regular expressions over it are not free
        }
        String digits = text.charAt(0) == '.' ? text : text.replace("_", "");
        YamlScalar whole = integer(digits);
        if (whole.kind() != Kind.STRING) {
            return whole;
        }
        if (!FLOAT.matcher(digits).matches()) {
            return STRING;
        }
        double value = Double.parseDouble(digits);
        // Go prints such a float without a fraction when it turns YAML into JSON: 1e3 is the integer 1000.
        return value == Math.rint(value) && Math.abs(value) <= EXACT
                ? new YamlScalar(Kind.INTEGER, (long) value, false)
                : FRACTION;
    }

    /** Go's {@code strconv.ParseInt(text, 0, 64)}: the prefix decides the base. */
    private static YamlScalar integer(String text) {
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        String body = text.substring(start);
        int radix = 10;
        if (body.length() > 1 && body.charAt(0) == '0') {
            switch (body.charAt(1)) {
                case 'x':
                case 'X':
                    radix = 16;
                    break;
                case 'o':
                case 'O':
                    radix = 8;
                    break;
                case 'b':
                case 'B':
                    radix = 2;
                    break;
                default:
                    radix = -8;
                    break;
            }
            body = body.substring(radix < 0 ? 1 : 2);
            radix = Math.abs(radix);
        }
        if (body.isEmpty()) {
            return STRING;
        }
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c > 'z' || Character.digit(c, radix) < 0) {
                return STRING;
            }
        }
        BigInteger value = new BigInteger(body, radix);
        value = text.startsWith("-") ? value.negate() : value;
        return value.bitLength() < 64 ? new YamlScalar(Kind.INTEGER, value.longValue(), false) : FRACTION;
    }
}

package dev.postern.edit;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where things stand in lists once others are taken out of them. */
final class Places {
    private static final Pattern PATH = Pattern.compile("(spec\\.rules\\[)(\\d+)(]\\.http\\.paths\\[)(\\d+)(].*)");
    private static final Pattern ITEM = Pattern.compile("(\\w+\\[)(\\d+)(].*)");

    private static final Pattern DIGITS = Pattern.compile("\\d+");

    /** As the items stand: numbers by value. */
    static final Comparator<String> IN_ORDER = Comparator.comparing((String field) ->
                    DIGITS.matcher(field).replaceAll(found -> String.format("%09d", Long.parseLong(found.group()))))
            .thenComparing(Comparator.naturalOrder());

    private Places() {}

    /** A field as a JSON pointer. */
    static String pointer(String field) {
        return "/" + field.replace("[", "/").replace("]", "").replace('.', '/');
    }

    /** What goes with a backend: its path, or its whole host when all of that goes. */
    static String removed(String field, Collection<String> all, Collection<String> gone) {
        Matcher path = PATH.matcher(field);
        if (!path.matches()) {
            return field;
        }
        int rule = rule(field);
        boolean whole = all.stream().filter(other -> rule(other) == rule).allMatch(gone::contains);
        return whole ? "spec.rules[" + rule + "]" : field.substring(0, field.length() - ".backend".length());
    }

    /** The field of what stays in a list of which others go; of one list, for instance {@code volumes[3]}. */
    static String shifted(String field, List<String> gone) {
        Matcher item = ITEM.matcher(field);
        if (!item.matches()) {
            return field;
        }
        int index = Integer.parseInt(item.group(2));
        long before = gone.stream()
                .map(ITEM::matcher)
                .filter(other -> other.matches() && other.group(1).equals(item.group(1)))
                .mapToInt(other -> Integer.parseInt(other.group(2)))
                .distinct()
                .filter(other -> other < index)
                .count();
        return item.group(1) + (index - before) + item.group(3);
    }

    /** The same of the paths of an Ingress: a host goes with its last path. */
    static String shifted(String field, List<String> all, List<String> gone) {
        Matcher path = PATH.matcher(field);
        if (!path.matches()) {
            return field;
        }
        int rule = Integer.parseInt(path.group(2));
        int index = Integer.parseInt(path.group(4));
        long rulesBefore = all.stream()
                .mapToInt(Places::rule)
                .distinct()
                .filter(other -> other >= 0 && other < rule)
                .filter(other -> all.stream().filter(one -> rule(one) == other).allMatch(gone::contains))
                .count();
        long pathsBefore = gone.stream()
                .map(PATH::matcher)
                .filter(other -> other.matches() && Integer.parseInt(other.group(2)) == rule)
                .filter(other -> Integer.parseInt(other.group(4)) < index)
                .count();
        return path.group(1) + (rule - rulesBefore) + path.group(3) + (index - pathsBefore) + path.group(5);
    }

    private static int rule(String field) {
        Matcher path = PATH.matcher(field);
        return path.matches() ? Integer.parseInt(path.group(2)) : -1;
    }
}

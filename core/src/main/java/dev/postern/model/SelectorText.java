package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.LabelRequirement.Operator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads label selectors as {@code kubectl -l} takes them. */
final class SelectorText {
    private static final String KEY = "\\s*([A-Za-z0-9][A-Za-z0-9./_-]*)\\s*";
    private static final String VALUE = "\\s*([A-Za-z0-9._-]*)\\s*";
    private static final Pattern EQUAL = Pattern.compile(KEY + "(==|=|!=)" + VALUE);
    private static final Pattern SET = Pattern.compile(KEY + "\\s(in|notin)\\s*\\(([A-Za-z0-9._,\\s-]*)\\)\\s*");
    private static final Pattern PRESENT = Pattern.compile("\\s*(!?)" + KEY);
    /** Commas that stand in no parentheses. */
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

    private SelectorText() {}

    static ImmutableList<LabelRequirement> parse(String text) {
        ImmutableList.Builder<LabelRequirement> requirements = ImmutableList.builder();
        for (String part : COMMA.split(text, -1)) {
            requirements.add(requirement(part, text));
        }
        return requirements.build();
    }

    private static LabelRequirement requirement(String part, String whole) {
        Matcher equal = EQUAL.matcher(part);
        if (equal.matches()) {
            Operator operator = equal.group(2).equals("!=") ? Operator.NOT_IN : Operator.IN;
            return new LabelRequirement(equal.group(1), operator, ImmutableSortedSet.of(equal.group(3)));
        }
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            ImmutableSortedSet.Builder<String> values = ImmutableSortedSet.naturalOrder();
            for (String value : set.group(3).split(",", -1)) {
                values.add(value.strip());
            }
            Operator operator = set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN;
            return new LabelRequirement(set.group(1), operator, values.build());
        }
        Matcher present = PRESENT.matcher(part);
        if (present.matches()) {
            Operator operator = present.group(1).isEmpty() ? Operator.EXISTS : Operator.DOES_NOT_EXIST;
            return new LabelRequirement(present.group(2), operator, ImmutableSortedSet.of());
        }
        throw new IllegalArgumentException("'" + Printable.of(whole)
                + "' is not a label selector: write for instance app=payments, tier!=test, env in (a,b) or !draft,"
                + " joined by commas");
    }
}

package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.TreeSet;

/**
 * Parses Calico's selectors by recursive descent: {@code !} binds closest, then {@code &&}, then {@code ||}. Of white space
 * only blank and tab count, and a value ends at the next quote of its sort. O(length).
 */
final class CalicoSelectorParser {
    private final String text;
    private int at;
    private int depth;

    private CalicoSelectorParser(String text) {
        this.text = text;
    }

    /** What ends the reading of a text that is no selector. */
    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1;

        private final String what;

        private Fault(String what) {
            super(what, null, false, false);
            this.what = what;
        }
    }

    static CalicoSelector parse(String text) {
        if (text.length() > CalicoSelector.MAX_LENGTH) {
            return new CalicoSelector.Invalid("has more than " + CalicoSelector.MAX_LENGTH + " characters");
        }
        CalicoSelectorParser parser = new CalicoSelectorParser(text);
        try {
            if (parser.isAtEnd()) {
                return new CalicoSelector.All();
            }
            CalicoSelector selector = parser.alternatives();
            if (!parser.isAtEnd()) {
                throw parser.expected("&&, || or its end");
            }
            return selector;
        } catch (Fault e) {
            return new CalicoSelector.Invalid(e.what);
        }
    }

    private Fault expected(String what) {
        return new Fault("is no selector: " + what + " is expected at character " + (at + 1));
    }

    private CalicoSelector alternatives() throws Fault {
        ImmutableList.Builder<CalicoSelector> operands = ImmutableList.builder();
        do {
            operands.add(conjunction());
        } while (take("||"));
        ImmutableList<CalicoSelector> all = operands.build();
        return all.size() == 1 ? all.get(0) : new CalicoSelector.Or(all);
    }

    private CalicoSelector conjunction() throws Fault {
        ImmutableList.Builder<CalicoSelector> operands = ImmutableList.builder();
        do {
            operands.add(operation());
        } while (take("&&"));
        ImmutableList<CalicoSelector> all = operands.build();
        return all.size() == 1 ? all.get(0) : new CalicoSelector.And(all);
    }

    private CalicoSelector operation() throws Fault {
        boolean negated = false;
        while (take("!")) {
            negated = !negated;
        }
        CalicoSelector operand = operand();
        return negated ? new CalicoSelector.Not(operand) : operand;
    }

    private CalicoSelector operand() throws Fault {
        if (take("(")) {
            if (++depth > CalicoSelector.MAX_DEPTH) {
                throw new Fault("has more than " + CalicoSelector.MAX_DEPTH + " parentheses inside each other");
            }
            CalicoSelector inner = alternatives();
            depth--;
            demand(")");
            return inner;
        } else if (take("has(")) {
            String key = key();
            demand(")");
            return new CalicoSelector.Has(key);
        } else if (take("all(")) {
            demand(")");
            return new CalicoSelector.All();
        } else if (take("global(")) {
            demand(")");
            return new CalicoSelector.Global();
        }
        return comparison(key());
    }

    private CalicoSelector comparison(String key) throws Fault {
        if (take("==")) {
            return new CalicoSelector.Equal(key, value());
        } else if (take("!=")) {
            return new CalicoSelector.NotEqual(key, value());
        } else if (take("contains")) {
            return new CalicoSelector.Contains(key, value());
        } else if (take("starts")) {
            demand("with");
            return new CalicoSelector.StartsWith(key, value());
        } else if (take("ends")) {
            demand("with");
            return new CalicoSelector.EndsWith(key, value());
        } else if (take("not")) {
            demand("in");
            return new CalicoSelector.NotIn(key, values());
        } else if (take("in")) {
            return new CalicoSelector.In(key, values());
        }
        throw expected("an operator");
    }

    private ImmutableSortedSet<String> values() throws Fault {
        demand("{");
        TreeSet<String> values = new TreeSet<>();
        // A comma may stand behind the last one, and there need be none.
        while (!take("}")) {
            values.add(value());
            if (!take(",")) {
                demand("}");
                break;
            }
        }
        return ImmutableSortedSet.copyOf(values);
    }

    private String value() throws Fault {
        skipBlanks();
        char quote = at < text.length() ? text.charAt(at) : ' ';
        if (quote != '\'' && quote != '"') {
            throw expected("a value in quotes");
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw new Fault("is no selector: the quote at character " + (at + 1) + " is not closed");
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private String key() throws Fault {
        skipBlanks();
        int start = at;
        while (at < text.length() && isOfKey(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw expected("the key of a label");
        }
        return text.substring(start, at);
    }

    private static boolean isOfKey(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_./-".indexOf(c) >= 0;
    }

    private boolean isAtEnd() {
        skipBlanks();
        return at == text.length();
    }

    private boolean take(String token) {
        skipBlanks();
        if (!text.startsWith(token, at)) {
            return false;
        }
        at += token.length();
        return true;
    }

    private void demand(String token) throws Fault {
        if (!take(token)) {
            throw expected(token);
        }
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }
}

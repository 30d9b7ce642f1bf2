package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import dev.postern.model.CalicoPort;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports of Calico's rules: numbers, ranges ({@code "80:90"}) and names, of which a text of digits alone is none. */
final class CalicoPorts {
    private static final int MAX = 65535;
    private static final Pattern NUMBERS = Pattern.compile("([0-9]+)(?::([0-9]+))?");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

    private CalicoPorts() {}

    static ImmutableList<CalicoPort> read(Values in) {
        if (!in.array()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<CalicoPort> ports = ImmutableList.builder();
        while (in.element()) {
            ports.add(text(in).map(CalicoPorts::of).orElse(new CalicoPort.Invalid("")));
        }
        return ports.build();
    }

    /** The text of a number or string; empty, with a report, for anything else, and empty for null. */
    static Optional<String> text(Values in) {
        if (in.isWholeNumber()) {
            return in.optionalLong().map(String::valueOf);
        }
        if (in.isNull()) {
            in.skip();
            return Optional.empty();
        }
        int errors = in.errors();
        String text = in.symbol();
        return in.errors() > errors ? Optional.empty() : Optional.of(text);
    }

    private static CalicoPort of(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        if (numbers.matches()) {
            String end = numbers.group(2);
            int first = number(numbers.group(1));
            int last = end == null ? first : number(end);
            return first < 0 || last < first ? new CalicoPort.Invalid(text) : new CalicoPort.Numbers(first, last);
        }
        return NAME.matcher(text).matches() ? new CalicoPort.Named(text) : new CalicoPort.Invalid(text);
    }

    private static int number(String digits) {
        Integer number = Ints.tryParse(digits);
        return number == null || number > MAX ? -1 : number;
    }
}

package dev.postern.check;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.postern.check.CheckFinding.Status;
import dev.postern.model.Printable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Which findings make a check fail. Beside these, {@link Status#EXPIRED} always does, and {@link Status#VANISHED} never. */
public enum FailOn {
    /** Those that are not in the baseline. */
    NEW(Status.NEW),
    /** All that nobody has accepted: new, known or undecided. */
    ANY(Status.NEW, Status.KNOWN, Status.UNKNOWN),
    /** Those that are undecided. */
    UNKNOWN(Status.UNKNOWN);

    private final ImmutableSet<Status> statuses;

    FailOn(Status... statuses) {
        this.statuses = ImmutableSet.copyOf(statuses);
    }

    boolean includes(Status status) {
        return statuses.contains(status);
    }

    /**
     * Reads a list with commas: {@code new,unknown}.
     *
     * @throws IllegalArgumentException with a message that says what would be understood
     */
    public static Set<FailOn> parse(String text) {
        ImmutableSet.Builder<FailOn> all = ImmutableSet.builder();
        for (String word : Splitter.on(',').trimResults().split(text)) {
            all.add(Arrays.stream(values())
                    .filter(one -> one.notation().equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + Printable.of(word) + "': write "
                            + Arrays.stream(values()).map(FailOn::notation).collect(Collectors.joining(", "))
                            + ", or several of them with commas")));
        }
        return all.build();
    }

    /** {@code new}, {@code any} or {@code unknown}. */
    public String notation() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.postern.ingest;

import com.google.common.collect.ImmutableSortedMap;
import java.util.TreeMap;

/** The {@code conditions} of a status. */
final class ConditionsReader {
    private ConditionsReader() {}

    /** The type of each condition with its status. */
    static ImmutableSortedMap<String, String> read(Values in) {
        TreeMap<String, String> conditions = new TreeMap<>();
        in.objects(() -> condition(in, conditions));
        return ImmutableSortedMap.copyOf(conditions);
    }

    private static boolean condition(Values in, TreeMap<String, String> conditions) {
        String type = "";
        String status = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "type" -> type = in.symbol();
                    case "status" -> status = in.symbol();
                    default -> in.skip();
                }
            }
        }
        conditions.put(type, status);
        return true;
    }
}

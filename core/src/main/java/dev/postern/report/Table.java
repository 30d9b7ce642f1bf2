package dev.postern.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns that are as wide as their contents. */
final class Table {
    private static final int WIDEST = 64;

    private final List<List<String>> rows = new ArrayList<>();

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** The rows, each behind the indentation, without blanks at their ends. */
    List<String> lines(String indentation) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                if (widths.size() == i) {
                    widths.add(0);
                }
                widths.set(
                        i, Math.max(widths.get(i), Math.min(WIDEST, row.get(i).length())));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indentation);
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i));
                if (i < row.size() - 1) {
                    line.append(" "
                            .repeat(Math.max(0, widths.get(i) - row.get(i).length()) + 2));
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}

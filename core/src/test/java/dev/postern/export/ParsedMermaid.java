package dev.postern.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads exactly the part of Mermaid's grammar that we write; any other line, sign or order is a failure. */
record ParsedMermaid(Map<String, String> boxes, Map<String, String> shapes, List<Arrow> arrows) {
    record Arrow(String from, String to, String technique) {}

    // Shapes are told by their brackets; what stands between quotes has no quote and no hash that begins no entity.
    private static final Pattern BOX = Pattern.compile(
            "  (n[0-9]+|none|omitted)(\\[|\\(\\[|\\{\\{|\\[\\[)\"((?:[^\"#`<>&;%@_*\\[\\]{}|\\\\]|#[0-9]+;)*)\"(\\]|\\]\\)|\\}\\}|\\]\\])");
    private static final Pattern ARROW = Pattern.compile("  (n[0-9]+) (?:---|-->\\|([A-Z_]+)\\|) (n[0-9]+)");
    private static final Pattern STYLE =
            Pattern.compile("  (?:classDef (?:start|target) [a-z0-9#:,-]+|class n[0-9]+ (?:start|target))");
    private static final Pattern ENTITY = Pattern.compile("#([0-9]+);");
    private static final Map<String, String> CLOSING = Map.of("[", "]", "([", "])", "{{", "}}", "[[", "]]");

    static ParsedMermaid of(String text) {
        assertThat(text).startsWith("flowchart LR\n").endsWith("\n");
        ParsedMermaid parsed = new ParsedMermaid(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        List<String> lines = text.lines().toList();
        for (String line : lines.subList(1, lines.size())) {
            Matcher box = BOX.matcher(line);
            Matcher arrow = ARROW.matcher(line);
            if (box.matches()) {
                assertThat(box.group(4)).isEqualTo(CLOSING.get(box.group(2)));
                assertThat(parsed.boxes.put(box.group(1), decoded(box.group(3))))
                        .isNull();
                parsed.shapes.put(box.group(1), box.group(2));
            } else if (arrow.matches()) {
                assertThat(parsed.boxes).containsKeys(arrow.group(1), arrow.group(3));
                parsed.arrows.add(
                        new Arrow(arrow.group(1), arrow.group(3), arrow.group(2) == null ? "" : arrow.group(2)));
            } else {
                assertThat(line).matches(STYLE);
            }
        }
        return parsed;
    }

    private static String decoded(String label) {
        return ENTITY.matcher(label)
                .replaceAll(entity -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(entity.group(1)))));
    }
}

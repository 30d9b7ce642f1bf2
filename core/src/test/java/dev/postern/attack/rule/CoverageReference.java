package dev.postern.attack.rule;

import dev.postern.attack.EdgeType;
import dev.postern.attack.EdgeType.OtherName;
import dev.postern.attack.rule.Rival.Kind;
import dev.postern.attack.rule.Rival.Name;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Writes the page that holds our techniques against what other programs know. */
final class CoverageReference {
    private static final Pattern TECHNIQUE = Pattern.compile("\\b[A-Z][A-Z0-9_]+\\b");

    private final List<Rival> rivals;
    private final List<EdgeType> types;
    private final StringBuilder page = new StringBuilder();

    private CoverageReference(List<Rival> rivals, List<EdgeType> types) {
        this.rivals = rivals;
        this.types = types;
    }

    static String page(List<Rival> rivals, List<EdgeType> types) {
        CoverageReference reference = new CoverageReference(rivals, types);
        reference.head();
        reference.counts();
        rivals.forEach(reference::section);
        reference.oursAlone();
        return reference.page.toString();
    }

    /** Ours that bear the name. */
    static List<String> ours(List<EdgeType> types, String program, String name) {
        OtherName other = new OtherName(program, name);
        return types.stream()
                .filter(type -> type.alsoKnownAs().contains(other))
                .map(EdgeType::id)
                .toList();
    }

    private void head() {
        page.append("""
                # Coverage

                <!-- Generated from the rules and from core/src/test/resources/coverage/rivals.txt: change those, then run
                     mvn -pl core test -Dtest=CoverageReferenceTest -Dpostern.regenerate=true -->

                Other programs draw attack paths in Kubernetes too. This page has every name that they give to a step, and what it is
                here: a technique of [techniques.md](techniques.md), or the reason why there is none. The names are from each
                program's own source or reference, in the version given; later versions may have more. To know the same
                step is not to agree on when it can be taken: the conditions here are those of the technique.

                | Answer | Means |
                |---|---|
                | `TECHNIQUE` | this technique, or these, is the same step |
                | folded into | another name for what these techniques say, or one of their conditions |
                | not built yet | planned: no path contains it |
                | later | left for later as a whole: clouds, operators, flags of the control plane |
                | context | true, and not a step that gains anything |
                | wrong | not so by Kubernetes' own rules |

                """);
    }

    private void counts() {
        page.append("| Program | Names | Techniques here |");
        for (Kind kind : Kind.values()) {
            page.append(' ').append(kind.label()).append(" |");
        }
        page.append("\n|---|").append("---:|".repeat(2 + Kind.values().length)).append('\n');
        for (Rival rival : rivals) {
            row("[" + rival.program() + "](#" + rival.program().toLowerCase(Locale.ROOT) + ")", rival.names());
        }
        row("**All**", rivals.stream().flatMap(rival -> rival.names().stream()).toList());
    }

    private void row(String title, List<Name> names) {
        page.append("| ").append(title).append(" | ").append(names.size()).append(" | ");
        page.append(names.stream().filter(name -> name.reason().isEmpty()).count())
                .append(" |");
        for (Kind kind : Kind.values()) {
            page.append(' ')
                    .append(names.stream()
                            .flatMap(name -> name.reason().stream())
                            .filter(reason -> reason.kind() == kind)
                            .count())
                    .append(" |");
        }
        page.append('\n');
    }

    private void section(Rival rival) {
        page.append("\n## ").append(rival.program()).append("\n\n");
        page.append(rival.names().size()).append(' ').append(rival.listed()).append(": ");
        page.append(rival.source()).append(".\n\n| Theirs | Here |\n|---|---|\n");
        for (Name name : rival.names()) {
            String here = name.reason()
                    .map(Rival.Reason::text)
                    .orElseGet(() -> String.join(", ", ours(types, rival.program(), name.name())));
            page.append("| ")
                    .append(name.name())
                    .append(" | ")
                    .append(linked(here))
                    .append(" |\n");
        }
    }

    private void oursAlone() {
        page.append("\n## Techniques that none of them names\n\n");
        List<String> alone = types.stream()
                .filter(type -> type.alsoKnownAs().isEmpty())
                .map(EdgeType::id)
                .toList();
        page.append(alone.size()).append(" of ").append(types.size()).append(":\n\n");
        alone.forEach(id -> page.append("- ").append(linked(id)).append('\n'));
    }

    /** Names of techniques that exist lead to where they are described. */
    private String linked(String text) {
        List<String> ids = types.stream().map(EdgeType::id).toList();
        return TECHNIQUE
                .matcher(text)
                .replaceAll(found -> ids.contains(found.group())
                        ? "[" + found.group() + "](techniques.md#"
                                + found.group().toLowerCase(Locale.ROOT) + ")"
                        : found.group());
    }
}

package dev.postern.attack.rule;

import dev.postern.attack.EdgeType;
import dev.postern.attack.Efforts;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the reference page of techniques from their metadata, so that the page never says anything else. */
final class TechniqueReference {
    private TechniqueReference() {}

    static String page(List<EdgeType> types) {
        StringBuilder page = new StringBuilder()
                .append("# Techniques\n\n")
                .append("<!-- Generated from the rules: change those, then run\n")
                .append("     mvn -pl core test -Dtest=TechniqueReferenceTest -Dpostern.regenerate=true -->\n\n")
                .append(
                        "Every step of a path is one of these. Effort: 1 = one authorised API call or reading a mounted")
                .append(" file, 2 = a few standard\nsteps, 5 = needs a tool or timing, 8 = needs an unproven flaw,")
                .append(
                        " 13 = luck. Ids in the columns are those of MITRE ATT&CK v18\nand of Microsoft's threat matrix")
                .append(" for Kubernetes v3. Each technique has an example in `samples/techniques`.\n\n")
                .append("| Technique | What | Effort | ATT&CK | Microsoft |\n|---|---|---|---|---|\n");
        for (EdgeType type : types) {
            page.append("| [")
                    .append(type.id())
                    .append("](#")
                    .append(anchor(type))
                    .append(") | ");
            page.append(type.title()).append(" | ").append(type.effort()).append(" | ");
            page.append(String.join(", ", type.attack())).append(" | ");
            page.append(String.join(", ", type.microsoft())).append(" |\n");
        }
        for (EdgeType type : types) {
            section(page, type);
        }
        later(page, types);
        return page.toString();
    }

    private static void section(StringBuilder page, EdgeType type) {
        page.append("\n## ").append(type.id()).append("\n\n");
        page.append(type.title())
                .append(": *")
                .append(type.sentence().replace("{from}", "A").replace("{to}", "B"))
                .append("*.\n\n");
        page.append("- **Needs**: ").append(type.needs()).append(".\n");
        page.append("- **Effort**: ")
                .append(type.effort())
                .append(": ")
                .append(Efforts.table().get(type.id()).reason())
                .append(".\n");
        page.append("- **Stop it**: ").append(type.stop()).append("\n");
        page.append("- **See**: ")
                .append(String.join(
                        ", ",
                        type.references().stream().map(url -> "<" + url + ">").toList()))
                .append("\n");
    }

    private static void later(StringBuilder page, List<EdgeType> types) {
        List<String> built = types.stream().map(EdgeType::id).toList();
        page.append("\n## Not built yet\n\nThese have an effort and no rule: paths do not contain them.\n\n");
        for (Map.Entry<String, Efforts.Entry> entry : Efforts.table().entrySet()) {
            if (!built.contains(entry.getKey())) {
                page.append("- ")
                        .append(entry.getKey())
                        .append(" (")
                        .append(entry.getValue().effort())
                        .append("): ")
                        .append(entry.getValue().reason())
                        .append("\n");
            }
        }
    }

    private static String anchor(EdgeType type) {
        return type.id().toLowerCase(Locale.ROOT);
    }
}

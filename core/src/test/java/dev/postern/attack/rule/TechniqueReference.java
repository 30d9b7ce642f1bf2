package dev.postern.attack.rule;

import dev.postern.attack.EdgeType;
import dev.postern.attack.EdgeType.OtherName;
import dev.postern.attack.Efforts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

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
                .append("*Listed* names the entries of the OWASP Kubernetes Top 10, the controls of the CIS Kubernetes")
                .append(
                        " Benchmark (with its version, as the\nnumbers move) and the sections of the NSA/CISA Kubernetes")
                .append(" Hardening Guide 1.2 that are about it. *Audit log* says what the API\nserver's audit log")
                .append(" (`audit.k8s.io/v1`) has of a step, at a policy that logs it: a request body takes the level")
                .append(" `Request`. *Also known as*\nis what other programs call it; all of their names, and ours for")
                .append(" them, are in [coverage.md](coverage.md).\n\n")
                .append("| Technique | What | Effort | ATT&CK | Microsoft |\n|---|---|---|---|---|\n");
        for (EdgeType type : types) {
            page.append("| [")
                    .append(type.id())
                    .append("](#")
                    .append(anchor(type))
                    .append(") | ");
            page.append(type.title()).append(" | ").append(type.effort()).append(" | ");
            page.append(String.join(", ", type.listings().attack())).append(" | ");
            page.append(String.join(", ", type.listings().microsoft())).append(" |\n");
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
                .append(type.effortReason())
                .append(".\n");
        point(page, "Stop it", type.stop());
        point(page, "Audit log", type.audit());
        point(page, "Listed", listed(type.listings()));
        point(page, "Also known as", names(type.alsoKnownAs()));
        point(
                page,
                "See",
                type.references().stream().map(url -> "<" + url + ">").collect(Collectors.joining(", ")));
    }

    /** What has nothing to say is left out. */
    private static void point(StringBuilder page, String name, String text) {
        if (!text.isEmpty()) {
            page.append("- **").append(name).append("**: ").append(text).append("\n");
        }
    }

    private static String listed(EdgeType.Listings listings) {
        List<String> parts = new ArrayList<>();
        listings.owasp().forEach(id -> parts.add("OWASP " + id));
        parts.addAll(listings.cis());
        listings.nsa().forEach(heading -> parts.add("NSA/CISA *" + heading + "*"));
        return String.join(", ", parts);
    }

    private static String names(List<OtherName> others) {
        Map<String, List<String>> byProgram = new LinkedHashMap<>();
        for (OtherName other : others) {
            byProgram
                    .computeIfAbsent(other.program(), program -> new ArrayList<>())
                    .add(other.name().contains(" ") ? "\"" + other.name() + "\"" : other.name());
        }
        return byProgram.entrySet().stream()
                .map(entry -> entry.getKey() + " " + String.join(", ", entry.getValue()))
                .collect(Collectors.joining("; "));
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

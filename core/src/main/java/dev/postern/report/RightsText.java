package dev.postern.report;

import com.google.common.base.Splitter;
import dev.postern.model.PolicyRule;
import dev.postern.model.Printable;
import dev.postern.rbac.Grant;
import dev.postern.rbac.Holding;
import dev.postern.rbac.Right;
import dev.postern.rbac.Rights;
import dev.postern.rbac.RightsDiff;
import dev.postern.rbac.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Effective rights as a table for each scope. */
final class RightsText {
    private static final int WIDTH = 56;

    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private RightsText(Style style) {
        this.style = style;
    }

    static String render(Rights rights, Style style) {
        RightsText text = new RightsText(style);
        text.rights(rights);
        return text.out.toString();
    }

    static String render(RightsDiff diff, Style style) {
        RightsText text = new RightsText(style);
        String before = diff.before().subject().describe();
        String after = diff.after().subject().describe();
        boolean two = !before.equals(after);
        text.line(style.title(Printable.of(two ? before + " → " + after : before + ", before and after")));
        if (diff.isEmpty()) {
            text.line("  the same rights");
        }
        text.scopes(diff.lost(), two ? "only " + before + ": " : "lost: ");
        text.scopes(diff.gained(), two ? "only " + after + ": " : "gained: ");
        return text.out.toString();
    }

    private void rights(Rights rights) {
        line(style.title("rights of " + Printable.of(rights.subject().describe())));
        line("  groups: " + Printable.of(String.join(", ", rights.user().groups())));
        if (!rights.runsAs().isEmpty()) {
            line("  run as it: "
                    + Printable.of(String.join(
                            ", ",
                            rights.runsAs().stream()
                                    .map(run -> run.workload().toString())
                                    .toList())));
        }
        for (Holding holding : rights.holdings()) {
            line("  holds: "
                    + Printable.of(holding.grant().describe()
                            + (holding.subject().equals(rights.subject())
                                    ? ""
                                    : " as " + holding.subject().describe())));
        }
        scopes(rights.rights(), "");
        scopes(rights.withoutEffect(), "stated, but no request can use it: ");
        if (rights.rights().isEmpty()) {
            line("");
            line("  none");
        }
        if (!rights.nodeRights().isEmpty()) {
            line("");
            line("  and, by the Node authorizer, " + rights.nodeRights().size()
                    + " objects that pods on its node refer to (-o json names them)");
        }
    }

    private void scopes(List<Right> rights, String prefix) {
        Map<Scope, List<Right>> byScope = new TreeMap<>();
        rights.forEach(right ->
                byScope.computeIfAbsent(right.scope(), key -> new ArrayList<>()).add(right));
        byScope.forEach((scope, there) -> {
            boolean oneSource =
                    there.stream().map(RightsText::sources).distinct().count() == 1;
            String from = oneSource ? ", " + sources(there.get(0)) : "";
            line("");
            line(style.title(Printable.of(prefix + scope.describe() + from)));
            Table table = new Table();
            there.forEach(right -> rows(right, oneSource, table));
            table.lines("  ").forEach(this::line);
        });
    }

    private void rows(Right right, boolean oneSource, Table table) {
        PolicyRule rule = right.rule();
        String what = rule.nonResourceURLs().isEmpty() ? resources(rule) : urls(rule);
        String names = rule.resourceNames().isEmpty() ? "" : " [" + String.join(", ", rule.resourceNames()) + "]";
        List<String> lines = wrapped(Printable.of(what + names));
        table.row(
                lines.get(0),
                Printable.of(String.join(" ", rule.verbs())),
                oneSource ? "" : style.dim(Printable.of(sources(right))));
        lines.subList(1, lines.size()).forEach(line -> table.row("  " + line));
    }

    private static String sources(Right right) {
        return "from "
                + String.join(", ", right.by().stream().map(RightsText::source).toList());
    }

    private static String source(Grant grant) {
        return grant.isEverything()
                ? "the privileged group"
                : grant.role().kind() + " " + grant.role().name();
    }

    /** {@code pods, secrets} of the core group, {@code deployments (apps)}. */
    private static String resources(PolicyRule rule) {
        String groups = String.join(
                ", ",
                rule.apiGroups().stream()
                        .map(group -> group.isEmpty() ? "core" : group.equals("*") ? "every group" : group)
                        .toList());
        String resources = rule.resources().contains("*") ? "everything" : String.join(", ", rule.resources());
        return resources + (groups.equals("core") ? "" : " (" + groups + ")");
    }

    private static String urls(PolicyRule rule) {
        return rule.nonResourceURLs().contains("*") ? "every URL" : "URLs " + String.join(", ", rule.nonResourceURLs());
    }

    /** Broken behind commas into lines that fit their column. */
    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String part : Splitter.on(", ").split(text)) {
            if (line.length() > 0 && line.length() + part.length() > WIDTH) {
                lines.add(line + ",");
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : ", ").append(part);
        }
        lines.add(line.toString());
        return lines;
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}

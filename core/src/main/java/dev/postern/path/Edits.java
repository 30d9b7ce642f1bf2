package dev.postern.path;

import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says how a person takes a fact away. A fact that is assumed, or that can only be taken away by deleting what the
 * cluster is there for (that an object exists, which node it runs on), has no edit.
 */
final class Edits {
    private static final Pattern SUBJECT = Pattern.compile("subjects\\[\\d+]");
    private static final Pattern RULE = Pattern.compile("(rules\\[\\d+]).*");
    private static final Pattern VOLUME = Pattern.compile(".*volumes\\[\\d+].*");
    private static final Pattern MOUNT = Pattern.compile(".*volumeMounts\\[\\d+].*");
    private static final Pattern ENVIRONMENT = Pattern.compile(".*\\.(env|envFrom)\\[\\d+].*");
    private static final Pattern ENFORCE =
            Pattern.compile("metadata\\.labels\\[pod-security\\.kubernetes\\.io/enforce]");

    private Edits() {}

    /** The edit that takes this fact away, if a person would make one. */
    static Optional<Edit> removing(Evidence fact) {
        return description(fact).map(text -> new Edit(fact, text));
    }

    private static Optional<String> description(Evidence fact) {
        if (fact.basis() == Basis.ASSUMED) {
            return Optional.empty();
        }
        String object = fact.object().toString();
        String field = fact.field();
        switch (fact.object().kind()) {
            case "RoleBinding":
            case "ClusterRoleBinding":
                return SUBJECT.matcher(field).matches()
                        ? Optional.of("remove " + fact.value() + " from the subjects of " + object)
                        : Optional.empty();
            case "Role":
            case "ClusterRole": {
                Matcher rule = RULE.matcher(field);
                return rule.matches()
                        ? Optional.of("narrow " + rule.group(1) + " of " + object + " (" + fact.value() + ")")
                        : Optional.empty();
            }
            case "Service":
                return field.equals("spec.type")
                        ? Optional.of("set spec.type of " + object + " to ClusterIP")
                        : exposing(field, object);
            case "Ingress":
                return field.startsWith("spec.")
                        ? Optional.of("remove " + field + " from " + object)
                        : Optional.empty();
            case "Namespace":
                // Where a stricter label is written already, writing baseline keeps nothing out.
                boolean open = fact.value().equals("privileged");
                return open && ENFORCE.matcher(field).matches()
                                || fact.basis() == Basis.DEFAULT && field.contains("enforce")
                        ? Optional.of("label " + object + " pod-security.kubernetes.io/enforce=baseline")
                        : Optional.empty();
            case "ServiceAccount":
                return field.equals("automountServiceAccountToken")
                        ? Optional.of("set automountServiceAccountToken: false on " + object)
                        : Optional.empty();
            case "Secret":
                return field.equals("type") ? Optional.of("delete " + object) : Optional.empty();
            default:
                return podField(fact, object, field);
        }
    }

    private static Optional<String> exposing(String field, String object) {
        return field.startsWith("spec.externalIPs")
                ? Optional.of("remove " + field + " from " + object)
                : Optional.empty();
    }

    private static Optional<String> podField(Evidence fact, String object, String field) {
        if (field.isEmpty()) {
            return fact.basis() == Basis.DEFAULT && fact.value().contains("NetworkPolicy")
                    ? Optional.of("add a NetworkPolicy that admits to " + object + " only whom it serves")
                    : Optional.empty();
        }
        if (field.endsWith("automountServiceAccountToken")) {
            return Optional.of("set " + field + ": false on " + object);
        }
        if (field.endsWith(".privileged") || field.matches(".*\\.host(PID|IPC|Network)")) {
            return Optional.of("remove " + field + " from " + object);
        }
        if (field.contains(".capabilities.add")) {
            return Optional.of("drop " + fact.value() + " from " + field + " of " + object);
        }
        if (MOUNT.matcher(field).matches()
                || VOLUME.matcher(field).matches()
                || ENVIRONMENT.matcher(field).matches()) {
            return Optional.of("remove " + field + " (" + fact.value() + ") from " + object);
        }
        if (field.contains("hostPort")) {
            return Optional.of("remove " + field + " from " + object);
        }
        return Optional.empty();
    }
}

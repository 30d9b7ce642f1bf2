package dev.postern.attack.rule;

import com.google.common.base.Splitter;
import dev.postern.attack.rule.Program.Condition;
import dev.postern.model.Cluster;
import dev.postern.model.ConfigMap;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.KeyRef;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a container runs its program, as far as image, command, arguments and environment tell. */
final class ProgramSettings {
    private static final Splitter COMMAS = Splitter.on(',');

    /** What ingest writes for a variable whose value is in another object. */
    private static final String ELSEWHERE = "valueFrom";

    /** What is known of one setting: whether it is as wanted, and the fact that says so. */
    private record Finding(Outcome outcome, Evidence fact) {}

    private final Cluster cluster;
    private final Pod pod;
    private final Container container;
    private final ProgramImage image;

    ProgramSettings(Cluster cluster, Pod pod, Container container, ProgramImage image) {
        this.cluster = cluster;
        this.pod = pod;
        this.container = container;
        this.image = image;
    }

    /** Whether all conditions of a row hold. Whatever the outcome, the image is the first fact. */
    Decision decide(Program program) {
        List<Evidence> facts = new ArrayList<>();
        facts.add(Evidence.stated(pod.object(), field("image"), container.image()));
        Set<String> missing = new LinkedHashSet<>();
        for (Condition condition : program.conditions()) {
            Finding finding = finding(condition);
            if (finding.outcome() == Outcome.DENIED) {
                return Decision.denied(Support.of(finding.fact()));
            }
            if (finding.outcome() == Outcome.UNKNOWN) {
                missing.add(finding.fact().value());
            } else if (!facts.contains(finding.fact())) {
                facts.add(finding.fact());
            }
        }
        return missing.isEmpty()
                ? Decision.allowed(Support.of(facts))
                : Decision.unknown(String.join(", and ", missing), Support.of(facts));
    }

    private Finding finding(Condition condition) {
        switch (condition.kind()) {
            case BEFORE:
                return version(condition, isBefore(condition.subject()), "before");
            case FROM:
                return version(condition, not(isBefore(condition.subject())), "not before");
            case IF:
                return setting(condition);
            case UNLESS:
                Finding found = setting(condition);
                return new Finding(not(found.outcome()), found.fact());
        }
        throw new AssertionError(condition.kind());
    }

    private Finding version(Condition condition, Outcome outcome, String how) {
        Evidence fact = outcome == Outcome.UNKNOWN
                ? Evidence.assumed(pod.object(), "", "the image holds a version " + how + " " + condition.subject())
                : Evidence.stated(pod.object(), field("image"), container.image());
        return new Finding(outcome, fact);
    }

    private Outcome isBefore(String bound) {
        if (image.newest()) {
            return Outcome.DENIED;
        }
        return image.version()
                .map(version -> ProgramImage.isBefore(
                        version, ProgramImage.version(bound).orElseThrow()))
                .orElse(Outcome.UNKNOWN);
    }

    /** Several of one name hold together where one of them is as wanted: {@code --auth-mode=sso --auth-mode=server}. */
    private Finding setting(Condition condition) {
        String name = undashed(condition.subject());
        Optional<Finding> unknown = Optional.empty();
        Optional<Finding> other = Optional.empty();
        for (String kept : container.programFlags()) {
            int equals = kept.indexOf('=');
            if (undashed(equals < 0 ? kept : kept.substring(0, equals)).equals(name)) {
                Finding finding = finding(
                        condition, kept, equals < 0 ? Optional.empty() : Optional.of(kept.substring(equals + 1)));
                if (finding.outcome() == Outcome.ALLOWED) {
                    return finding;
                }
                if (finding.outcome() == Outcome.UNKNOWN) {
                    unknown = Optional.of(finding);
                } else {
                    other = Optional.of(finding);
                }
            }
        }
        Evidence none = Evidence.byDefault(pod.object(), pod.field(container.field()), "no " + condition.subject());
        Optional<Finding> written = other;
        return unknown.or(() -> written)
                .or(() -> fromAll(condition))
                .orElseGet(() -> new Finding(Outcome.DENIED, none));
    }

    private Finding finding(Condition condition, String kept, Optional<String> value) {
        Evidence fact = Evidence.stated(pod.object(), pod.field(container.field()), kept);
        if (value.equals(Optional.of(ELSEWHERE))) {
            return elsewhere(condition);
        }
        Outcome outcome;
        switch (condition.setting()) {
            case "":
                outcome = outcome(value.map(text -> text.matches("true|t|1")).orElse(true));
                break;
            case "any":
                outcome = outcome(!value.equals(Optional.of("")));
                break;
            case "empty":
                outcome = outcome(value.equals(Optional.of("")));
                break;
            case "local":
                outcome = value.map(text -> outcome(text.matches("(localhost|127\\.[0-9.]+|\\[?::1]?)(:[0-9]+)?")))
                        .orElse(Outcome.UNKNOWN);
                break;
            default:
                outcome = value.map(text -> outcome(COMMAS.splitToList(text).contains(condition.setting())))
                        .orElse(Outcome.UNKNOWN);
                break;
        }
        return outcome == Outcome.UNKNOWN ? unknown(condition) : new Finding(outcome, fact);
    }

    /** The value of a variable that another object holds: known for the one key of a ConfigMap that the reader keeps. */
    private Finding elsewhere(Condition condition) {
        for (KeyRef reference : container.environmentRefs()) {
            if (!reference.secret()
                    && !condition.key().isEmpty()
                    && reference.key().equals(condition.key())) {
                Optional<ConfigMap> map = configMap(reference);
                if (map.isPresent()) {
                    String value = map.get().allowedData().getOrDefault(condition.key(), "");
                    boolean hidden = value.isEmpty() && map.get().keys().contains(condition.key());
                    Evidence fact = value.isEmpty()
                            ? Evidence.byDefault(map.get().ref(), "data", "no " + condition.key())
                            : Evidence.stated(map.get().ref(), "data[" + condition.key() + "]", value);
                    return hidden ? unknown(condition) : new Finding(outcome(value.equals("true")), fact);
                }
            }
        }
        return unknown(condition);
    }

    /** A variable that {@code envFrom} may bring: it can close a program, but it takes more than a guess to open one. */
    private Optional<Finding> fromAll(Condition condition) {
        if (condition.kind() != Program.Kind.UNLESS || condition.subject().startsWith("-")) {
            return Optional.empty();
        }
        for (KeyRef reference : container.environmentRefs()) {
            if (!reference.secret() && reference.key().isEmpty()) {
                boolean absent = configMap(reference)
                        .filter(map -> !map.keys().contains(condition.subject()))
                        .isPresent();
                if (!absent) {
                    return Optional.of(unknown(condition));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<ConfigMap> configMap(KeyRef reference) {
        return cluster.find(ConfigMap.class, ObjectRef.of("ConfigMap", pod.namespace(), reference.name()));
    }

    private Finding unknown(Condition condition) {
        String setting = condition.setting().isEmpty() ? "" : "=" + condition.setting();
        String how = condition.kind() == Program.Kind.UNLESS ? "runs without " : "runs with ";
        return new Finding(
                Outcome.UNKNOWN,
                Evidence.assumed(pod.object(), "", "the program " + how + condition.subject() + setting));
    }

    private String field(String below) {
        return pod.field(container.field() + "." + below);
    }

    private static String undashed(String word) {
        return word.startsWith("--") ? word.substring(2) : word.startsWith("-") ? word.substring(1) : word;
    }

    private static Outcome outcome(boolean holds) {
        return holds ? Outcome.ALLOWED : Outcome.DENIED;
    }

    private static Outcome not(Outcome outcome) {
        switch (outcome) {
            case ALLOWED:
                return Outcome.DENIED;
            case DENIED:
                return Outcome.ALLOWED;
            default:
                return Outcome.UNKNOWN;
        }
    }
}

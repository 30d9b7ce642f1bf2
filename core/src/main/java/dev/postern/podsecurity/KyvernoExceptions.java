package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.AdmissionPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.KyvernoPolicyKind;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.PolicyExemption;
import dev.postern.model.PolicyExemption.Place;
import dev.postern.model.Support;
import dev.postern.model.Wildcard;
import dev.postern.podsecurity.Gatekeeper.Asked;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which PolicyExceptions Kyverno honours, and which rules do not count by them. From 1.13 on it honours none unless its flags
 * say so and name the namespace, or {@code *}; before, those of every namespace unless they name one, and the default
 * changed. From policies that are written in CEL it honours those of every namespace unless its flags name one; some versions
 * do so even then. Sources: kyverno {@code cmd/internal/flag.go}, {@code cmd/internal/engine.go}, {@code
 * api/kyverno/v2/policy_exception_types.go}, {@code pkg/cel/engine/exception.go}; GO-2024-3230; kyverno issue 17367.
 */
final class KyvernoExceptions {
    private static final String ENABLED = "enablePolicyException";
    private static final String NAMESPACE = "exceptionNamespace";
    private static final ImmutableSet<String> ON = ImmutableSet.of("true", "t", "1");
    private static final String HONOURED = "Kyverno honours PolicyExceptions of the namespace";

    private final ImmutableList<PolicyExemption> exceptions;
    private final ImmutableList<EngineSettings> programs;

    KyvernoExceptions(Cluster cluster) {
        programs = EngineSettings.of(cluster, "kyverno/kyverno");
        exceptions = cluster.policyExemptions().stream()
                .filter(known -> !known.kind().equals(PolicyExemption.CONFIG))
                .collect(ImmutableList.toImmutableList());
    }

    /** Whether exceptions of a namespace count; unknown where the input does not show how Kyverno is run. */
    Decision honoured(String kind, String namespace) {
        boolean cel = kind.equals(PolicyExemption.CEL_EXCEPTION);
        List<Decision> decisions = programs.stream()
                .map(program -> honoured(program, cel, namespace))
                .distinct()
                .toList();
        Outcome first = decisions.isEmpty() ? Outcome.UNKNOWN : decisions.get(0).outcome();
        boolean agreed = decisions.stream().allMatch(decision -> decision.outcome() == first);
        return agreed && !decisions.isEmpty() ? decisions.get(0) : Decision.unknown(HONOURED, Support.NONE);
    }

    /** Namespaces that the flags name: they are there, whether or not anything of the input is in them. */
    ImmutableSet<String> namedNamespaces() {
        return programs.stream()
                .flatMap(program -> program.settings(NAMESPACE).stream())
                .filter(name -> !name.isEmpty() && !name.contains("*"))
                .collect(ImmutableSet.toImmutableSet());
    }

    private static Decision honoured(EngineSettings program, boolean cel, String namespace) {
        Outcome outcome = and(enabled(program, cel), ofNamespace(program, cel, namespace));
        String flags = Stream.of(ENABLED, NAMESPACE)
                .filter(program::has)
                .map(flag -> "--" + flag + program.settings(flag).stream().reduce("", (one, last) -> "=" + last))
                .reduce((one, other) -> one + " " + other)
                .orElse("neither --" + ENABLED + " nor --" + NAMESPACE);
        Support support = Support.of(program.stated(flags));
        switch (outcome) {
            case ALLOWED:
                return Decision.allowed(support);
            case DENIED:
                return Decision.denied(support);
            default:
                return Decision.unknown(HONOURED, support);
        }
    }

    private static Outcome and(Outcome one, Outcome other) {
        if (one == Outcome.DENIED || other == Outcome.DENIED) {
            return Outcome.DENIED;
        }
        return one == Outcome.UNKNOWN ? one : other;
    }

    private static Outcome enabled(EngineSettings program, boolean cel) {
        if (program.has(ENABLED)) {
            List<String> settings = program.settings(ENABLED);
            return settings.isEmpty() ? Outcome.UNKNOWN : of(ON.contains(settings.get(settings.size() - 1)));
        }
        // Versions that know CEL are of 1.14 or newer.
        return cel || isStrict(program) == Outcome.ALLOWED ? Outcome.DENIED : Outcome.UNKNOWN;
    }

    private static Outcome ofNamespace(EngineSettings program, boolean cel, String namespace) {
        List<String> settings = program.settings(NAMESPACE);
        if (program.has(NAMESPACE) && settings.isEmpty()) {
            return Outcome.UNKNOWN; // its setting is not told
        }
        String named = settings.isEmpty() ? "" : settings.get(settings.size() - 1);
        if (!named.isEmpty()) {
            boolean meant = named.equals("*") || named.equals(namespace);
            return cel && !meant ? Outcome.UNKNOWN : of(meant);
        }
        if (cel) {
            return Outcome.ALLOWED;
        }
        switch (isStrict(program)) {
            case ALLOWED:
                return Outcome.DENIED;
            case DENIED:
                return Outcome.ALLOWED;
            default:
                return Outcome.UNKNOWN;
        }
    }

    private static Outcome of(boolean yes) {
        return yes ? Outcome.ALLOWED : Outcome.DENIED;
    }

    /** Whether it is of a version that honours none unless told. */
    private static Outcome isStrict(EngineSettings program) {
        return program.version().map(version -> of(version.isAtLeast(1, 13))).orElse(Outcome.UNKNOWN);
    }

    /** Whether a rule of a policy counts for pods of a namespace. */
    Asked asked(AdmissionPolicy policy, String rule, String namespace, ImmutableSet.Builder<Evidence> exemptions) {
        boolean perhaps = false;
        // Whether an exception is for the policy of that name in one namespace or in another, it does not say.
        boolean exact = KyvernoPolicyKind.of(policy.kind())
                .filter(kind -> kind.isCel() && kind.isNamespaced())
                .isEmpty();
        for (PolicyExemption exception : exceptions) {
            if (excepts(exception, policy.ref(), rule, false)) {
                Outcome honoured =
                        honoured(exception.kind(), exception.meta().namespace()).outcome();
                for (Place place : exception.places()) {
                    if (honoured != Outcome.DENIED && covers(place, namespace)) {
                        if (exact
                                && honoured == Outcome.ALLOWED
                                && place.understood()
                                && excepts(exception, policy.ref(), rule, true)) {
                            exemptions.add(Evidence.stated(exception.ref(), field(exception), key(policy.ref())));
                            return Asked.NO;
                        }
                        perhaps = true;
                    }
                }
            }
        }
        return perhaps ? Asked.PERHAPS : Asked.YES;
    }

    /** @param byName of the policy: patterns are honoured by newer versions only */
    private static boolean excepts(PolicyExemption exception, ObjectRef policy, String rule, boolean byName) {
        if (!KyvernoPolicyKind.of(policy.kind())
                .map(KyvernoPolicyKind::exceptions)
                .equals(Optional.of(exception.kind()))) {
            return false;
        }
        return exception.rules().stream()
                .filter(rules -> rules.kind().isEmpty()
                        ? byName
                                ? rules.policy().equals(key(policy))
                                : new Wildcard(rules.policy()).matches(key(policy))
                        : rules.kind().equals(policy.kind()) && rules.policy().equals(policy.name()))
                .anyMatch(rules -> rules.names().stream().anyMatch(name -> new Wildcard(name).matches(rule)));
    }

    private static boolean covers(Place place, String namespace) {
        return place.namespaces().isEmpty()
                || place.namespaces().stream().anyMatch(pattern -> new Wildcard(pattern).matches(namespace));
    }

    private static String field(PolicyExemption exception) {
        return exception.kind().equals(PolicyExemption.CEL_EXCEPTION) ? "spec.policyRefs" : "spec.exceptions";
    }

    private static String key(ObjectRef policy) {
        return policy.qualifiedName();
    }
}

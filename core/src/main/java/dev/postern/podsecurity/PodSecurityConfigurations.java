package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.PodSecurityDefaults;
import dev.postern.model.Printable;
import dev.postern.model.Support;
import java.util.Comparator;
import java.util.Optional;

/**
 * What the configurations of the plug-in PodSecurity say. Of several, that one counts which lets in most: which of them
 * the API server was given, the input does not tell. Source: pod-security-admission, {@code admission.Admission.Validate}.
 */
final class PodSecurityConfigurations {
    private final ImmutableList<PodSecurityDefaults> all;

    /** The level of namespaces without the label. */
    record Default(String level, String version, Evidence evidence) {}

    /** A runtime class whose pods are let in. */
    record Exemption(Confidence confidence, Support support) {}

    PodSecurityConfigurations(Cluster cluster) {
        this.all = cluster.podSecurityDefaults();
    }

    /** Empty without any configuration. */
    Optional<Default> widestDefault() {
        return all.stream()
                .map(PodSecurityConfigurations::defaults)
                .min(Comparator.comparing(byDefault -> NamespaceLabels.level(byDefault.level())));
    }

    private static Default defaults(PodSecurityDefaults configuration) {
        String field = configuration.field() + "defaults.enforce";
        boolean absent = configuration.enforce().isEmpty();
        String level = absent ? "privileged" : configuration.enforce();
        String version = configuration.enforceVersion().isEmpty() ? "latest" : configuration.enforceVersion();
        return new Default(
                level,
                version,
                absent
                        ? Evidence.byDefault(configuration.ref(), field, level)
                        : Evidence.stated(configuration.ref(), field, printable(level)));
    }

    /** That a namespace is exempt. */
    Optional<Evidence> namespace(String name) {
        return all.stream()
                .filter(configuration -> configuration.exemptNamespaces().contains(name))
                .findFirst()
                .map(configuration -> exempt(configuration, "namespaces", name));
    }

    /** That the runtime class of a pod is exempt. */
    Optional<Support> runtimeClass(Pod pod) {
        return pod.spec()
                .runtimeClassName()
                .flatMap(name -> all.stream()
                        .filter(configuration ->
                                configuration.exemptRuntimeClasses().contains(name))
                        .findFirst()
                        .map(configuration -> Support.of(exempt(configuration, "runtimeClasses", name))));
    }

    /** The best of the runtime classes that are exempt, for somebody who may choose one. */
    Optional<Exemption> bestRuntimeClass() {
        return all.stream()
                .flatMap(configuration -> configuration.exemptRuntimeClasses().stream()
                        .map(name -> new Exemption(
                                Sandboxes.isKnown(name) ? Confidence.POSSIBLE : Confidence.LIKELY,
                                Support.of(exempt(configuration, "runtimeClasses", name)))))
                .max(Comparator.comparing(Exemption::confidence));
    }

    ImmutableList<ExemptUser> users() {
        return all.stream()
                .flatMap(configuration -> configuration.exemptUsers().stream()
                        .map(name -> new ExemptUser(name, Support.of(exempt(configuration, "usernames", name)))))
                .collect(ImmutableList.toImmutableList());
    }

    private static Evidence exempt(PodSecurityDefaults configuration, String what, String name) {
        return Evidence.stated(configuration.ref(), configuration.field() + "exemptions." + what, printable(name));
    }

    private static String printable(String text) {
        return Printable.of(text, 120);
    }
}

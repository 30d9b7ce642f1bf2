package dev.postern.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestNotationTest {
    @ParameterizedTest
    @CsvSource({
        "pods,                           '', pods, '', ''",
        "po,                             '', pods, '', ''",
        "Deployment,                     apps, deployments, '', ''",
        "deploy,                         apps, deployments, '', ''",
        "deployments.apps,               apps, deployments, '', ''",
        "deployments.v1.apps/web,        apps, deployments, '', web",
        "pods/exec,                      '', pods, exec, ''",
        "pods//exec,                     '', pods, '', exec",
        "pods/exec/web-0,                '', pods, exec, web-0",
        "pods/web-0,                     '', pods, '', web-0",
        "widgets.example.com/status,     example.com, widgets, status, ''",
        "widgets.example.com/w,          example.com, widgets, '', w",
        "userextras/scopes/view,         authentication.k8s.io, userextras, scopes, view",
        "signers/kubernetes.io/kubelet-serving, certificates.k8s.io, signers, '', kubernetes.io/kubelet-serving",
        "'*',                            '*', '*', '', ''",
        "'*.',                           '', '*', '', ''",
    })
    void theTargetIsReadAsKubectlReadsIt(
            String target, String group, String resource, String subresource, String name) {
        AccessRequest request = AccessRequest.parse("get", target);
        assertThat(request.apiGroup()).contains(group);
        assertThat(request.resource()).isEqualTo(resource);
        assertThat(request.subresource()).isEqualTo(subresource);
        assertThat(request.name()).isEqualTo(name);
    }

    @Test
    void aSubresourceGivenApartLeavesTheSlashToTheName() {
        AccessRequest request = AccessRequest.parse("create", "pods/exec", "attach");
        assertThat(request.subresource()).isEqualTo("attach");
        assertThat(request.name()).isEqualTo("exec");
    }

    @Test
    void whatBelongsToNoNamespaceSaysSo() {
        AccessRequest request = AccessRequest.parse("get", "nodes").in("shop");
        assertThat(request.by(UserInfo.of("u", java.util.List.of())).namespace())
                .isEmpty();
        assertThat(request.notes()).singleElement().asString().contains("belong to no namespace");
        assertThat(AccessRequest.parse("bind", "clusterroles/edit").in("shop").namespace())
                .isEqualTo("shop");
    }

    @ParameterizedTest
    @CsvSource({"get, ''", "get, pods/", "'', pods", "/metrics, get"})
    void nonsenseIsRefused(String verb, String target) {
        assertThatThrownBy(() -> AccessRequest.parse(verb, target)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTableAndTheListOfClusterScopedResourcesAgree() {
        for (ApiResource resource : ApiResources.load().all()) {
            if (!resource.plural().equals("namespaces")) {
                assertThat(ClusterScoped.is(resource.group(), resource.plural()))
                        .as(resource.qualifiedName())
                        .isEqualTo(!resource.namespaced());
            }
        }
    }
}

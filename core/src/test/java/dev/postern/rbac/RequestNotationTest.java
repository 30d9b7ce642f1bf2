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
    @CsvSource({
        "get, pods, '', get pods in all namespaces",
        "get, pods, shop, get pods in namespace shop",
        "get, pods/web, shop, get pods 'web' in namespace shop",
        "create, pods/exec/web, '', create pods/exec 'web' in all namespaces",
        "list, deployments, '', list deployments.apps in all namespaces",
        "get, nodes, '', get nodes",
        "get, nodes/n1, shop, get nodes 'n1'",
        "get, /metrics, '', get /metrics",
    })
    void aRequestIsSaidInWords(String verb, String target, String in, String text) {
        AccessRequest request = AccessRequest.parse(verb, target);
        assertThat((in.isEmpty() ? request : request.in(in)).describe()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "pods, pods",
        "pods/exec, pods/exec",
        "pods/web, pods",
    })
    void theResourceIsSaidAsRulesSayIt(String target, String combined) {
        assertThat(AccessRequest.parse("get", target).combinedResource()).isEqualTo(combined);
    }

    @Test
    void aNameIsGivenOnceAndNotToAnUrl() {
        AccessRequest pods = AccessRequest.parse("get", "pods");
        assertThat(pods.named("web").name()).isEqualTo("web");
        assertThat(pods.named("web").verb()).isEqualTo("get");
        AccessRequest web = pods.named("web");
        assertThatThrownBy(() -> web.named("db")).hasMessageContaining("two names are given, 'web' and 'db'");
        AccessRequest url = AccessRequest.parse("get", "/metrics");
        assertThatThrownBy(() -> url.named("x")).hasMessageContaining("a URL has no objects");
        assertThatThrownBy(() -> AccessRequest.parse("get", "/metrics", "x"))
                .hasMessageContaining("has no subresources");
    }

    @ParameterizedTest
    @CsvSource({
        "get, pods, ''",
        "create, pods, ''",
        "create, pods/exec/web, ''",
        "create, pods/web, requests to create carry no name",
        "deletecollection, pods/web, requests to deletecollection carry no name",
        "delete, pods/web, ''",
        "get, deploy, '''deploy'' is taken to be deployments.apps'",
        "get, po, '''po'' is taken to be pods'",
        "get, '*', every resource of every group",
        "get, widgets.example.com/w, for a subresource write --subresource w",
        "get, widgets.example.com/status, ''",
        "get, /metrics, ''",
        "POST, /metrics, '''POST'' is none'",
        "list, /metrics, '''list'' is none'",
    })
    void whatIsTakenForGrantedIsSaid(String verb, String target, String note) {
        AccessRequest request = AccessRequest.parse(verb, target);
        if (note.isEmpty()) {
            assertThat(request.notes()).isEmpty();
        } else {
            assertThat(request.notes()).singleElement().asString().contains(note);
        }
    }

    @Test
    void theFirstOfTwoResourcesOfOneNameIsTheCoreGroups() {
        assertThat(AccessRequest.parse("get", "events").apiGroup()).contains("");
        assertThat(AccessRequest.parse("get", "events.events.k8s.io").apiGroup())
                .contains("events.k8s.io");
        assertThat(AccessRequest.parse("get", "EV").resource()).isEqualTo("events");
        assertThat(AccessRequest.parse("get", "widgets").apiGroup()).isEmpty();
        assertThat(AccessRequest.parse("get", ".x").resource()).isEqualTo(".x");
        assertThat(AccessRequest.parse("get", "deploy.apps").resource()).isEqualTo("deployments");
    }

    @Test
    void aNamespaceIsTakenWhereItIsAskedFor() {
        assertThat(AccessRequest.parse("get", "namespaces/shop").in("x").notes())
                .hasSize(1);
        assertThat(AccessRequest.parse("get", "/metrics").in("x").notes())
                .singleElement()
                .asString()
                .startsWith("URLs belong to no namespace");
        assertThat(AccessRequest.parse("use", "/x").in("shop").namespace()).isEmpty();
        assertThat(AccessRequest.parse("use", "podsecuritypolicies.policy/x")
                        .in("shop")
                        .namespace())
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

package dev.postern.podsecurity;

import static dev.postern.podsecurity.ContainerBuilder.app;
import static dev.postern.podsecurity.Fact.Truth.NO;
import static dev.postern.podsecurity.Fact.Truth.UNKNOWN;
import static dev.postern.podsecurity.Fact.Truth.YES;
import static dev.postern.podsecurity.PodBuilder.pod;
import static dev.postern.podsecurity.Worlds.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.model.Evidence;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CapabilitiesTest {
    private static final String FIELD = "spec.containers[0].securityContext.";

    static Stream<Arguments> grants() {
        return Stream.of(
                arguments("nothing said", app(), "NET_RAW", true),
                arguments("nothing said", app(), "SYS_ADMIN", false),
                arguments("added", app().add("SYS_ADMIN"), "SYS_ADMIN", true),
                arguments("added with prefix", app().add("CAP_SYS_ADMIN"), "SYS_ADMIN", true),
                arguments("added in lower case", app().add("sys_admin"), "SYS_ADMIN", true),
                arguments("added in lower case with prefix", app().add("cap_sys_admin"), "SYS_ADMIN", true),
                arguments("another one added", app().add("SYS_ADMINISTRATOR"), "SYS_ADMIN", false),
                arguments("all added", app().add("ALL"), "SYS_MODULE", true),
                arguments("all added in lower case", app().add("all"), "SYS_MODULE", true),
                arguments("all added, this one dropped", app().add("ALL").drop("CAP_SYS_MODULE"), "SYS_MODULE", false),
                arguments("all added, another dropped", app().add("ALL").drop("CHOWN"), "SYS_MODULE", true),
                arguments("all dropped", app().drop("ALL"), "NET_RAW", false),
                arguments("all dropped in lower case", app().drop("all"), "NET_RAW", false),
                arguments("all dropped, this one added", app().drop("ALL").add("SYS_PTRACE"), "SYS_PTRACE", true),
                arguments("all dropped, another added", app().drop("ALL").add("SYS_PTRACE"), "NET_RAW", false),
                arguments("all added and all dropped", app().add("ALL").drop("ALL"), "SYS_ADMIN", false),
                arguments("dropped from the default", app().drop("net_raw"), "NET_RAW", false),
                arguments("added and dropped by name", app().add("SYS_ADMIN").drop("SYS_ADMIN"), "SYS_ADMIN", false),
                arguments("privileged, all dropped", app().privileged().drop("ALL"), "SYS_ADMIN", true),
                arguments("not privileged in so many words", app().privileged(false), "SYS_ADMIN", false));
    }

    @ParameterizedTest(name = "{0}: {2} {3}")
    @MethodSource("grants")
    void granted(String situation, ContainerBuilder container, String capability, boolean granted) {
        assertThat(facts(pod(container)).grantedCapabilities().containsKey(capability))
                .as(situation)
                .isEqualTo(granted);
    }

    static Stream<Arguments> inForce() {
        return Stream.of(
                arguments("as root", app().add("SYS_PTRACE").runAsUser(0), YES),
                arguments("as the image's user", app().add("SYS_PTRACE"), UNKNOWN),
                arguments(
                        "as another user, who may regain it",
                        app().add("SYS_PTRACE").runAsUser(1000),
                        UNKNOWN),
                arguments(
                        "as another user who may not regain it",
                        app().add("SYS_PTRACE").runAsUser(1000).allowPrivilegeEscalation(false),
                        NO),
                arguments(
                        "as root, who has nothing to regain",
                        app().add("SYS_PTRACE").runAsUser(0).allowPrivilegeEscalation(false),
                        YES),
                arguments(
                        "as another user with SYS_ADMIN, which cannot be barred from escalation",
                        app().add("SYS_PTRACE", "SYS_ADMIN").runAsUser(1000).allowPrivilegeEscalation(false),
                        UNKNOWN),
                arguments("not granted", app().runAsUser(0), NO));
    }

    @ParameterizedTest(name = "SYS_PTRACE {0}: {2}")
    @MethodSource("inForce")
    void usable(String situation, ContainerBuilder container, Fact.Truth truth) {
        assertThat(facts(pod(container)).capability("SYS_PTRACE").truth())
                .as(situation)
                .isEqualTo(truth);
    }

    @Test
    void theFieldThatGrantsIsTheEvidence() {
        ContainerFacts facts = facts(pod(app().add("NET_ADMIN", "cap_sys_ptrace")));
        assertThat(facts.capability("SYS_PTRACE").evidence())
                .isEqualTo(Evidence.stated(facts.pod().object(), FIELD + "capabilities.add[1]", "cap_sys_ptrace"));
        assertThat(facts(pod(app().add("CHOWN", "ALL")))
                        .capability("BPF")
                        .evidence()
                        .field())
                .isEqualTo(FIELD + "capabilities.add[1]");
        assertThat(facts(pod(app().privileged())).capability("BPF").evidence().field())
                .isEqualTo(FIELD + "privileged");
        assertThat(facts.capability("NET_RAW").evidence().value()).isEqualTo("the runtime's default set");
    }
}

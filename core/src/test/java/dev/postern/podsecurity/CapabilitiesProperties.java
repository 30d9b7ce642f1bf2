package dev.postern.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The granted set against a twin that judges each capability alone: the most specific word wins, drop before add. */
class CapabilitiesProperties {
    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.of("ALL", "all", "CHOWN", "cap_chown", "SYS_ADMIN", "CAP_SYS_ADMIN", "sys_ptrace", "NET_RAW")
                .list()
                .ofMaxSize(4);
    }

    @Property(tries = 400)
    void eachCapabilityFollowsTheMostSpecificWord(
            @ForAll("names") List<String> add, @ForAll("names") List<String> drop) {
        ContainerFacts facts = Worlds.facts(PodBuilder.pod(
                ContainerBuilder.app().add(add.toArray(new String[0])).drop(drop.toArray(new String[0]))));
        for (String capability : Capabilities.ALL) {
            assertThat(facts.grantedCapabilities().containsKey(capability))
                    .as(capability)
                    .isEqualTo(isGranted(capability, add, drop));
        }
    }

    private static boolean isGranted(String capability, List<String> add, List<String> drop) {
        if (names(drop, capability)) {
            return false;
        }
        if (names(add, capability)) {
            return true;
        }
        if (names(drop, "ALL")) {
            return false;
        }
        return names(add, "ALL") || Capabilities.RUNTIME_DEFAULT.contains(capability);
    }

    private static boolean names(List<String> list, String capability) {
        return list.stream()
                .anyMatch(name -> name.equalsIgnoreCase(capability) || name.equalsIgnoreCase("CAP_" + capability));
    }
}

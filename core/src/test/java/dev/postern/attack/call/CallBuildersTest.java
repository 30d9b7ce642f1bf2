package dev.postern.attack.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.call.CallBuilders.Entry;
import dev.postern.attack.call.CallBuilders.Takes;
import dev.postern.attack.rule.BuiltInRules;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every technique has a builder of its requests, or says why it has none. */
final class CallBuildersTest {
    @Test
    void everyTechniqueHasAnEntryAndNothingElseHas() {
        TreeSet<String> techniques = BuiltInRules.all().stream()
                .map(EdgeRule::type)
                .map(type -> type.id())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(CallBuilders.all().keySet())
                .as("a technique needs an entry in CallBuilders: its requests, or the reason why there are none")
                .isEqualTo(techniques);
    }

    @Test
    void whatIsNoRequestSaysWhy() {
        List<String> silent = CallBuilders.all().entrySet().stream()
                .filter(entry -> entry.getValue().builder() == CallBuilders.NONE)
                .filter(entry -> entry.getValue().reason().isBlank())
                .map(Map.Entry::getKey)
                .toList();
        assertThat(silent).isEmpty();
    }

    @Test
    void whatTakesAKubeletIsARequest() {
        assertThat(CallBuilders.all().values().stream().filter(entry -> entry.takes() == Takes.KUBELET))
                .isNotEmpty()
                .noneMatch(entry -> entry.builder() == CallBuilders.NONE);
    }

    @Test
    void whatIsElsewhereIsNoRequest() {
        assertThat(CallBuilders.all().values().stream()
                        .filter(entry -> entry.takes() == Takes.ELSEWHERE)
                        .map(Entry::builder))
                .isNotEmpty()
                .allMatch(builder -> builder == CallBuilders.NONE);
    }
}

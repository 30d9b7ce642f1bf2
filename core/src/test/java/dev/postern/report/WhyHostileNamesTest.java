package dev.postern.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.model.Printable;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.Why;
import dev.postern.path.WhyNot;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Why and why-not print nothing of a name that a terminal would obey, and give it whole to programs. */
final class WhyHostileNamesTest {
    @ParameterizedTest(name = "{index}")
    @MethodSource("dev.postern.report.HostileNames#all")
    void namesAreShownAndNeverObeyed(String name, @TempDir Path folder) throws JsonProcessingException {
        Asked asked = Asked.named(folder, name);
        Why why = asked.analysis().why(PathQuery.from(Place.anyPod()).to(Place.clusterAdmin()));
        WhyNot whyNot = asked.analysis()
                .whyNot(PathQuery.from(Place.user("mallory"))
                        .to(Place.clusterAdmin())
                        .cheapest(1));
        assertThat(whyNot.misses()).isNotEmpty();
        String texts = WhyText.render(asked.analysis(), List.of(why), false)
                + WhyNotText.render(asked.analysis(), List.of(whyNot), false);
        assertThat(texts.split("\n"))
                .allSatisfy(line -> assertThat(Printable.of(line)).isEqualTo(line));
        JsonNode json = new ObjectMapper().readTree(WhyJson.render(asked.analysis(), List.of(why)));
        assertThat(json.at("/questions/0/hops/0/description").asText())
                .isEqualTo(why.hops().get(0).step().describe());
        assertThat(new ObjectMapper()
                        .readTree(WhyNotJson.render(asked.analysis(), List.of(whyNot)))
                        .at("/questions/0/misses/0/missing/0/description")
                        .asText())
                .isEqualTo(whyNot.misses().get(0).missing().get(0).description());
    }
}

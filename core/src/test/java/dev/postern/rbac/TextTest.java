package dev.postern.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.PolicyRule;
import dev.postern.model.SubjectEntry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What evidence says of rules and subjects: short, on one line, and harmless whatever the names. */
class TextTest {
    @ParameterizedTest
    @CsvSource({
        "get core pods, get pods",
        "'get,list core pods,secrets', 'get,list pods,secrets'",
        "get apps deployments, get deployments in apps",
        "'get core,apps x', 'get x in core,apps'",
        "* * *, * * in *",
        "'get core secrets a,b', 'get secrets [a,b]'",
        "'get url /healthz,/version', 'get /healthz,/version'",
    })
    void aRuleIsSaidInWords(String rule, String text) {
        PolicyRule parsed = BuiltInRoles.parse(List.of("ClusterRole r", " " + rule))
                .roles()
                .get(0)
                .rules()
                .get(0);
        assertThat(Text.of(parsed)).isEqualTo(text);
    }

    @Test
    void aRuleOfNothingIsSaidToo() {
        ImmutableList<String> none = ImmutableList.of();
        ImmutableList<String> get = ImmutableList.of("get");
        assertThat(Text.of(new PolicyRule(get, ImmutableList.of(""), none, none, none)))
                .isEqualTo("get ");
        assertThat(Text.of(new PolicyRule(
                        get, ImmutableList.of(""), ImmutableList.of("pods"), none, ImmutableList.of("/x"))))
                .isEqualTo("get pods /x");
    }

    @ParameterizedTest
    @CsvSource({
        "User, '', alice, User alice",
        "User, other, alice, User alice",
        "ServiceAccount, '', cart, ServiceAccount shop/cart",
        "ServiceAccount, ops, robot, ServiceAccount ops/robot",
        "Robot, ops, r2, Robot r2",
    })
    void aSubjectIsReadAsTheAuthorizerReadsIt(String kind, String namespace, String name, String text) {
        assertThat(Text.of(new SubjectEntry(kind, namespace, name), "shop")).isEqualTo(text);
    }

    @Test
    void plainTextOfALineIsLeftAlone() {
        String line = "x".repeat(80);
        assertThat(Text.printable(line)).isSameAs(line);
        assertThat(Text.printable(" ~")).isEqualTo(" ~");
        assertThat(Text.printable("größer")).isEqualTo("größer");
    }

    @Test
    void longTextIsCutToALine() {
        assertThat(Text.printable("x".repeat(81))).isEqualTo("x".repeat(79) + "…");
        assertThat(Text.printable("\t" + "x".repeat(100))).isEqualTo("\\u{9}" + "x".repeat(78) + "…");
    }

    @ParameterizedTest
    @CsvSource({"001b", "007f", "0000", "202e", "200b", "2028", "2029", "000a"})
    void whatCannotBeSeenIsWrittenDown(String codePoint) {
        String text = "a" + (char) Integer.parseInt(codePoint, 16) + "b";
        assertThat(Text.printable(text)).isEqualTo("a\\u{" + Integer.toHexString(text.charAt(1)) + "}b");
    }
}

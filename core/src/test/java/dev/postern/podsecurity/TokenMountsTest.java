package dev.postern.podsecurity;

import static dev.postern.podsecurity.ContainerBuilder.app;
import static dev.postern.podsecurity.ContainerBuilder.container;
import static dev.postern.podsecurity.PodBuilder.pod;
import static dev.postern.podsecurity.Worlds.account;
import static dev.postern.podsecurity.Worlds.tokenSecret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Basis;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.VolumeSource;
import dev.postern.model.VolumeSource.Projection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TokenMountsTest {
    private static final String PLACE = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final ObjectRef POD = ObjectRef.of("Pod", "shop", "cart");
    private static final ObjectRef DEFAULT = ObjectRef.of("ServiceAccount", "shop", "default");
    private static final Optional<Boolean> UNSAID = Optional.empty();

    private static Decision token(PodBuilder builder, KubernetesObject... objects) {
        return token(builder, List.of(), objects);
    }

    private static Decision token(PodBuilder builder, List<Pod> others, KubernetesObject... objects) {
        Pod pod = builder.build();
        return Worlds.security(others, objects)
                .token(pod, pod.spec().containers().get(0));
    }

    private static VolumeSource projected(String audience) {
        return new VolumeSource.Projected(
                ImmutableList.of(new Projection.Other("downwardAPI"), new Projection.Token(audience)));
    }

    /** A live pod whose token volume was injected: from then on, volumes tell. */
    private static Pod injected() {
        return pod(app().mountReadOnly("kube-api-access-abcde", PLACE))
                .named("shop", "injected")
                .volume("kube-api-access-abcde", projected(""))
                .live()
                .build();
    }

    static Stream<Arguments> automount() {
        Optional<Boolean> yes = Optional.of(true);
        Optional<Boolean> no = Optional.of(false);
        return Stream.of(
                arguments(UNSAID, UNSAID, true, "Pod spec.automountServiceAccountToken DEFAULT"),
                arguments(UNSAID, yes, true, "ServiceAccount automountServiceAccountToken STATED"),
                arguments(UNSAID, no, false, "ServiceAccount automountServiceAccountToken STATED"),
                arguments(yes, UNSAID, true, "Pod spec.automountServiceAccountToken STATED"),
                arguments(yes, yes, true, "Pod spec.automountServiceAccountToken STATED"),
                arguments(yes, no, true, "Pod spec.automountServiceAccountToken STATED"),
                arguments(no, UNSAID, false, "Pod spec.automountServiceAccountToken STATED"),
                arguments(no, yes, false, "Pod spec.automountServiceAccountToken STATED"),
                arguments(no, no, false, "Pod spec.automountServiceAccountToken STATED"));
    }

    @ParameterizedTest(name = "pod {0}, service account {1}: {2}")
    @MethodSource("automount")
    void thePodsFieldWinsOverTheAccounts(
            Optional<Boolean> ofPod, Optional<Boolean> ofAccount, boolean mounted, String decisive) {
        PodBuilder pod = pod(app());
        ofPod.ifPresent(pod::automount);
        Decision decision = token(pod, account("default", ofAccount));
        assertThat(decision.isAllowed()).isEqualTo(mounted);
        assertThat(decision.evidence())
                .extracting(fact -> fact.object().kind() + " " + fact.field() + " " + fact.basis())
                .contains(decisive);
    }

    @Test
    void withoutAnyWordTheEvidenceIsThreeDefaults() {
        Decision decision = token(pod(app()));
        assertThat(decision.supports()).hasSize(1);
        assertThat(decision.evidence())
                .containsExactly(
                        Evidence.byDefault(POD, "spec.serviceAccountName", "default"),
                        Evidence.byDefault(POD, "spec.automountServiceAccountToken", "true"),
                        Evidence.byDefault(DEFAULT, "automountServiceAccountToken", "true"));
    }

    @Test
    void theAccountIsTheOneThePodNames() {
        PodBuilder pod = pod(app()).serviceAccount("robot");
        assertThat(token(pod, account("default", Optional.of(false)), account("robot", UNSAID))
                        .isAllowed())
                .isTrue();
        assertThat(token(pod, account("default", UNSAID), account("robot", Optional.of(false)))
                        .isAllowed())
                .isFalse();
        assertThat(token(pod).evidence()).contains(Evidence.stated(POD, "spec.serviceAccountName", "robot"));
    }

    @ParameterizedTest
    @EnumSource(Container.Role.class)
    void everyContainerGetsOneExceptEphemeralOnes(Container.Role role) {
        Pod pod = pod(app()).container(container("other").role(role)).build();
        assertThat(Worlds.security().token(pod, Worlds.container(pod, "other")).isAllowed())
                .isEqualTo(role != Container.Role.EPHEMERAL);
    }

    @Test
    void aMountAtTheTokensPlaceKeepsTheTokenOut() {
        PodBuilder pod = pod(app().mount("nothing", PLACE)).volume("nothing", new VolumeSource.Other("emptyDir"));
        assertThat(token(pod).isAllowed()).isFalse();
        assertThat(token(pod).evidence())
                .containsExactly(Evidence.stated(POD, "spec.containers[0].volumeMounts[0].mountPath", PLACE));
        PodBuilder beside =
                pod(app().mount("nothing", PLACE + "/x")).volume("nothing", new VolumeSource.Other("emptyDir"));
        assertThat(token(beside).isAllowed()).isTrue();
    }

    @Test
    void theMirrorOfAStaticPodGetsNone() {
        assertThat(token(pod(app()).mirror()).isAllowed()).isFalse();
    }

    @ParameterizedTest(name = "audience \"{0}\": {1}")
    @CsvSource({
        "'', true",
        "https://kubernetes.default.svc, true",
        "https://kubernetes.default.svc.cluster.local, true",
        "api, true",
        "kubernetes, true",
        "https://oidc.eks.eu-west-1.amazonaws.com/id/0123, true",
        "vault, false",
        "sts.amazonaws.com, false",
        "istio-ca, false",
        "kubernetes.default.svc.evil.example, false",
        "https://kubernetes.default.svc/, false",
    })
    void aProjectedTokenCountsForTheApiServersAudienceOnly(String audience, boolean counts) {
        PodBuilder pod = pod(app().mount("token", "/token")).automount(false).volume("token", projected(audience));
        assertThat(token(pod).isAllowed()).isEqualTo(counts);
    }

    @Test
    void aProjectedTokenCountsInTheContainersThatMountIt() {
        Pod pod = pod(app())
                .container(container("other").mount("token", "/token"))
                .automount(false)
                .volume("token", projected(""))
                .build();
        PodSecurity security = Worlds.security();
        assertThat(security.token(pod, Worlds.container(pod, "app")).isAllowed())
                .isFalse();
        Decision decision = security.token(pod, Worlds.container(pod, "other"));
        assertThat(decision.isAllowed()).isTrue();
        assertThat(decision.evidence())
                .extracting(Evidence::field)
                .containsExactly(
                        "spec.serviceAccountName",
                        "spec.containers[1].volumeMounts[0].mountPath",
                        "spec.volumes[0].projected.sources[1].serviceAccountToken");
    }

    @Test
    void aProjectedTokenBesideTheInjectedOneIsASecondSupport() {
        PodBuilder pod = pod(app().mount("token", "/token")).volume("token", projected(""));
        assertThat(token(pod).supports()).hasSize(2).isSorted();
    }

    @Test
    void anEphemeralContainerThatMountsATokenHasIt() {
        Pod pod = pod(app())
                .container(container("debug").role(Container.Role.EPHEMERAL).mount("token", "/token"))
                .volume("token", projected(""))
                .build();
        assertThat(Worlds.security().token(pod, Worlds.container(pod, "debug")).isAllowed())
                .isTrue();
    }

    @Test
    void aTokenSecretOfThePodsOwnAccountCounts() {
        PodBuilder pod = pod(app().mount("token", "/token"))
                .serviceAccount("robot")
                .automount(false)
                .volume("token", new VolumeSource.SecretFiles("robot-token", false));
        assertThat(token(pod, tokenSecret("robot-token", "robot")).isAllowed()).isTrue();
        assertThat(token(pod, tokenSecret("robot-token", "other")).isAllowed())
                .as("another account's token is not the pod's identity")
                .isFalse();
        assertThat(token(pod, Worlds.secret("robot-token", "token")).isAllowed())
                .as("an Opaque secret is no token")
                .isFalse();
        assertThat(token(pod).isAllowed()).as("nor is one that nobody knows").isFalse();
    }

    @Test
    void aSecretAtTheTokensPlaceIsTakenForATokenWhereSecretsAreNotInTheInput() {
        PodBuilder pod = pod(app().mount("token", PLACE))
                .live()
                .volume("token", new VolumeSource.SecretFiles("default-token-abcde", false));
        Decision decision = token(pod);
        assertThat(decision.isAllowed()).isTrue();
        assertThat(decision.evidence()).extracting(Evidence::basis).contains(Basis.ASSUMED);
        assertThat(token(pod, Worlds.secret("default-token-abcde", "x")).isAllowed())
                .isFalse();
    }

    @Test
    void aSubPathThatPicksAnotherFileIsNoToken() {
        PodBuilder certificate = pod(app().mount("token", "/ca.crt", "ca.crt", true))
                .automount(false)
                .volume("token", projected(""));
        PodBuilder file = pod(app().mount("token", "/token", "token", true))
                .automount(false)
                .volume("token", projected(""));
        assertThat(token(certificate).isAllowed()).isFalse();
        assertThat(token(file).isAllowed()).isTrue();
    }

    @Test
    void theVolumesOfALivePodTellWhereLivePodsHaveTokens() {
        PodBuilder without = pod(app()).live();
        assertThat(token(without, List.of(injected())).isAllowed()).isFalse();
        assertThat(token(without).isAllowed())
                .as("no live pod has a token volume: the rule decides")
                .isTrue();
        assertThat(token(pod(app()), List.of(injected())).isAllowed())
                .as("a manifest among live objects still follows the rule")
                .isTrue();
    }

    @Test
    void theInjectedVolumeIsStated() {
        Pod pod = injected();
        Decision decision =
                Worlds.security(List.of(pod)).token(pod, pod.spec().containers().get(0));
        assertThat(decision.supports()).hasSize(1);
        assertThat(decision.evidence())
                .extracting(fact -> fact.field() + " " + fact.basis())
                .containsExactly(
                        "spec.serviceAccountName DEFAULT",
                        "spec.containers[0].volumeMounts[0].mountPath STATED",
                        "spec.volumes[0].projected.sources[1].serviceAccountToken STATED");
    }

    @Test
    void whatWasInjectedStaysWhateverTheFieldsSayNow() {
        Pod pod = injected();
        Decision decision = Worlds.security(List.of(pod), account("default", Optional.of(false)))
                .token(pod, pod.spec().containers().get(0));
        assertThat(decision.isAllowed()).isTrue();
    }

    static Stream<Arguments> onceTheAccountAllows() {
        return Stream.of(
                arguments(pod(app()), Optional.of(false), true),
                arguments(pod(app()), Optional.of(true), false),
                arguments(pod(app()), UNSAID, false),
                arguments(pod(app()).automount(false), Optional.of(false), false),
                arguments(pod(app()).automount(true), Optional.of(false), false),
                arguments(pod(app().mount("own", PLACE)), Optional.of(false), false),
                arguments(pod(app().role(Container.Role.EPHEMERAL)), Optional.of(false), false),
                arguments(pod(app()).live(), Optional.of(false), true));
    }

    @ParameterizedTest
    @MethodSource
    void onceTheAccountAllows(PodBuilder builder, Optional<Boolean> account, boolean mounted) {
        Pod pod = builder.build();
        Decision decision = Worlds.security(account("default", account))
                .tokenOnceAccountAllows(pod, pod.spec().containers().get(0));
        assertThat(decision.isAllowed()).isEqualTo(mounted);
    }

    @Test
    void aTokenSecretOfWhichOnlyTheCertificateIsShownGivesNoToken() {
        VolumeSource certificate =
                new VolumeSource.SecretFiles("robot-token", false, ImmutableSortedMap.of("ca.pem", "ca.crt"));
        VolumeSource renamed =
                new VolumeSource.SecretFiles("robot-token", false, ImmutableSortedMap.of("jwt", "token"));
        KubernetesObject secret = tokenSecret("robot-token", "default");
        assertThat(token(pod(app().mount("t", "/t")).automount(false).volume("t", certificate), secret)
                        .isAllowed())
                .isFalse();
        assertThat(token(pod(app().mount("t", "/t")).automount(false).volume("t", renamed), secret)
                        .isAllowed())
                .isTrue();
    }
}

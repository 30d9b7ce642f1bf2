package dev.postern.ingest;

import static dev.postern.ingest.PodManifests.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Container;
import dev.postern.model.KeyRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of commands, arguments and environments: never a value that could be a secret. */
class ProgramReadersTest {
    @Test
    void theEnvironmentKeepsReferencesAndTheNamesOfLiteralCredentials() {
        Container container = container(
                "env:",
                "- {name: DB_PASSWORD, value: hunter2}",
                "- {name: API_TOKEN, valueFrom: {secretKeyRef: {name: s, key: k, optional: true}}}",
                "- {name: MODE, valueFrom: {configMapKeyRef: {name: m, key: mode}}}",
                "- {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}",
                "- {name: PASSWORD_FILE, value: /run/secrets/p}",
                "- {name: EMPTY_PASSWORD, value: ''}",
                "- {name: ALLOW_EMPTY_PASSWORD, value: 'true'}",
                "- {name: COPY_SECRET, value: $(API_TOKEN)}",
                "- {name: FILLED_IN_SECRET, value: '${API_TOKEN}'}",
                "- {name: SSH_PRIVATE_KEY, value: /etc/keys/id}",
                "- {name: AWS_SECRET_ACCESS_KEY, value: x1}",
                "- {name: PGPASSWORD, value: x2}",
                "envFrom: [{secretRef: {name: all}}, {prefix: P_, configMapRef: {name: m2, optional: true}}]");
        assertThat(container.environmentRefs())
                .containsExactly(
                        new KeyRef(true, "s", "k", true, "env[1].valueFrom.secretKeyRef"),
                        new KeyRef(false, "m", "mode", false, "env[2].valueFrom.configMapKeyRef"),
                        new KeyRef(true, "all", "", false, "envFrom[0].secretRef"),
                        new KeyRef(false, "m2", "", true, "envFrom[1].configMapRef"));
        assertThat(container.credentialVariables())
                .containsExactly("DB_PASSWORD", "AWS_SECRET_ACCESS_KEY", "PGPASSWORD");
    }

    @ParameterizedTest
    @CsvSource({
        "MYSQL_ROOT_PASSWORD, true",
        "GITHUB_TOKEN, true",
        "client_secret, true",
        "AWS_ACCESS_KEY_ID, true",
        "SLACK_API_KEY, true",
        "REDIS_PASS, true",
        "MAX_TOKENS, false",
        "LLM_MAX_TOKENS, false",
        "USE_TOKEN, false",
        "TOKEN_TTL, false",
        "SECRET_NAME, false",
        "PWD, false",
        "COMPASS, false",
        "PASSWORD_POLICY_URL, false",
        "TOKENIZER, false",
        "LOG_LEVEL, false"
    })
    void aNameLooksLikeACredential(String name, boolean does) {
        assertThat(EnvironmentReader.looksLikeCredential(name)).isEqualTo(does);
    }

    @Test
    void ofTheCommandProgramAndAllowedFlagsAreKept() {
        assertThat(container(
                                "command: [/usr/bin/kube-apiserver, --anonymous-auth=true, --authorization-mode, 'Node,RBAC']",
                                "args:",
                                "- --etcd-servers=https://user:pw@etcd",
                                "- --insecure-port=8080",
                                "- --token-auth-file=/etc/tokens.csv",
                                "- --enable-admission-plugins=NodeRestriction,hunter2",
                                "- --kubelet-client-key=/etc/kubelet.key",
                                "- --kubelet-https=hunter2",
                                "- hunter2")
                        .programFlags())
                .containsExactly(
                        "kube-apiserver",
                        "--anonymous-auth=true",
                        "--authorization-mode=Node,RBAC",
                        "--insecure-port=8080",
                        "--token-auth-file=/etc/tokens.csv",
                        "--enable-admission-plugins",
                        "--kubelet-client-key=/etc/kubelet.key",
                        "--kubelet-https");
    }

    @Test
    void aShellScriptIsSearchedForProgramsAndFlags() {
        assertThat(container(
                                "command: [sh, -c]",
                                "args: ['export PASSWORD=hunter2; exec /usr/bin/dockerd --host=tcp://0.0.0.0:2375 --tls=false']")
                        .programFlags())
                .containsExactly("sh", "dockerd", "--host=tcp://0.0.0.0:2375", "--tls=false");
    }

    @Test
    void ofTheEnvironmentAllowedVariablesAreKeptAndHarmlessSettingsOnly() {
        assertThat(container(
                                "args: [server]",
                                "env:",
                                "- {name: MULTIUSER, value: 'true'}",
                                "- {name: DOCKER_TLS_CERTDIR}",
                                "- {name: NIFI_WEB_HTTP_PORT, value: '8080'}",
                                "- {name: RAY_AUTH_MODE, value: hunter2}",
                                "- {name: OTHER, value: 'true'}",
                                "- {name: TILLER_TLS_VERIFY, valueFrom: {secretKeyRef: {name: hunter2, key: v}}}")
                        .programFlags())
                .containsExactly(
                        "MULTIUSER=true",
                        "DOCKER_TLS_CERTDIR=",
                        "NIFI_WEB_HTTP_PORT=8080",
                        "RAY_AUTH_MODE",
                        "TILLER_TLS_VERIFY=valueFrom");
    }

    @Test
    void anEmptyCredentialFlagIsKeptAndASetOneIsNot() {
        assertThat(container("args: [start-notebook.sh, \"--NotebookApp.token=''\", --NotebookApp.password=hunter2]")
                        .programFlags())
                .containsExactly("start-notebook.sh", "--NotebookApp.token=", "--NotebookApp.password");
    }

    @Test
    void aFlagWithoutASettingStandsAlone() {
        assertThat(container("args: [--auto-generate-certificates, --enable-skip-login, --namespace=x, --insecure]")
                        .programFlags())
                .containsExactly("--auto-generate-certificates", "--enable-skip-login", "--insecure");
    }
}

package dev.postern.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretContentTest {
    @ParameterizedTest
    @CsvSource({
        "kubernetes.io/service-account-token, SERVICE_ACCOUNT_TOKEN",
        "bootstrap.kubernetes.io/token, BOOTSTRAP_TOKEN",
        "kubernetes.io/dockerconfigjson, REGISTRY_CREDENTIALS",
        "kubernetes.io/dockercfg, REGISTRY_CREDENTIALS",
        "kubernetes.io/tls, TLS_KEY",
        "kubernetes.io/ssh-auth, SSH_KEY",
        "kubernetes.io/basic-auth, PASSWORD"
    })
    void theTypeSaysIt(String type, SecretContent content) {
        assertThat(contents(type, "x")).containsExactly(content);
    }

    @ParameterizedTest
    @CsvSource({
        "regcred, .dockerconfigjson, REGISTRY_CREDENTIALS",
        "web, tls.key, TLS_KEY",
        "git, id_ed25519, SSH_KEY",
        "hub, kubeconfig, KUBECONFIG",
        "hub, kube-config.yaml, KUBECONFIG",
        "hub-kubeconfig, value, KUBECONFIG",
        "kubeadm, super-admin.conf, ADMIN_KUBECONFIG",
        "s3, aws_access_key_id, CLOUD_CREDENTIALS",
        "s3, AWS_SECRET_ACCESS_KEY, CLOUD_CREDENTIALS",
        "s3, accessKeyId, ''",
        "any, AZURE_CLIENT_SECRET, CLOUD_CREDENTIALS",
        "dns, service-account.json, CLOUD_CREDENTIALS",
        "dns, key.json, CLOUD_CREDENTIALS",
        "aws-creds, credentials, CLOUD_CREDENTIALS",
        "db, credentials, ''",
        "laws, credentials, ''",
        "db, password, ''",
        "app, config, ''",
        "app, api-key.json, ''"
    })
    void theNamesOfKeysSuggestIt(String name, String key, String contents) {
        assertThat(contents("Opaque", name, key))
                .extracting(Enum::name)
                .containsExactlyElementsOf(Splitter.on(' ').omitEmptyStrings().split(contents));
    }

    @Test
    void aSecretMayHoldSeveral() {
        assertThat(contents("Opaque", "both", "tls.key", "id_rsa", "note"))
                .containsExactly(SecretContent.TLS_KEY, SecretContent.SSH_KEY);
    }

    private static List<SecretContent> contents(String type, String name, String... keys) {
        return new Secret(ObjectMeta.of("shop", name), type, ImmutableList.copyOf(keys), "", false)
                .contents()
                .asList();
    }
}

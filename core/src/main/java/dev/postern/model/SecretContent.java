package dev.postern.model;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a Secret seems to hold, by its type and the names of its keys. A type of Kubernetes' own says it (the API server
 * demands the keys that belong to it); names of keys are a convention, and said to be one. Values are never looked at.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/secret/#secret-types">types of Secrets</a>
 * @see <a href="https://github.com/kubernetes-sigs/cluster-api/blob/main/util/secret/consts.go">Secrets of Cluster API</a>
 */
public enum SecretContent {
    SERVICE_ACCOUNT_TOKEN("token of a service account"),
    BOOTSTRAP_TOKEN("bootstrap token"),
    REGISTRY_CREDENTIALS("registry credentials"),
    TLS_KEY("TLS key"),
    SSH_KEY("SSH key"),
    PASSWORD("password"),
    /** What {@code kubeadm} and Cluster API call the configuration of an administrator. */
    ADMIN_KUBECONFIG("by its name an administrator's kubeconfig"),
    KUBECONFIG("by its name a kubeconfig"),
    CLOUD_CREDENTIALS("by their name cloud credentials");

    private static final String CLUSTER_API = "cluster.x-k8s.io/secret";
    private static final ImmutableSet<String> REGISTRY = ImmutableSet.of(
            "kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg", ".dockerconfigjson", ".dockercfg");
    private static final ImmutableSet<String> TLS = ImmutableSet.of("kubernetes.io/tls", "tls.key");
    private static final ImmutableSet<String> SSH =
            ImmutableSet.of("kubernetes.io/ssh-auth", "ssh-privatekey", "id_rsa", "id_ecdsa", "id_ed25519");
    private static final ImmutableSet<String> ADMIN = ImmutableSet.of("admin.conf", "super-admin.conf");
    private static final Pattern CONFIGURATION =
            Pattern.compile("kubeconfig|kube[-_.]?config\\.(ya?ml|conf|json)|.*[-_.]kubeconfig");
    /** In a Secret that is called a kubeconfig. */
    private static final ImmutableSet<String> ANY_CONFIGURATION = ImmutableSet.of("config", "value", "data");

    private static final Pattern CLOUD = Pattern.compile("aws_?(access_?key_?id|secret_?access_?key|session_?token)"
            + "|(azure|arm)_?client_?(secret|certificate)|azure_?storage_?(account_?)?(access_?)?key|azure\\.json"
            + "|google_?(application_?)?credentials(\\.json)?|gcp_?(credentials|service_?account|sa)(_?key)?(\\.json)?"
            + "|(service_?account|sa)(_?key)?\\.json|key\\.json|cloud\\.conf|clouds\\.yaml"
            + "|digitalocean_?(access_?)?token|hcloud_?token");
    /** In a Secret that is called after a cloud. */
    private static final ImmutableSet<String> ANY_CLOUD =
            ImmutableSet.of("credentials", "creds", "cloud", "credentials.json");

    private static final Pattern CALLED_AFTER_CLOUD =
            Pattern.compile("(.*[-.])?(aws|azure|cloud|gcp|gcs|gke|google|s3)([-.].*)?");

    private final String description;

    SecretContent(String description) {
        this.description = description;
    }

    /** Without an article, to stand in brackets. */
    public String description() {
        return description;
    }

    /** In the order of the constants; empty when nothing tells. */
    static ImmutableSortedSet<SecretContent> of(Secret secret) {
        ImmutableSortedSet.Builder<SecretContent> contents = ImmutableSortedSet.naturalOrder();
        ofType(secret, contents);
        for (String key : secret.keys()) {
            ofKey(secret.meta().name(), key.toLowerCase(Locale.ROOT), contents);
        }
        return contents.build();
    }

    private static void ofType(Secret secret, ImmutableSortedSet.Builder<SecretContent> contents) {
        String type = secret.type();
        switch (type) {
            case Secret.SERVICE_ACCOUNT_TOKEN -> contents.add(SERVICE_ACCOUNT_TOKEN);
            case Secret.BOOTSTRAP_TOKEN -> contents.add(BOOTSTRAP_TOKEN);
            case "kubernetes.io/basic-auth" -> contents.add(PASSWORD);
            case CLUSTER_API -> {
                if (secret.meta().name().endsWith("-kubeconfig")) {
                    contents.add(ADMIN_KUBECONFIG);
                }
            }
            default -> {
                addIf(REGISTRY.contains(type), REGISTRY_CREDENTIALS, contents);
                addIf(TLS.contains(type), TLS_KEY, contents);
                addIf(SSH.contains(type), SSH_KEY, contents);
            }
        }
    }

    private static void ofKey(String secret, String key, ImmutableSortedSet.Builder<SecretContent> contents) {
        boolean configuration = key.length() < 100 && CONFIGURATION.matcher(key).matches();
        boolean called = secret.contains("kubeconfig") && ANY_CONFIGURATION.contains(key);
        boolean cloud =
                key.length() < 100 && CLOUD.matcher(key.replace('-', '_')).matches();
        boolean calledAfterCloud =
                ANY_CLOUD.contains(key) && CALLED_AFTER_CLOUD.matcher(secret).matches();
        addIf(REGISTRY.contains(key), REGISTRY_CREDENTIALS, contents);
        addIf(TLS.contains(key), TLS_KEY, contents);
        addIf(SSH.contains(key), SSH_KEY, contents);
        addIf(ADMIN.contains(key), ADMIN_KUBECONFIG, contents);
        addIf(configuration || called, KUBECONFIG, contents);
        addIf(cloud || calledAfterCloud, CLOUD_CREDENTIALS, contents);
    }

    private static void addIf(
            boolean condition, SecretContent content, ImmutableSortedSet.Builder<SecretContent> contents) {
        if (condition) {
            contents.add(content);
        }
    }
}

package dev.postern.ingest;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes out of cluster configuration what might be a credential all the same. */
final class AllowedData {
    /** A key that names a credential, with a value behind it that is more than a switch, a number or a path. */
    private static final Pattern CREDENTIAL = Pattern.compile(
            "(?i)(token|password|passwd|passphrase|secret|private|client-key|credential|etcd[_-]key)[\\w.-]*[\"']?"
                    + "\\s*[:=]\\s*(?![\"']?(true|false|null|\\d[\\dhms.]{0,11}|/[\\w./-]*)?[\"']?\\s*[,}]?\\s*$)\\S");

    private static final Pattern KEY_NAME = Pattern.compile("(?i).*(token|password|passwd|private|etcd_key).*");

    private AllowedData() {}

    static ImmutableSortedMap<String, String> of(Map<String, String> data) {
        ImmutableSortedMap.Builder<String, String> allowed = ImmutableSortedMap.naturalOrder();
        data.forEach((key, value) -> {
            // Signatures of bootstrap tokens in kube-public/cluster-info.
            if (!key.startsWith("jws-") && !(KEY_NAME.matcher(key).matches() && value.length() > 5)) {
                allowed.put(key, withoutCredentials(value));
            }
        });
        return allowed.build();
    }

    private static String withoutCredentials(String value) {
        if (value.contains("PRIVATE KEY")) {
            return "";
        }
        StringBuilder kept = new StringBuilder(value.length());
        value.lines()
                .filter(line -> !isCredential(line))
                .forEach(line -> kept.append(line).append('\n'));
        if (!value.endsWith("\n") && kept.length() > 0) {
            kept.setLength(kept.length() - 1);
        }
        return kept.toString();
    }

    private static boolean isCredential(String line) {
        return line.length() < 10_000 && CREDENTIAL.matcher(line).find() || line.length() >= 10_000;
    }
}

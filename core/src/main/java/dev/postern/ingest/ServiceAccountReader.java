package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ServiceAccount;
import java.util.Optional;

/** Service accounts. */
final class ServiceAccountReader {
    private ServiceAccountReader() {}

    static ServiceAccount read(Values in, Identity identity) {
        Metadata metadata = Metadata.NONE;
        Optional<Boolean> automount = Optional.empty();
        ImmutableList<String> secrets = ImmutableList.of();
        ImmutableList<String> imagePullSecrets = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> metadata = Metadata.read(in);
                    case "automountServiceAccountToken" -> automount = in.optionalBoolean();
                    case "secrets" -> secrets = ReferenceReader.names(in);
                    case "imagePullSecrets" -> imagePullSecrets = ReferenceReader.names(in);
                    default -> SecurityFields.skip(in, Spot.SERVICE_ACCOUNT);
                }
            }
        }
        return new ServiceAccount(metadata.of(identity), automount, secrets, imagePullSecrets);
    }
}

package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.Subject;
import java.util.Optional;

/** What comes before the use of a service account that does not exist yet: its creation. */
final class AccountCreations {
    private AccountCreations() {}

    /** The calls, after the creation of the account if it is known not to be there; none if nobody may create it. */
    static ImmutableList<ApiCall> before(
            Attempt attempt, Subject.ServiceAccount account, ImmutableList<ApiCall> calls) {
        boolean there = attempt.facts().cluster().serviceAccount(account).isPresent();
        if (there || calls.isEmpty() || !attempt.facts().cluster().isLive()) {
            return calls;
        }
        ImmutableMap<String, Object> object = ImmutableMap.of(
                "apiVersion",
                "v1",
                "kind",
                "ServiceAccount",
                "metadata",
                ImmutableMap.of("name", account.name(), "namespace", account.namespace()));
        Optional<ApiCall> creation = attempt.creatorOf("", "serviceaccounts", account.namespace(), account.name())
                .map(creator ->
                        creator.lastingly(ApiPath.of("", "v1", account.namespace(), "serviceaccounts"), object));
        return creation.map(first -> ImmutableList.<ApiCall>builder()
                        .add(first)
                        .addAll(calls)
                        .build())
                .orElse(ImmutableList.of());
    }
}

package dev.postern.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class SubjectOrderProperties {
    @Property
    void serviceAccountsAreOrderedAsTheirPrincipals(
            @ForAll @StringLength(min = 1, max = 3) @CharRange(from = '-', to = ':') String namespace,
            @ForAll @StringLength(min = 1, max = 2) @CharRange(from = '9', to = 'b') String name,
            @ForAll @StringLength(min = 1, max = 3) @CharRange(from = '-', to = ':') String otherNamespace,
            @ForAll @StringLength(min = 1, max = 2) @CharRange(from = '9', to = 'b') String otherName) {
        Subject one = Subject.serviceAccount(namespace, name);
        Subject other = Subject.serviceAccount(otherNamespace, otherName);
        assertThat(Integer.signum(one.compareTo(other)))
                .isEqualTo(Integer.signum(one.principal().compareTo(other.principal())));
    }
}

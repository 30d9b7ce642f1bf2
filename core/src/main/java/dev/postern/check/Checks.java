package dev.postern.check;

import com.google.common.collect.ImmutableList;
import dev.postern.network.Flow;
import dev.postern.path.PathQuery;
import dev.postern.rbac.AccessRequest;
import java.util.Arrays;

/**
 * Assertions for tests, whatever runs them:
 *
 * <pre>{@code
 * noPath(from(namespace("shop")).to(namespace("payments"))).because("TM-12").check(analysis);
 * noReach(Flow.from(workload("shop", "cart")).to(workload("data", "postgres")).tcp(5432)).check(analysis);
 * onlyCan("get", "secrets").in("payments").allow("sa:payments/vault").because("TM-14").check(analysis);
 * atLeastEffort(8, from(internet()).to(clusterAdmin())).check(analysis);
 * }</pre>
 */
public final class Checks {
    private Checks() {}

    /** There is no attack path within the bounds of the question. */
    public static Claim noPath(PathQuery query) {
        return new Claim(new Assertion.NoPath(Terms.of("noPath", ""), query, false), false);
    }

    /** Every attack path costs at least so much effort. */
    public static Claim atLeastEffort(int effort, PathQuery query) {
        if (effort < 2) {
            throw new IllegalArgumentException("every path costs effort 1 or more: write 2 or more, or noPath");
        }
        return new Claim(new Assertion.AtLeastEffort(Terms.of("atLeastEffort", ""), query, effort, false), false);
    }

    /** None of these packets passes. */
    public static Claim noReach(Flow... flows) {
        return new Claim(new Assertion.NoReach(Terms.of("noReach", ""), ImmutableList.copyOf(flows)), false);
    }

    /**
     * Only those named next may do this, in every namespace unless one is given. As {@link AccessRequest#parse(String,
     * String)} reads it.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    public static Request onlyCan(String verb, String resource) {
        return onlyCan(AccessRequest.parse(verb, resource));
    }

    /** Only those named next may make this request. */
    public static Request onlyCan(AccessRequest request) {
        return new Request(request);
    }

    /** A request of which it is still to be said who may make it. */
    public static final class Request {
        private final AccessRequest request;

        private Request(AccessRequest request) {
            this.request = request;
        }

        /** In this namespace only. */
        public Request in(String namespace) {
            return new Request(request.in(namespace));
        }

        /**
         * Those who may, as {@link SubjectPattern#parse} reads them; none for nobody.
         *
         * @throws IllegalArgumentException if one cannot be read
         */
        public Claim allow(String... subjects) {
            return new Claim(
                    new Assertion.OnlyCan(
                            Terms.of("onlyCan", ""),
                            ImmutableList.of(request),
                            Arrays.stream(subjects)
                                    .map(SubjectPattern::parse)
                                    .collect(ImmutableList.toImmutableList())),
                    false);
        }
    }
}

package dev.postern.check;

import com.google.common.collect.ImmutableList;
import dev.postern.network.Flow;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.rbac.AccessRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Something that must not be possible in a cluster. */
public sealed interface Assertion {
    Terms terms();

    /** What is asserted, for people: {@code no path from internet to cluster-admin}. */
    String describe();

    /** {@code noPath}, {@code noReach}, {@code onlyCan} or {@code maxEffort}: what a policy file calls it. */
    String kind();

    /**
     * There is no attack path, within the bounds of the question.
     *
     * @param query of which {@link PathQuery#limit} is how many paths are reported at most
     * @param mayBeAbsent whether it holds where the input lacks the places it names; else it is undecided there, because
     *     an assertion about a misspelt name would hold for ever
     */
    record NoPath(Terms terms, PathQuery query, boolean mayBeAbsent) implements Assertion {
        @Override
        public String kind() {
            return "noPath";
        }

        @Override
        public String describe() {
            String most = query.maxEffort() == Integer.MAX_VALUE ? "" : " of effort " + query.maxEffort() + " or less";
            return "no path from " + from(query) + " to " + query.to().notation() + most;
        }
    }

    /** Every attack path costs at least so much effort. See {@link NoPath}; the question's own bound is not used. */
    record AtLeastEffort(Terms terms, PathQuery query, int effort, boolean mayBeAbsent) implements Assertion {
        @Override
        public String kind() {
            return "maxEffort";
        }

        @Override
        public String describe() {
            return "every path from " + from(query) + " to " + query.to().notation() + " costs effort " + effort
                    + " or more";
        }
    }

    /** No packet passes: neither allowed nor unknown. Whether anything listens does not matter. */
    record NoReach(Terms terms, ImmutableList<Flow> flows) implements Assertion {
        @Override
        public String kind() {
            return "noReach";
        }

        @Override
        public String describe() {
            return "no packet from " + flows.stream().map(Flow::describe).collect(Collectors.joining("; "));
        }
    }

    /**
     * Nobody but those listed may make these requests, in any namespace and for any object that a request leaves open. The
     * privileged group {@code system:masters} need not be listed: nothing in a cluster can take its rights away.
     */
    record OnlyCan(Terms terms, ImmutableList<AccessRequest> requests, ImmutableList<SubjectPattern> allowed)
            implements Assertion {
        @Override
        public String kind() {
            return "onlyCan";
        }

        @Override
        public String describe() {
            String who = allowed.isEmpty()
                    ? "nobody"
                    : "only " + allowed.stream().map(SubjectPattern::notation).collect(Collectors.joining(", "));
            // Requests that differ in the verb alone are said together: get/list/watch secrets in namespace shop.
            Map<String, List<String>> verbs = new LinkedHashMap<>();
            for (AccessRequest request : requests) {
                String what = request.describe().substring(request.verb().length());
                verbs.computeIfAbsent(what, added -> new ArrayList<>()).add(request.verb());
            }
            return who + " may "
                    + verbs.entrySet().stream()
                            .map(entry -> String.join("/", entry.getValue()) + entry.getKey())
                            .collect(Collectors.joining(" or "));
        }
    }

    private static String from(PathQuery query) {
        return query.from().stream().map(Place::notation).collect(Collectors.joining(" + "));
    }
}

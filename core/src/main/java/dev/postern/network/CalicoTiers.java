package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CalicoRule;
import dev.postern.model.CalicoTier;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Calico's tiers in the order in which they are asked. */
final class CalicoTiers {
    /** Behind those that have numbers of their own. */
    private static final int FIRST = 100;

    private static final Comparator<Placed> ORDER = Comparator.comparing((Placed placed) -> !placed.exists())
            .thenComparingDouble(placed -> placed.object().order().orElse(Double.POSITIVE_INFINITY))
            .thenComparing(Placed::name);

    private final ImmutableList<Placed> placed;

    /**
     * One of them.
     *
     * @param position among all, from 0
     * @param exists whether it is there; one that policies name and that nobody made is asked behind all others
     * @param stated whether the input says so, rather than Calico's being as it is
     */
    record Placed(CalicoTier object, int position, boolean exists, boolean stated) {
        Tier tier() {
            return new Tier(FIRST + position, false);
        }

        String name() {
            return object.meta().name();
        }

        /** Whether it is the one of NetworkPolicies. */
        boolean isDefault() {
            return name().equals(CalicoTier.DEFAULT);
        }

        /** Whether what no rule of the tier matches is denied. */
        boolean isClosed() {
            return object.defaultAction() != CalicoRule.Action.PASS;
        }

        /** What becomes of a packet that no rule of the tier matches. */
        Evidence ends() {
            ObjectRef ref = ObjectRef.cluster(CalicoTier.KIND, name());
            String action = isClosed() ? "Deny" : "Pass";
            return stated && object.writtenAction().isPresent()
                    ? Evidence.stated(ref, "spec.defaultAction", action)
                    : Evidence.byDefault(ref, "spec.defaultAction", action);
        }
    }

    /**
     * @param valid tiers of the input that are in force
     * @param named the names of those that policies are in
     */
    CalicoTiers(List<CalicoTier> valid, Set<String> named) {
        Map<String, Placed> byName = new TreeMap<>();
        for (String name : named) {
            byName.put(name, new Placed(CalicoTier.missing(name), 0, false, false));
        }
        CalicoTier.BUILT_IN.forEach(tier -> byName.put(tier.meta().name(), new Placed(tier, 0, true, false)));
        valid.forEach(tier -> byName.put(tier.meta().name(), new Placed(tier, 0, true, true)));
        List<Placed> sorted = new ArrayList<>(byName.values());
        sorted.sort(ORDER);
        ImmutableList.Builder<Placed> numbered = ImmutableList.builder();
        for (int i = 0; i < sorted.size(); i++) {
            Placed next = sorted.get(i);
            numbered.add(new Placed(next.object(), i, next.exists(), next.stated()));
        }
        placed = numbered.build();
    }

    ImmutableList<Placed> placed() {
        return placed;
    }
}

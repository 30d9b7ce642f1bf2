package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.rbac.Combined;
import dev.postern.rbac.Grant;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import dev.postern.rbac.Scope;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may have one object of a namespace say what they want: by changing it where it is, by creating it where it is not.
 * Whoever may do both, by one role, need not know.
 *
 * @param creation of objects of its kind
 */
record NamedWrite(Facts facts, Edges edges, Creation creation, ObjectRef object) {
    /** Whether anybody but administrators, who need no such step, may. */
    boolean isPossible() {
        boolean byChange = isAbsent() != Absence.YES && anyOther(changers());
        return byChange
                || isAbsent() != Absence.NO
                        && (anyOther(creators()) || !appliers().isEmpty());
    }

    private enum Absence {
        YES,
        NO,
        UNKNOWN
    }

    private Absence isAbsent() {
        if (facts.cluster().contains(object)) {
            return Absence.NO;
        }
        return facts.cluster().isComplete(object.kind()) ? Absence.YES : Absence.UNKNOWN;
    }

    /** Whoever may gets to {@code hub}. */
    void leadTo(May hub) {
        Absence absence = isAbsent();
        if (absence != Absence.YES) {
            boolean stated = absence == Absence.NO;
            spread("change", hub, stated ? Confidence.CERTAIN : Confidence.POSSIBLE, stated ? stated() : assumed())
                    .from(changers());
        }
        if (absence != Absence.NO) {
            Spread creators = spread("create", hub, Confidence.CERTAIN, Support.NONE);
            for (Permit permit : creators()) {
                List<Vertex> premises = ImmutableList.of(facts.vertex(permit.grant()));
                if (absence == Absence.YES) {
                    creators.from(premises, permit.scope(), permit.names(), permit.supports());
                } else {
                    creators.fromUnless(object, premises, permit.scope(), permit.supports());
                }
            }
            appliers().forEach(applier -> creation.apply(creators, facts, applier, object.name()));
        }
        if (absence == Absence.UNKNOWN) {
            Set<Grant> creating = creators().stream().map(Permit::grant).collect(Collectors.toSet());
            spread("write", hub, Confidence.CERTAIN, Support.NONE)
                    .from(changers().stream()
                            .filter(permit -> creating.contains(permit.grant()))
                            .toList());
        }
    }

    private Spread spread(String verb, May hub, Confidence confidence, Support support) {
        return Spread.ofOthersToHubs(
                facts,
                edges,
                verb + "-" + object.kind() + "/" + object.qualifiedName(),
                verb + " " + object,
                ImmutableList.of(new Spread.Target(
                        object.namespace(), ImmutableSet.of(object.name()), hub, confidence, support)));
    }

    private Support stated() {
        return Targets.stated(object);
    }

    private Support assumed() {
        return Targets.assumed(object);
    }

    private List<Permit> changers() {
        return here(facts.rbac()
                .permits(Permission.of("update", creation.apiGroup(), creation.resource())
                        .or("patch")));
    }

    private List<Permit> creators() {
        return here(facts.rbac().permits(creation.permission()));
    }

    private List<Permit> here(List<Permit> permits) {
        Scope place = Scope.namespace(object.namespace());
        return permits.stream()
                .filter(permit -> permit.allows(object.name()) && permit.scope().contains(place))
                .toList();
    }

    private List<Combined> appliers() {
        return facts.rbac().appliers(creation.permission()).stream()
                .filter(applier -> applier.names().get(0).contains(object.name()))
                .toList();
    }

    private boolean anyOther(List<Permit> permits) {
        return permits.stream().anyMatch(permit -> !facts.isClusterAdminRole(facts.vertex(permit.grant())));
    }
}

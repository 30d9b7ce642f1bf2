package dev.postern.attack.call;

import dev.postern.attack.EdgeType;
import dev.postern.attack.Facts;
import dev.postern.attack.call.CallBuilders.Takes;
import dev.postern.model.Subject;

/** The requests behind the steps of plans on one cluster. Belongs to one thread. */
public final class ApiCalls {
    private final Facts facts;
    private final Rights rights;

    public ApiCalls(Facts facts) {
        this.facts = facts;
        this.rights = new Rights(facts);
    }

    /** Whether requests alone, or nothing at all, make a step of this technique; only from an identity. */
    public static boolean suffice(EdgeType technique) {
        return CallBuilders.of(technique.id()).takes() == Takes.NOTHING;
    }

    /** Starts a plan that an identity follows by itself. */
    public CallScript script(Subject start) {
        return new CallScript(facts, rights, start);
    }
}

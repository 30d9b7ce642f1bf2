package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.call.ApiCall;

/**
 * A step with the requests that make it.
 *
 * @param step what it needs and gains
 * @param calls requests to the API server, in order; empty for a step that is none
 * @param reason why there is no request; empty where there is one
 */
public record EscalationStep(Step step, ImmutableList<ApiCall> calls, String reason) {
    /** Whether the step was made before anybody came: by a binding, or by a group one is in. */
    public boolean isHeld() {
        return EscalationFinder.isHeld(step.type());
    }
}

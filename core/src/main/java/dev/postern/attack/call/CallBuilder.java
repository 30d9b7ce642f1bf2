package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;

/** Puts the requests of one technique together. Stateless. */
interface CallBuilder {
    /** The requests that make this step, in order; empty when the input does not say enough to write them down. */
    ImmutableList<ApiCall> calls(Attempt attempt);
}

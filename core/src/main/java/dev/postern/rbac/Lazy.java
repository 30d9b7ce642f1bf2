package dev.postern.rbac;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value computed on first use, once, whichever thread asks. */
final class Lazy<T> {
    private final Supplier<T> computation;
    private volatile @Nullable T value;

    Lazy(Supplier<T> computation) {
        this.computation = computation;
    }

    T get() {
        T known = value;
        return known != null ? known : compute();
    }

    private synchronized T compute() {
        T known = value;
        if (known == null) {
            known = computation.get();
            value = known;
        }
        return known;
    }
}

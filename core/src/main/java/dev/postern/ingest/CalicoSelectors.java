package dev.postern.ingest;

import dev.postern.model.CalicoSelector;
import java.util.Optional;

/** Selectors in Calico's language. One that is none is kept as such: the authority on networks says so. */
final class CalicoSelectors {
    private CalicoSelectors() {}

    /** Empty where it is absent or an empty text, which is the same to Calico. */
    static Optional<CalicoSelector> read(Values in) {
        return parse(in, in.string());
    }

    /** The same of a text that was read. */
    static Optional<CalicoSelector> parse(Values in, String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(in.sharing().one(CalicoSelector.parse(text)));
    }
}

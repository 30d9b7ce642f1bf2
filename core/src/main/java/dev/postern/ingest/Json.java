package dev.postern.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;

/** How JSON is tokenised. */
final class Json {
    private Json() {}

    /**
     * A factory for one snapshot. Names are not interned: keys of {@code managedFields} and of label maps would flood
     * the JVM's own table. Buffers are not recycled: they would keep the text of Secrets alive. Snippets of the source
     * stay out of exceptions.
     */
    static JsonFactory factory() {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(Limits.DEPTH)
                        .maxStringLength(Limits.STRING_LENGTH)
                        .maxDocumentLength(-1)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(Limits.DEPTH)
                        .build())
                .build();
    }
}

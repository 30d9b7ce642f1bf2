package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;

/** A ConfigMap: key names, and the values of the few ConfigMaps that the analysis reads (see the reader's allow-list). */
public record ConfigMap(ObjectMeta meta, ImmutableList<String> keys, ImmutableSortedMap<String, String> allowedData)
        implements KubernetesObject {
    @Override
    public String kind() {
        return "ConfigMap";
    }
}

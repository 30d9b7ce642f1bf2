package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.CalicoEntity;
import dev.postern.model.CalicoEntity.Service;
import dev.postern.model.CalicoEntity.ServiceAccounts;
import dev.postern.model.CalicoPort;
import dev.postern.model.CalicoSelector;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a rule of Calico says of one end. */
final class CalicoEntityReader {
    private ImmutableList<String> nets = ImmutableList.of();
    private ImmutableList<String> notNets = ImmutableList.of();
    private Optional<CalicoSelector> selector = Optional.empty();
    private Optional<CalicoSelector> notSelector = Optional.empty();
    private Optional<CalicoSelector> namespaceSelector = Optional.empty();
    private ImmutableList<CalicoPort> ports = ImmutableList.of();
    private ImmutableList<CalicoPort> notPorts = ImmutableList.of();
    private Optional<ServiceAccounts> serviceAccounts = Optional.empty();
    private Optional<Service> services = Optional.empty();
    private final Map<String, String> texts = new TreeMap<>();
    private String unread = "";

    /** The first field that is not known or not of its type; empty where there is none. */
    String unread() {
        return unread;
    }

    private void unread(String field) {
        unread = unread.isEmpty() ? field : unread;
    }

    void read(Values in) {
        if (in.object()) {
            while (in.next()) {
                String key = in.key();
                int errors = in.errors();
                field(in, key);
                unread(in.errors() > errors ? key : "");
            }
        }
    }

    private void field(Values in, String key) {
        switch (key) {
            case "nets" -> nets = in.strings();
            case "notNets" -> notNets = in.strings();
            case "selector" -> selector = selector(in, key);
            case "notSelector" -> notSelector = selector(in, key);
            case "namespaceSelector" -> namespaceSelector = selector(in, key);
            case "ports" -> ports = CalicoPorts.read(in);
            case "notPorts" -> notPorts = CalicoPorts.read(in);
            case "serviceAccounts" -> serviceAccounts = serviceAccounts(in);
            case "services" -> services = services(in);
            default -> unknown(in, key);
        }
    }

    private Optional<CalicoSelector> selector(Values in, String field) {
        String text = in.string();
        if (!text.isEmpty()) {
            texts.put(field, in.sharing().one(text));
        }
        return CalicoSelectors.parse(in, text);
    }

    private void unknown(Values in, String field) {
        unread(in.isNull() ? "" : field);
        in.skip();
    }

    private Optional<ServiceAccounts> serviceAccounts(Values in) {
        ImmutableList<String> names = ImmutableList.of();
        Optional<CalicoSelector> labels = Optional.empty();
        boolean present = in.object();
        while (present && in.next()) {
            switch (in.key()) {
                case "names" -> names = in.strings();
                case "selector" -> labels = selector(in, "serviceAccounts.selector");
                default -> unknown(in, "serviceAccounts." + in.key());
            }
        }
        return present ? Optional.of(new ServiceAccounts(names, labels)) : Optional.empty();
    }

    private Optional<Service> services(Values in) {
        String name = "";
        String namespace = "";
        boolean present = in.object();
        while (present && in.next()) {
            switch (in.key()) {
                case "name" -> name = in.symbol();
                case "namespace" -> namespace = in.symbol();
                default -> unknown(in, "services." + in.key());
            }
        }
        return present ? Optional.of(new Service(name, namespace)) : Optional.empty();
    }

    CalicoEntity build() {
        CalicoEntity entity = new CalicoEntity(
                nets,
                notNets,
                selector,
                notSelector,
                namespaceSelector,
                ports,
                notPorts,
                serviceAccounts,
                services,
                ImmutableMap.copyOf(texts));
        return entity.equals(CalicoEntity.ANY) ? CalicoEntity.ANY : entity;
    }
}

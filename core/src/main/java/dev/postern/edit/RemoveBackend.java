package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Ingress;
import dev.postern.model.ObjectRef;
import java.util.ArrayList;
import java.util.List;

/** Takes what leads to one Service out of an Ingress. */
public record RemoveBackend(ObjectRef object, String host, String path, String service) implements Edit {
    @Override
    public EditKind kind() {
        return EditKind.INGRESS_BACKEND;
    }

    @Override
    public String describe() {
        return "remove " + (host.isEmpty() ? "any host" : host) + path + " to Service " + service + " from " + object;
    }

    @Override
    public void applyTo(Draft draft) {
        draft.update(
                Ingress.class,
                object,
                ingress -> new Ingress(
                        ingress.meta(),
                        ingress.className(),
                        left(ingress.backends()),
                        ingress.tls(),
                        ingress.loadBalancerAddresses()));
    }

    private ImmutableList<Ingress.Backend> left(ImmutableList<Ingress.Backend> backends) {
        List<String> gone = new ArrayList<>();
        backends.stream().filter(this::isMeant).forEach(backend -> gone.add(backend.field()));
        ImmutableList.Builder<Ingress.Backend> left = ImmutableList.builder();
        for (Ingress.Backend backend : backends) {
            if (!isMeant(backend)) {
                left.add(new Ingress.Backend(
                        backend.host(),
                        backend.path(),
                        backend.serviceName(),
                        backend.port(),
                        Places.shifted(
                                backend.field(),
                                backends.stream().map(Ingress.Backend::field).toList(),
                                gone)));
            }
        }
        return left.build();
    }

    boolean isMeant(Ingress.Backend backend) {
        return backend.host().equals(host)
                && backend.path().equals(path)
                && backend.serviceName().equals(service);
    }
}

package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.Vertex.ObjectWrite;
import dev.postern.model.EndpointSlice;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** NETWORK_CHANGE, API_CHANGE, STORAGE_CHANGE and SECRET_PATCH: one write to one object, by the first right that there is. */
final class ObjectWrites implements CallBuilder {
    /** For documentation (RFC 5737): nobody answers there. */
    private static final String ADDRESS = "192.0.2.1";

    private static final String NAME = PodSpecs.NAME;
    private static final String DRY_RUN = "?dryRun=All";
    private static final Resource POLICIES =
            new Resource("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy");
    private static final Resource INGRESSES = new Resource("networking.k8s.io", "v1", "ingresses", "Ingress");
    private static final Resource SERVICES = new Resource("", "v1", "services", "Service");
    private static final Resource ENDPOINTS = new Resource("", "v1", "endpoints", "Endpoints");
    private static final Resource SLICES = new Resource("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice");
    private static final Resource PODS = new Resource("", "v1", "pods", "Pod");
    private static final Resource CONFIG_MAPS = new Resource("", "v1", "configmaps", "ConfigMap");
    private static final Resource SECRETS = new Resource("", "v1", "secrets", "Secret");
    private static final Resource API_SERVICES =
            new Resource("apiregistration.k8s.io", "v1", "apiservices", "APIService");
    private static final Resource DEFINITIONS =
            new Resource("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition");
    private static final Resource STORAGE_CLASSES =
            new Resource("storage.k8s.io", "v1", "storageclasses", "StorageClass");
    private static final Resource CSI_DRIVERS = new Resource("storage.k8s.io", "v1", "csidrivers", "CSIDriver");

    private record Resource(String apiGroup, String version, String plural, String kind) {}

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        if (!(attempt.to() instanceof ObjectWrite write)) {
            return ImmutableList.of();
        }
        return calls(attempt, write.object())
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst()
                .map(ImmutableList::of)
                .orElse(ImmutableList.of());
    }

    private static Stream<Supplier<Optional<ApiCall>>> calls(Attempt attempt, ObjectRef object) {
        boolean fresh = object.name().equals(ObjectWrite.NEW);
        Writer writer = new Writer(attempt, object);
        switch (object.kind()) {
            case "NetworkPolicy":
                return Stream.of(
                        () -> writer.create(POLICIES, NAME, ImmutableMap.of("spec", everything())),
                        () -> writer.change(POLICIES, "", object.name(), ImmutableMap.of("spec", everything())),
                        () -> writer.delete(POLICIES));
            case "Service":
                return fresh ? Stream.of(() -> writer.create(SERVICES, NAME, claiming())) : service(writer, object);
            case "Ingress":
                return either(writer, fresh, INGRESSES, NAME, routing());
            case "ConfigMap":
                return Stream.of(() -> writer.change(
                        CONFIG_MAPS,
                        "",
                        object.name(),
                        ImmutableMap.of("data", ImmutableMap.of("Corefile", ".:53 {\n}\n"))));
            case "Secret":
                return Stream.of(() -> writer.change(
                        SECRETS,
                        "",
                        object.name(),
                        ImmutableMap.of("stringData", ImmutableMap.of(NAME, "another value"))));
            case "APIService":
                return either(writer, fresh, API_SERVICES, "v1.example.com", fresh ? answering() : redirected());
            case "CustomResourceDefinition":
                return Stream.of(() -> writer.change(DEFINITIONS, "", object.name(), converting()));
            case "StorageClass":
                return either(writer, fresh, STORAGE_CLASSES, NAME, fresh ? providing() : byDefault());
            case "CSIDriver":
                return either(
                        writer,
                        fresh,
                        CSI_DRIVERS,
                        NAME + ".example.com",
                        ImmutableMap.of("spec", ImmutableMap.of("requiresRepublish", true)));
            default:
                return Stream.of();
        }
    }

    private static Stream<Supplier<Optional<ApiCall>>> either(
            Writer writer, boolean fresh, Resource resource, String name, Map<String, Object> content) {
        return fresh
                ? Stream.of(() -> writer.create(resource, name, content))
                : Stream.of(() -> writer.change(resource, "", writer.object().name(), content));
    }

    private static ImmutableMap<String, Object> redirected() {
        return ImmutableMap.of(
                "spec", ImmutableMap.of("service", ImmutableMap.of("name", NAME, "namespace", "default")));
    }

    private static ImmutableMap<String, Object> converting() {
        return ImmutableMap.of(
                "spec",
                ImmutableMap.of(
                        "conversion",
                        ImmutableMap.of(
                                "strategy",
                                "Webhook",
                                "webhook",
                                ImmutableMap.of(
                                        "clientConfig",
                                        ImmutableMap.of("url", "https://" + NAME + ".example.com/"),
                                        "conversionReviewVersions",
                                        ImmutableList.of("v1")))));
    }

    private static ImmutableMap<String, Object> byDefault() {
        return ImmutableMap.of(
                "metadata",
                ImmutableMap.of("annotations", ImmutableMap.of("storageclass.kubernetes.io/is-default-class", "true")));
    }

    private static Stream<Supplier<Optional<ApiCall>>> service(Writer writer, ObjectRef service) {
        ImmutableMap<String, Object> status = ImmutableMap.of(
                "status",
                ImmutableMap.of(
                        "loadBalancer", ImmutableMap.of("ingress", ImmutableList.of(ImmutableMap.of("ip", ADDRESS)))));
        ImmutableMap<String, Object> subsets = ImmutableMap.of(
                "subsets",
                ImmutableList.of(ImmutableMap.of("addresses", ImmutableList.of(ImmutableMap.of("ip", ADDRESS)))));
        ImmutableMap<String, Object> external =
                ImmutableMap.of("spec", ImmutableMap.of("externalIPs", ImmutableList.of(ADDRESS)));
        return Stream.of(
                () -> writer.change(SERVICES, "", service.name(), external),
                () -> writer.create(SLICES, NAME, slice(service)),
                () -> writer.changeSlice(service),
                () -> writer.create(ENDPOINTS, service.name(), subsets),
                () -> writer.change(ENDPOINTS, "", service.name(), subsets),
                () -> writer.change(SERVICES, "/status", service.name(), status),
                () -> writer.changePod(""),
                () -> writer.changePod("/status"));
    }

    private static ImmutableMap<String, Object> everything() {
        ImmutableList<Object> any = ImmutableList.of(ImmutableMap.of());
        return ImmutableMap.of("egress", any, "ingress", any, "podSelector", ImmutableMap.of());
    }

    private static ImmutableMap<String, Object> claiming() {
        return ImmutableMap.of(
                "spec",
                ImmutableMap.of(
                        "externalIPs",
                        ImmutableList.of(ADDRESS),
                        "ports",
                        ImmutableList.of(ImmutableMap.of("port", 443))));
    }

    private static ImmutableMap<String, Object> routing() {
        return ImmutableMap.of(
                "spec", ImmutableMap.of("rules", ImmutableList.of(ImmutableMap.of("host", NAME + ".example.com"))));
    }

    private static ImmutableMap<String, Object> providing() {
        return ImmutableMap.of("provisioner", "example.com/" + NAME);
    }

    private static ImmutableMap<String, Object> slice(ObjectRef service) {
        return ImmutableMap.of(
                "addressType",
                "IPv4",
                "endpoints",
                ImmutableList.of(ImmutableMap.of("addresses", ImmutableList.of(ADDRESS))),
                "metadata",
                ImmutableMap.of(
                        "name",
                        NAME,
                        "namespace",
                        service.namespace(),
                        "labels",
                        ImmutableMap.of("kubernetes.io/service-name", service.name())));
    }

    private static ImmutableMap<String, Object> answering() {
        return ImmutableMap.of(
                "spec",
                ImmutableMap.of(
                        "group",
                        "example.com",
                        "groupPriorityMinimum",
                        1,
                        "insecureSkipTLSVerify",
                        true,
                        "service",
                        ImmutableMap.of("name", NAME, "namespace", "default"),
                        "version",
                        "v1",
                        "versionPriority",
                        1));
    }

    /** Writes in the namespace of one object, as whoever may. */
    private record Writer(Attempt attempt, ObjectRef object) {
        private String namespace(Resource resource) {
            // A new Service takes packets from wherever it is.
            boolean anywhere = object.namespace().isEmpty() && resource.equals(SERVICES);
            return anywhere ? anyNamespace().orElse("default") : object.namespace();
        }

        private Optional<String> anyNamespace() {
            return attempt.facts().namespaces().stream()
                    .filter(namespace -> attempt.creator("", "services", "Service", namespace, any -> true)
                            .isPresent())
                    .findFirst();
        }

        /** @param name what the object is called unless it is applied under another */
        Optional<ApiCall> create(Resource resource, String name, Map<String, Object> content) {
            String namespace = namespace(resource);
            Optional<Creator> creator = resource.equals(ENDPOINTS)
                    ? attempt.creatorOf(resource.apiGroup(), resource.plural(), namespace, name)
                    : attempt.creator(resource.apiGroup(), resource.plural(), resource.kind(), namespace, any -> true);
            return creator.map(one -> {
                ImmutableMap.Builder<String, Object> body = ImmutableMap.builder();
                body.put("apiVersion", version(resource)).put("kind", resource.kind());
                if (!content.containsKey("metadata")) {
                    body.put("metadata", metadata(namespace, name));
                }
                return one.dryRun(
                        path(resource, namespace), body.putAll(content).buildOrThrow());
            });
        }

        Optional<ApiCall> change(Resource resource, String subresource, String name, Map<String, Object> content) {
            String namespace = object.namespace();
            String combined = resource.plural() + subresource;
            String url = path(resource, namespace) + "/" + ApiPath.encoded(name) + subresource + DRY_RUN;
            return attempt.who("patch", resource.apiGroup(), combined, namespace, name)
                    .map(who -> ApiCall.patch(who, url, ApiCall.MERGE_PATCH, Json.of(content)))
                    .or(() -> attempt.who("update", resource.apiGroup(), combined, namespace, name)
                            .map(who ->
                                    ApiCall.update(who, url, Json.of(content)).ontoCurrent()));
        }

        Optional<ApiCall> changeSlice(ObjectRef service) {
            return attempt.facts().cluster().endpointSlices().stream()
                    .filter(slice -> slice.kind().equals("EndpointSlice")
                            && slice.serviceName().equals(service.name())
                            && slice.meta().namespace().equals(service.namespace()))
                    .map(EndpointSlice::meta)
                    .flatMap(meta -> change(
                            SLICES,
                            "",
                            meta.name(),
                            ImmutableMap.of(
                                    "endpoints",
                                    ImmutableList.of(ImmutableMap.of("addresses", ImmutableList.of(ADDRESS)))))
                            .stream())
                    .findFirst();
        }

        /** Any pod of the namespace will do; labels of the Service's selector are written, or its address. */
        Optional<ApiCall> changePod(String subresource) {
            Map<String, String> selector = attempt.facts().cluster().services().stream()
                    .filter(service -> service.ref().equals(object))
                    .findFirst()
                    .map(service -> (Map<String, String>) service.selector())
                    .orElse(Map.of());
            ImmutableMap<String, Object> content = subresource.isEmpty()
                    ? ImmutableMap.of("metadata", ImmutableMap.of("labels", selector))
                    : ImmutableMap.of("status", ImmutableMap.of("podIP", ADDRESS));
            return attempt.facts().podGroups().stream()
                    .flatMap(group -> group.pods().stream())
                    .filter(pod -> !pod.virtual() && pod.namespace().equals(object.namespace()))
                    .map(Pod::meta)
                    .flatMap(meta -> change(PODS, subresource, meta.name(), content).stream())
                    .findFirst();
        }

        Optional<ApiCall> delete(Resource resource) {
            String url = path(resource, object.namespace());
            return attempt.who("delete", resource.apiGroup(), resource.plural(), object.namespace(), object.name())
                    .map(who -> ApiCall.delete(who, "delete", url + "/" + ApiPath.encoded(object.name()) + DRY_RUN))
                    .or(() -> attempt.who(
                                    "deletecollection", resource.apiGroup(), resource.plural(), object.namespace(), "")
                            .map(who -> ApiCall.delete(who, "deletecollection", url + DRY_RUN)));
        }

        private static String version(Resource resource) {
            return resource.apiGroup().isEmpty() ? resource.version() : resource.apiGroup() + "/" + resource.version();
        }

        private static String path(Resource resource, String namespace) {
            return ApiPath.of(resource.apiGroup(), resource.version(), namespace, resource.plural());
        }

        private static ImmutableMap<String, Object> metadata(String namespace, String name) {
            return namespace.isEmpty()
                    ? ImmutableMap.of("name", name)
                    : ImmutableMap.of("name", name, "namespace", namespace);
        }
    }
}

package dev.postern.ingest;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.PodTemplate;
import dev.postern.model.Workload;

/** Every kind that makes pods from a template. */
final class WorkloadReader {
    private Metadata metadata = Metadata.NONE;
    private Metadata templateMetadata = Metadata.NONE;
    private PodSpecReader templateSpec = new PodSpecReader();
    private int replicas = 1;
    private boolean suspended;

    private WorkloadReader() {}

    static Workload read(Values in, Identity identity) {
        WorkloadReader workload = new WorkloadReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> workload.metadata = Metadata.read(in);
                    case "spec" -> workload.spec(in, identity.kind());
                    default -> SecurityFields.skip(in, Spot.OBJECT);
                }
            }
        }
        boolean cron = identity.kind().equals("CronJob");
        return workload.build(in, identity, cron ? "spec.jobTemplate.spec.template" : "spec.template");
    }

    private void spec(Values in, String kind) {
        boolean cron = kind.equals("CronJob");
        boolean job = kind.equals("Job");
        boolean replicated = !cron && !job && !kind.equals("DaemonSet");
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "replicas" -> {
                    if (replicated) {
                        replicas = in.integer(1);
                    }
                }
                case "suspend" -> {
                    if (cron || job) {
                        suspended = in.bool();
                    }
                }
                case "template" -> {
                    if (!cron) {
                        template(in);
                    }
                }
                case "jobTemplate" -> {
                    if (cron) {
                        jobTemplate(in);
                    }
                }
                default -> SecurityFields.skip(in, Spot.WORKLOAD_SPEC);
            }
        }
    }

    private void jobTemplate(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "spec" -> jobSpec(in);
                default -> SecurityFields.skip(in, Spot.WORKLOAD_SPEC);
            }
        }
    }

    private void jobSpec(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "template" -> template(in);
                default -> SecurityFields.skip(in, Spot.WORKLOAD_SPEC);
            }
        }
    }

    private void template(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "metadata" -> templateMetadata = Metadata.ofPod(in);
                case "spec" -> {
                    templateSpec = new PodSpecReader();
                    templateSpec.read(in);
                }
                default -> SecurityFields.skip(in, Spot.TEMPLATE);
            }
        }
    }

    private Workload build(Values in, Identity identity, String templateField) {
        ImmutableSortedMap<String, String> labels = templateMetadata.labels();
        PodTemplate template = new PodTemplate(
                labels,
                templateMetadata.annotations(),
                templateSpec.build(in, templateMetadata.profiles()),
                templateField);
        return new Workload(metadata.of(identity), identity.kind(), template, replicas, suspended);
    }
}

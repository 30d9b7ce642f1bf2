package dev.postern.ingest;

import dev.postern.model.GatewayClass;

/** GatewayClasses. */
final class GatewayClassReader {
    private GatewayClassReader() {}

    static GatewayClass read(Values in, Identity identity) {
        Metadata metadata = Metadata.NONE;
        String controller = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> metadata = Metadata.read(in);
                    case "spec" -> controller = controller(in);
                    default -> in.skip();
                }
            }
        }
        return new GatewayClass(metadata.of(identity), controller);
    }

    private static String controller(Values in) {
        String name = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "controllerName" -> name = in.symbol();
                    default -> in.skip();
                }
            }
        }
        return name;
    }
}

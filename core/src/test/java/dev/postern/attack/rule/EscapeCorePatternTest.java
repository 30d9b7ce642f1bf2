package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;

final class EscapeCorePatternTest extends KernelFileCases {
    EscapeCorePatternTest() {
        super("/proc", "/proc/sys/kernel", "/proc/sys/vm", "random");
    }

    @Override
    EdgeRule technique() {
        return new EscapeCorePattern();
    }
}

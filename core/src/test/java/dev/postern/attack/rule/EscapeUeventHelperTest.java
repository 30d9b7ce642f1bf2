package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;

final class EscapeUeventHelperTest extends KernelFileCases {
    EscapeUeventHelperTest() {
        super("/sys", "/sys/kernel", "/sys/class", "debug");
    }

    @Override
    EdgeRule technique() {
        return new EscapeUeventHelper();
    }
}

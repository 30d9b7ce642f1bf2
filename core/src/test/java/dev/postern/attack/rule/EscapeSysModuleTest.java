package dev.postern.attack.rule;

final class EscapeSysModuleTest extends KernelCapabilityCases {
    EscapeSysModuleTest() {
        super(new EscapeSysModule(), "SYS_MODULE");
    }
}

package dev.postern.attack.rule;

final class EscapeSysRawioTest extends KernelCapabilityCases {
    EscapeSysRawioTest() {
        super(new EscapeSysRawio(), "SYS_RAWIO");
    }
}

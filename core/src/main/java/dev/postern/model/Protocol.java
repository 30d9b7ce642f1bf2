package dev.postern.model;

/** The transport protocols of ports and policies. */
public enum Protocol {
    TCP,
    UDP,
    SCTP
}

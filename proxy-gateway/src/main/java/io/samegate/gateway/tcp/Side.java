package io.samegate.gateway.tcp;

/** The two ends of a session. */
enum Side {
    CLIENT,
    BACKEND
}

package io.samegate.gateway.core;

/**
 * The doer of plans: holds the sockets. None of the methods throws for what a socket may do, and one socket never holds
 * up another. Called from one thread only.
 */
public interface Listeners {

    /** Takes the socket and serves the route; with no target the socket is held and clients are refused at once. */
    Binding open(Route route);

    /**
     * Gives new connections the route's targets; those that are open stay. Only for a socket that is held.
     *
     * @return refused when the socket could not go from refusing to serving; it is closed then
     */
    Binding retarget(Route route);

    /** Gives the socket back at once; its connections go on. */
    Leftover close(ListenAddress listen);

    /** The connections of a socket that has been closed. */
    interface Leftover {
        /** How many there still are. */
        int open();

        /** Ends them all with a reset. */
        void cut();
    }
}

package io.samegate.gateway.tcp;

import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.io.IOException;

/**
 * A port that is ours until {@link #release()}: at first it refuses, then it serves or refuses as told. The methods are
 * called from one thread, never an event loop, and return when the system has done it.
 */
interface HeldPort {

    /**
     * Accepts connections; the acceptor gets them, unregistered, on {@code loop}. Does nothing when it serves already.
     *
     * @throws IOException when somebody else took to listening here; the port is released then
     */
    void serve(EventLoop loop, ChannelHandler acceptor) throws IOException;

    /** Refuses new connections at once; those that are open go on. */
    void refuse();

    void release();
}

package io.samegate.gateway.tcp;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DuplexChannel;
import io.samegate.gateway.core.Balancer;
import io.samegate.gateway.core.ListenAddress;
import io.samegate.gateway.core.Listeners;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One held socket with its sessions. Held, aimed and released by the thread of {@link TcpListeners}; accepts on one event
 * loop and deals its sessions out over all.
 */
final class TcpListener implements Listeners.Leftover {

    private static final Logger LOGGER = LoggerFactory.getLogger(TcpListener.class);

    /** One for all listeners of a process. */
    record Tools(TcpSettings settings, Sockets sockets, Ledger ledger, EventLoopGroup loops) {}

    private final ListenAddress listen;
    private final HeldPort port;
    private final Tools tools;
    private final EventLoop acceptLoop;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicLong turn = new AtomicLong(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
    private volatile List<Target> targets = List.of();

    TcpListener(ListenAddress listen, HeldPort port, Tools tools) {
        this.listen = listen;
        this.port = port;
        this.tools = tools;
        this.acceptLoop = tools.loops().next();
    }

    /**
     * New connections go to these from now on; with none they are refused.
     *
     * @throws IOException when somebody else listens here by now
     */
    void aim(List<Target> newTargets) throws IOException {
        targets = List.copyOf(newTargets);
        if (newTargets.isEmpty()) {
            port.refuse();
        } else {
            port.serve(acceptLoop, new AcceptHandler(this));
        }
    }

    /** Gives the socket back; the sessions go on. */
    void release() {
        targets = List.of();
        port.release();
    }

    @Override
    public int open() {
        return sessions.size();
    }

    @Override
    public void cut() {
        sessions.forEach(Session::cut);
    }

    /** A client; on the accepting loop. */
    void accept(DuplexChannel client) {
        if (!tools.ledger().accept(tools.settings().maxConnections())) {
            LOGGER.atDebug().addKeyValue("address", listen).log("too many connections, resetting the newest");
            Sockets.resetOnClose(client);
            client.unsafe().closeForcibly();
            return;
        }
        tools.sockets().prepare(client);
        EventLoop loop = tools.loops().next();
        Session session = new Session(this, loop, client, nanoTime());
        sessions.add(session);
        loop.execute(session::start);
    }

    /**
     * The endpoint for a connection, already counted: either whoever takes an endpoint out of the targets sees it counted
     * afterwards, or the endpoint is not taken.
     */
    Optional<Target> take(Set<Target> tried) {
        while (true) {
            List<Target> current = targets;
            Optional<Target> chosen = Balancer.choose(current, tried, nextTurn(tried.isEmpty()));
            if (chosen.isEmpty()) {
                return chosen;
            }
            String podUid = chosen.get().endpoint().podUid();
            tools.ledger().began(podUid);
            if (isStill(current)) {
                return chosen;
            }
            tools.ledger().ended(podUid);
        }
    }

    /** A session has ended. */
    void over(Session session) {
        sessions.remove(session);
        tools.ledger().gone();
    }

    Sockets sockets() {
        return tools.sockets();
    }

    Ledger ledger() {
        return tools.ledger();
    }

    TcpSettings settings() {
        return tools.settings();
    }

    /** For patience only: a duration, not a time of day. */
    long nanoTime() {
        return System.nanoTime();
    }

    private long nextTurn(boolean isFirst) {
        return isFirst ? turn.getAndIncrement() : ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    }

    @SuppressWarnings("ReferenceEquality") // a list that is equal but newer is as good a reason to choose again
    private boolean isStill(List<Target> current) {
        return targets == current;
    }
}

package io.samegate.gateway.tcp;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import io.samegate.gateway.tcp.SessionState.Closed;
import io.samegate.gateway.tcp.SessionState.Connecting;
import io.samegate.gateway.tcp.SessionState.Ending;
import io.samegate.gateway.tcp.SessionState.Open;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client and the endpoint it was given. Confined to one event loop, on which both channels are; {@link #cut()} alone
 * may be called from anywhere.
 *
 * <p>The client's channel joins the loop only once the backend is connected: until then nothing can be read from it, not
 * even by a half-close, so another endpoint can be tried without the client noticing.
 */
final class Session implements RelayHandler.Events {

    private static final Logger LOGGER = LoggerFactory.getLogger(Session.class);

    private final TcpListener listener;
    private final EventLoop loop;
    private final DuplexChannel client;
    private final long startNanos;
    private SessionState state = Connecting.start();
    private Optional<DuplexChannel> backend = Optional.empty();

    Session(TcpListener listener, EventLoop loop, DuplexChannel client, long nowNanos) {
        this.listener = listener;
        this.loop = loop;
        this.client = client;
        this.startNanos = nowNanos;
    }

    /** Begins, on the event loop. */
    void start() {
        if (state instanceof Connecting connecting) {
            tryNext(connecting);
        }
    }

    /** Ends it with a reset to both sides. */
    void cut() {
        loop.execute(() -> close(Ending.CUT));
    }

    /** An end of input has to reach the other side behind all bytes that came before it. */
    @Override
    public void ended(Side side) {
        if (state instanceof Open open && !open.hasEnded(side)) {
            state = open.ended(side);
            DuplexChannel other = side == Side.CLIENT ? backend.orElseThrow() : client;
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((Future<Void> written) -> {
                if (written.isSuccess()) {
                    other.shutdownOutput().addListener((Future<Void> done) -> finishIfBothEnded());
                }
            });
        }
    }

    @Override
    public void failed(Side side, Throwable cause) {
        LOGGER.atDebug().addKeyValue("side", side).addKeyValue("cause", cause).log("connection failed");
        close(Ending.RESET);
    }

    @Override
    public void closed(Side side) {
        close(Ending.RESET);
    }

    private void tryNext(Connecting connecting) {
        Optional<Target> next = hasPatience() ? listener.take(connecting.tried()) : Optional.empty();
        if (next.isEmpty()) {
            close(Ending.UNREACHABLE);
            return;
        }
        Target target = next.get();
        state = connecting.trying(target);
        DuplexChannel channel = listener.sockets().toBackend();
        backend = Optional.of(channel);
        join(channel);
        channel.connect(target.address()).addListener((Future<Void> attempt) -> attempted(target, channel, attempt));
    }

    private void attempted(Target target, DuplexChannel channel, Future<Void> attempt) {
        if (!(state instanceof Connecting connecting)) {
            discard(channel);
        } else if (attempt.isSuccess()) {
            state = connecting.connected();
            relay(channel);
        } else {
            LOGGER.atDebug()
                    .addKeyValue("backend", target.address())
                    .addKeyValue("cause", attempt.cause())
                    .log("endpoint did not take the connection");
            discard(channel);
            leave(target);
            Connecting next = connecting.failed();
            state = next;
            tryNext(next);
        }
    }

    private void relay(DuplexChannel channel) {
        channel.pipeline().addLast("relay", new RelayHandler(Side.BACKEND, client, this));
        client.pipeline().addLast("relay", new RelayHandler(Side.CLIENT, channel, this));
        join(client);
        channel.config().setAutoRead(true);
    }

    private void join(DuplexChannel channel) {
        loop.register(channel).addListener((Future<Void> joined) -> {
            if (!joined.isSuccess()) {
                close(Ending.RESET);
            }
        });
    }

    private boolean hasPatience() {
        return listener.nanoTime() - startNanos
                < listener.settings().connectPatience().toNanos();
    }

    private void finishIfBothEnded() {
        if (client.isOutputShutdown() && backend.orElseThrow().isOutputShutdown()) {
            close(Ending.FINISHED);
        }
    }

    private void close(Ending ending) {
        SessionState last = state;
        state = new Closed(ending);
        switch (last) {
            case Connecting(Optional<Target> current, Set<Target> tried) -> current.ifPresent(this::leave);
            case Open open -> leave(open.target());
            case Closed before -> {
                state = before;
                return;
            }
        }
        close(client, ending);
        backend.ifPresent(channel -> close(channel, ending));
        listener.over(this);
    }

    private void leave(Target target) {
        listener.ledger().ended(target.endpoint().podUid());
    }

    /** Only what both sides have finished is closed in peace; otherwise the other side must hear that it was not. */
    private static void close(DuplexChannel channel, Ending ending) {
        if (ending != Ending.FINISHED) {
            Sockets.resetOnClose(channel);
        }
        discard(channel);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody could do anything about a close that fails
    private static void discard(DuplexChannel channel) {
        if (channel.isRegistered()) {
            channel.close();
        } else {
            channel.unsafe().closeForcibly();
        }
    }
}

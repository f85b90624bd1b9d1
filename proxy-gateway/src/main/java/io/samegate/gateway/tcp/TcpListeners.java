package io.samegate.gateway.tcp;

import io.netty.channel.EventLoopGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.samegate.gateway.core.BindFailure;
import io.samegate.gateway.core.Binding;
import io.samegate.gateway.core.Connections;
import io.samegate.gateway.core.Endpoint;
import io.samegate.gateway.core.ListenAddress;
import io.samegate.gateway.core.Listeners;
import io.samegate.gateway.core.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TCP sockets of a node and the threads that serve them. Used by one thread. */
public final class TcpListeners implements Listeners, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(TcpListeners.class);

    private static final Binding BOUND = new Binding.Bound();

    private final Transport transport;
    private final TcpListener.Tools tools;
    private final Map<ListenAddress, TcpListener> listeners = new HashMap<>();

    public TcpListeners(TcpSettings settings) {
        this(settings, Transport.best(settings.backlog()));
    }

    TcpListeners(TcpSettings settings, Transport transport) {
        this.transport = transport;
        EventLoopGroup loops = transport.loops(settings.eventLoops(), new DefaultThreadFactory("tcp", true));
        this.tools = new TcpListener.Tools(settings, new Sockets(transport, settings), new Ledger(), loops);
    }

    /** Whether the text is an IP address, of any machine. */
    public static boolean isAddress(String text) {
        return NetUtil.createInetAddressFromIpAddressString(text) != null;
    }

    @Override
    public Binding open(Route route) {
        InetAddress address =
                NetUtil.createInetAddressFromIpAddressString(route.listen().address());
        if (address == null) {
            return new Binding.Refused(BindFailure.OTHER, BindFailure.OTHER.reason() + ": not an IP address");
        }
        try {
            HeldPort port =
                    transport.hold(new InetSocketAddress(address, route.listen().port()));
            listeners.put(route.listen(), new TcpListener(route.listen(), port, tools));
        } catch (IOException e) {
            return refused(e);
        }
        return retarget(route);
    }

    @Override
    public Binding retarget(Route route) {
        try {
            listeners.get(route.listen()).aim(targets(route));
            return BOUND;
        } catch (IOException e) {
            listeners.remove(route.listen());
            return refused(e);
        }
    }

    @Override
    public Leftover close(ListenAddress listen) {
        TcpListener listener = listeners.remove(listen);
        listener.release();
        return listener;
    }

    /** The connections of all sockets. */
    public Connections connections() {
        return tools.ledger();
    }

    /** How many clients are connected; from any thread. */
    public int open() {
        return tools.ledger().accepted();
    }

    /** Gives back all sockets and ends what is still connected. */
    @Override
    public void close() {
        listeners.values().forEach(TcpListener::release);
        listeners.values().forEach(TcpListener::cut);
        listeners.clear();
        tools.loops().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static List<Target> targets(Route route) {
        List<Target> targets = new ArrayList<>();
        for (Endpoint endpoint : route.targets()) {
            InetAddress address = NetUtil.createInetAddressFromIpAddressString(endpoint.address());
            if (address == null) {
                LOGGER.atWarn()
                        .addKeyValue("service", route.service().key())
                        .addKeyValue("backend", endpoint.address())
                        .log("an endpoint without an IP address is left out");
            } else {
                targets.add(new Target(endpoint, new InetSocketAddress(address, endpoint.port())));
            }
        }
        return targets;
    }

    private static Binding refused(IOException cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        BindFailure failure = failure(message);
        return new Binding.Refused(
                failure, failure == BindFailure.OTHER ? failure.reason() + ": " + message : failure.reason());
    }

    /** Epoll and the JDK both quote the system's own text. */
    private static BindFailure failure(String message) {
        if (message.contains("Address already in use")) {
            return BindFailure.ADDRESS_IN_USE;
        }
        if (message.contains("Permission denied")) {
            return BindFailure.PERMISSION_DENIED;
        }
        if (message.contains("Cannot assign requested address") || message.contains("Can't assign requested address")) {
            return BindFailure.ADDRESS_NOT_AVAILABLE;
        }
        return message.contains("Too many open files") ? BindFailure.TOO_MANY_OPEN_FILES : BindFailure.OTHER;
    }
}

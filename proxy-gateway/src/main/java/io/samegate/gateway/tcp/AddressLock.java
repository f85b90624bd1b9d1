package io.samegate.gateway.tcp;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.Optional;

/**
 * Keeps a node address for one gateway: an abstract Unix socket, which the system takes back whatever way a process
 * ends, and which two containers with networks of their own do not share. Where there is no epoll there is no such lock.
 */
public final class AddressLock implements AutoCloseable {

    private static final String NAME = "\0samegate-gateway/";

    private final Optional<Socket> socket;

    private AddressLock(Optional<Socket> socket) {
        this.socket = socket;
    }

    /** Takes the address; empty when another gateway of this machine has it. */
    public static Optional<AddressLock> take(String address) {
        if (!Epoll.isAvailable()) {
            return Optional.of(new AddressLock(Optional.empty()));
        }
        Socket socket = Socket.newSocketDomain();
        AddressLock lock = new AddressLock(Optional.of(socket));
        try {
            socket.bind(new DomainSocketAddress(NAME + address));
            return Optional.of(lock);
        } catch (IOException e) {
            lock.close();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        socket.ifPresent(AddressLock::closeQuietly);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("the lock of a node address cannot be given back", e);
        }
    }
}

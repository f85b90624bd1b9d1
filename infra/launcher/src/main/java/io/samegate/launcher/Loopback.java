package io.samegate.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** What this system's loopback interface can do. */
final class Loopback {

    private Loopback() {}

    /** Whether all of 127/8 answers, as on Linux; where it does not, there is one node on 127.0.0.1. */
    static boolean isWide() {
        return problemOf("127.0.0.11", 0).isEmpty();
    }

    /** Why a port cannot be bound; empty if it can. */
    static String problemOf(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}

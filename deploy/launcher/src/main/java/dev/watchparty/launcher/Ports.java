package dev.watchparty.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;

/// Ports of this machine. What is free now may be taken a moment later: the service then says so itself and ends.
final class Ports {

    private Ports() {}

    /// The port itself, or a free one for 0. Stops where it is taken.
    static int claim(String host, int port, String flag) {
        if (port == 0) {
            return free(host);
        }
        if (isTaken(host, port)) {
            throw new Refusal("Port " + port + " is taken: stop what uses it, or choose another with " + flag + " "
                    + (port < 65000 ? port + 100 : port - 100) + ".");
        }
        return port;
    }

    /// The usual port where it is free, else any free one.
    static int prefer(String host, int usual) {
        return isTaken(host, usual) ? free(host) : usual;
    }

    /// A name or address under which this machine itself reaches a service that binds to `host`.
    static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }

    private static boolean isTaken(String host, int port) {
        InetAddress address = address(host);
        // Some systems let a wildcard and a loopback listener share a port, so that a bind alone would not notice.
        InetAddress asked = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(asked, port), 300);
            return true;
        } catch (IOException e) {
            // Nobody answers there.
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static int free(String host) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address(host), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new Refusal("No port of " + host + " is free: choose another address with --host.", e);
        }
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new Refusal(
                    "--host is \"" + host + "\", which is no address of this machine: 127.0.0.1 serves this"
                            + " machine alone, 0.0.0.0 everyone who reaches it.",
                    e);
        }
    }
}

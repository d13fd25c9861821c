package dev.watchparty.launcher;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/// Addresses under which others at home reach this machine.
final class LocalNetwork {

    private LocalNetwork() {}

    /// Private IPv4 addresses of interfaces that are up, those of container bridges and their like left out.
    static List<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(LocalNetwork::isReal)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && address.isSiteLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .sorted()
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static boolean isReal(NetworkInterface network) {
        try {
            return network.isUp()
                    && !network.isLoopback()
                    && !network.isVirtual()
                    && !network.getName().matches("(docker|br-|veth|virbr|vboxnet|vmnet|podman|cni|tun|tap).*");
        } catch (SocketException e) {
            return false;
        }
    }
}

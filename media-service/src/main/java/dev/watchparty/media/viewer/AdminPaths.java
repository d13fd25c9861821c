package dev.watchparty.media.viewer;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Which addresses are the admin's. Spellings that some router might take for one of them count as that one: escapes,
/// matrix parameters, empty segments and upper case are looked through. The REST layer does take `%2F` for a slash.
final class AdminPaths {

    private AdminPaths() {}

    /// @param path as the router sees it, dot segments removed
    static boolean isAdmins(String path) {
        try {
            return isAdminsDecoded(URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            // Whatever a broken escape means to whom, it is not for strangers.
            return true;
        }
    }

    private static boolean isAdminsDecoded(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            int parameters = segment.indexOf(';');
            String name = parameters < 0 ? segment : segment.substring(0, parameters);
            if (!name.isEmpty()) {
                segments.add(name.toLowerCase(Locale.ROOT));
            }
        }
        if (segments.isEmpty()) {
            return false;
        }
        return switch (segments.getFirst()) {
            case "q" -> !(segments.size() > 1 && segments.get(1).equals("health"));
            case "api" -> segments.size() > 1 && isAdminsCall(segments.get(1));
            default -> false;
        };
    }

    private static boolean isAdminsCall(String call) {
        return call.startsWith("media") || call.startsWith("delivery");
    }
}

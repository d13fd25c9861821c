package dev.watchparty.media.pages;

import java.util.List;
import java.util.Locale;

/// Whether a client takes gzip (RFC 9110 12.5.3).
final class AcceptEncoding {

    private AcceptEncoding() {}

    /// @param fieldLines lines of `Accept-Encoding`
    static boolean takesGzip(List<String> fieldLines) {
        boolean takesAny = false;
        for (String element : String.join(",", fieldLines).split(",", -1)) {
            String[] coding = element.split(";", 2);
            boolean wanted = coding.length == 1 || !isZero(coding[1]);
            switch (coding[0].strip().toLowerCase(Locale.ROOT)) {
                case "gzip", "x-gzip" -> {
                    return wanted;
                }
                case "*" -> takesAny = wanted;
                default -> {}
            }
        }
        return takesAny;
    }

    private static boolean isZero(String weight) {
        return weight.strip().toLowerCase(Locale.ROOT).matches("q\\s*=\\s*0(\\.0{0,3})?");
    }
}

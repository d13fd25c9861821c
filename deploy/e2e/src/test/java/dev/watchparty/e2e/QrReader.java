package dev.watchparty.e2e;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.watchparty.deploy.Project;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads a QR code off a screen, as a telephone's camera does. Its reader comes with the pages' npm packages, and runs
/// in the page, as a script of the page's own site.
final class QrReader {

    private static final Pattern SCRIPT = Pattern.compile("/qr-reader/(decode|index)\\.js$");

    private static final String READ = """
            async png => {
              const { default: decodeQR } = await import("/qr-reader/decode.js");
              const bytes = Uint8Array.from(atob(png), each => each.charCodeAt(0));
              const picture = await createImageBitmap(new Blob([bytes]));
              const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
              context.drawImage(picture, 0, 0);
              return decodeQR(context.getImageData(0, 0, picture.width, picture.height));
            }""";

    private QrReader() {}

    /// What the code says that can be seen there. Fails where there is none.
    static String textOf(Page page, Locator code) {
        page.route(SCRIPT, QrReader::answer);
        return String.valueOf(page.evaluate(READ, Base64.getEncoder().encodeToString(code.screenshot())));
    }

    private static void answer(Route route) {
        String address = route.request().url();
        String name = address.substring(address.lastIndexOf('/') + 1);
        route.fulfill(new Route.FulfillOptions()
                .setHeaders(Map.of("Content-Type", "text/javascript"))
                .setBody(Project.text("web-ui/node_modules/qr/" + name)));
    }
}

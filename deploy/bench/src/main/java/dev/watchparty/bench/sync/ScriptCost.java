package dev.watchparty.bench.sync;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What a page's main thread is busy with: V8's sampling profiler says with what, the thread's own clock for how long,
/// so that waiting for a core does not count.
///
/// @param own part of a core that goes into the page's own script and what it calls: all of it, sync and the rest
/// @param all part of a core that goes into any script, those of the measurement included
record ScriptCost(double own, double all) {

    private static final int SAMPLE_MICROS = 500;

    /// @param kept where the profile goes, for Chromium's developer tools
    static ScriptCost measure(Page page, Duration length, Path kept) throws InterruptedException, IOException {
        CDPSession session = page.context().newCDPSession(page);
        session.send("Performance.enable", parameter("timeDomain", new JsonPrimitive("threadTicks")));
        session.send("Profiler.enable");
        session.send("Profiler.setSamplingInterval", parameter("interval", new JsonPrimitive(SAMPLE_MICROS)));
        session.send("Profiler.start");
        double scriptSeconds = scriptSeconds(session);
        long startNanos = System.nanoTime();
        Thread.sleep(length);
        scriptSeconds = scriptSeconds(session) - scriptSeconds;
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        JsonObject profile = session.send("Profiler.stop").getAsJsonObject("profile");
        session.detach();
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, profile.toString());
        return new ScriptCost(scriptSeconds / seconds * ownPart(profile), scriptSeconds / seconds);
    }

    private static JsonObject parameter(String name, JsonPrimitive value) {
        JsonObject parameters = new JsonObject();
        parameters.add(name, value);
        return parameters;
    }

    private static double scriptSeconds(CDPSession session) {
        for (JsonElement metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            JsonObject named = metric.getAsJsonObject();
            if (named.get("name").getAsString().equals("ScriptDuration")) {
                return named.get("value").getAsDouble();
            }
        }
        throw new IllegalStateException("the browser does not say how long scripts ran");
    }

    /// Of the time in scripts, the part in the page's own.
    ///
    /// @param profile as in the DevTools protocol, Profiler.Profile
    private static double ownPart(JsonObject profile) {
        Map<Integer, JsonObject> nodes = new HashMap<>();
        for (JsonElement node : profile.getAsJsonArray("nodes")) {
            nodes.put(node.getAsJsonObject().get("id").getAsInt(), node.getAsJsonObject());
        }
        Set<Integer> own = new HashSet<>();
        for (JsonObject node : nodes.values()) {
            if (url(node).startsWith("http")) {
                addWithCallees(node, nodes, own);
            }
        }
        JsonArray samples = profile.getAsJsonArray("samples");
        JsonArray deltas = profile.getAsJsonArray("timeDeltas");
        double ownMicros = 0;
        double busyMicros = 0;
        for (int i = 0; i < samples.size(); i++) {
            int id = samples.get(i).getAsInt();
            // A sample stands for the time until the next one.
            double micros = i + 1 < deltas.size() ? deltas.get(i + 1).getAsDouble() : 0;
            JsonObject node = nodes.get(id);
            String name = node == null ? "" : frame(node).get("functionName").getAsString();
            ownMicros += own.contains(id) ? micros : 0;
            busyMicros += name.equals("(idle)") || name.equals("(program)") ? 0 : micros;
        }
        return busyMicros == 0 ? 0 : ownMicros / busyMicros;
    }

    private static void addWithCallees(JsonObject node, Map<Integer, JsonObject> nodes, Set<Integer> own) {
        if (own.add(node.get("id").getAsInt()) && node.has("children")) {
            for (JsonElement child : node.getAsJsonArray("children")) {
                JsonObject callee = nodes.get(child.getAsInt());
                if (callee != null) {
                    addWithCallees(callee, nodes, own);
                }
            }
        }
    }

    private static String url(JsonObject node) {
        return frame(node).get("url").getAsString();
    }

    private static JsonObject frame(JsonObject node) {
        return node.getAsJsonObject("callFrame");
    }
}

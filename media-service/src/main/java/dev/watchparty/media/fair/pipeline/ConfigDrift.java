package dev.watchparty.media.fair.pipeline;

import dev.watchparty.media.digest.Sha256;
import dev.watchparty.media.fair.pipeline.UplinkMemory.Remembered;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/// Says once a start, in one line that begins with `fair-config-drift`, where the fair settings are not what whoever
/// starts the service may think: a live setting of the admin that goes before the configured one, a variable that is
/// none, settings that differ from those of the last start. Says nothing where nothing of that is so.
@Singleton
@RegisterForReflection(targets = FairConfig.class)
final class ConfigDrift {

    private static final Logger LOG = Logger.getLogger(ConfigDrift.class);

    static final String EVENT = "fair-config-drift";

    private static final String PREFIX = "watchparty.fair.";
    private static final Pattern OURS = Pattern.compile("(WATCHPARTY_)?FAIR_.*");
    /// The variable that people know for `watchparty.fair.delivery`.
    private static final String SWITCH = "FAIR_DELIVERY";

    private final FairConfig config;
    private final UplinkMemory memory;

    @Inject
    ConfigDrift(FairConfig config, UplinkMemory memory) {
        this.config = config;
        this.memory = memory;
    }

    void start(@Observes StartupEvent started) {
        Remembered remembered = memory.read();
        SortedMap<String, String> settings = settings(config);
        List<String> drift = drift(settings, remembered, System.getenv().keySet());
        if (!drift.isEmpty()) {
            LOG.warnf("%s: %s", EVENT, String.join("; ", drift));
        }
        String fingerprint = fingerprint(settings);
        if (!fingerprint.equals(remembered.fingerprint())) {
            try {
                memory.keepFingerprint(fingerprint);
            } catch (IOException e) {
                LOG.warnf("Cannot keep the fair settings' fingerprint: %s", e.getMessage());
            }
        }
    }

    /// What there is to say.
    ///
    /// @param settings by key, as they are configured
    /// @param variables names of the environment
    static List<String> drift(SortedMap<String, String> settings, Remembered remembered, Set<String> variables) {
        List<String> drift = new ArrayList<>();
        String key = PREFIX + "uplink";
        UplinkSetting live = remembered.setting();
        if (live != null && !live.toString().equals(settings.get(key))) {
            drift.add(key + " is " + live + " as the admin set it, which goes before " + settings.get(key)
                    + " as it is configured");
        }
        Set<String> known = new TreeSet<>(Set.of(SWITCH));
        settings.keySet().forEach(name -> known.add(variable(name)));
        for (String variable : new TreeSet<>(variables)) {
            if (OURS.matcher(variable).matches() && !known.contains(variable)) {
                drift.add(variable + " is no setting and changes nothing");
            }
        }
        String fingerprint = fingerprint(settings);
        String last = remembered.fingerprint();
        if (last != null && !last.equals(fingerprint)) {
            drift.add("the settings (" + fingerprint + ") are not those of the last start (" + last + ")");
        }
        return drift;
    }

    /// Every setting of the mapping by its key.
    static SortedMap<String, String> settings(FairConfig config) {
        SortedMap<String, String> settings = new TreeMap<>();
        for (Method method : FairConfig.class.getMethods()) {
            if (Modifier.isAbstract(method.getModifiers())) {
                String name = method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
                try {
                    Object value = method.invoke(config);
                    settings.put(PREFIX + name, text(value));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("cannot read " + PREFIX + name, e);
                }
            }
        }
        return settings;
    }

    /// Changes with every setting.
    static String fingerprint(SortedMap<String, String> settings) {
        return HexFormat.of().formatHex(Sha256.of(settings.toString().getBytes(StandardCharsets.UTF_8)), 0, 6);
    }

    private static String text(Object value) {
        return value instanceof MemorySize size ? Long.toString(size.asLongValue()) : value.toString();
    }

    private static String variable(String key) {
        return key.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}

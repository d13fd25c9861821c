package dev.watchparty.deploy;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Every setting of a packaged service: the methods of its `@ConfigMapping` interfaces, read from its classes, and
/// what its `application.properties` takes from the environment.
final class ServiceSettings {

    /// One setting.
    ///
    /// @param variable of the environment that sets it
    /// @param fallback used where the variable is not set; absent where there is none
    /// @param required whether the service does not start without it
    record Setting(String variable, Optional<String> fallback, boolean required) {}

    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::([^}]*))?}");

    private final TreeMap<String, Setting> byVariable = new TreeMap<>();
    private final Properties properties = new Properties();

    private ServiceSettings() {}

    /// @param module the service's folder
    static ServiceSettings of(String module) {
        Path application = Project.file(module).resolve("target/quarkus-app");
        ServiceSettings settings = new ServiceSettings();
        try (Reader reader =
                        Files.newBufferedReader(Project.file(module + "/src/main/resources/application.properties"));
                URLClassLoader classes = new URLClassLoader(jars(application), null)) {
            settings.properties.load(reader);
            settings.addExpressions();
            for (String name : classNames(application.resolve("app"))) {
                settings.addMapping(classes.loadClass(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return settings;
    }

    List<Setting> all() {
        return List.copyOf(byVariable.values());
    }

    Optional<Setting> find(String variable) {
        return Optional.ofNullable(byVariable.get(variable));
    }

    private void addExpressions() {
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith("%") || key.startsWith("watchparty.")) {
                continue;
            }
            Matcher expression = EXPRESSION.matcher(properties.getProperty(key));
            while (expression.find()) {
                Optional<String> fallback = Optional.ofNullable(expression.group(2));
                add(new Setting(expression.group(1), fallback, fallback.isEmpty()));
            }
        }
    }

    private void addMapping(Class<?> type) throws ReflectiveOperationException {
        for (Annotation annotation : type.getAnnotations()) {
            if (annotation.annotationType().getName().equals("io.smallrye.config.ConfigMapping")) {
                addGroup(type, value(annotation, "prefix"));
            }
        }
    }

    private void addGroup(Class<?> group, String prefix) throws ReflectiveOperationException {
        for (Method method : group.getMethods()) {
            if (!Modifier.isAbstract(method.getModifiers())) {
                continue;
            }
            String key = prefix + "." + annotation(method, "WithName").orElse(kebab(method.getName()));
            Class<?> type = method.getReturnType();
            boolean converted = annotation(method, "WithConverter").isPresent();
            if (!converted && type.isInterface() && type.getName().startsWith("dev.watchparty.")) {
                addGroup(type, key);
                continue;
            }
            add(setting(key, annotation(method, "WithDefault"), type.equals(Optional.class)));
        }
    }

    private Setting setting(String key, Optional<String> fallback, boolean optional) {
        String configured = properties.getProperty(key);
        if (configured == null) {
            return new Setting(variable(key), fallback, fallback.isEmpty() && !optional);
        }
        // `${ADMIN_KEY}`: another variable, that of the design note, stands for this one.
        Matcher expression = EXPRESSION.matcher(configured);
        return expression.matches()
                ? new Setting(
                        expression.group(1),
                        Optional.ofNullable(expression.group(2)).filter(text -> !text.isEmpty()),
                        expression.group(2) == null)
                : new Setting(variable(key), Optional.of(configured), false);
    }

    private void add(Setting setting) {
        byVariable.put(setting.variable(), setting);
    }

    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String kebab(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static Optional<String> annotation(Method method, String name) throws ReflectiveOperationException {
        for (Annotation annotation : method.getAnnotations()) {
            if (annotation.annotationType().getName().equals("io.smallrye.config." + name)) {
                return Optional.of(value(annotation, "value"));
            }
        }
        return Optional.empty();
    }

    private static String value(Annotation annotation, String element) throws ReflectiveOperationException {
        return annotation.annotationType().getMethod(element).invoke(annotation).toString();
    }

    private static List<String> classNames(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        for (File jar : filesIn(folder)) {
            try (JarFile open = new JarFile(jar)) {
                Collections.list(open.entries()).stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith("dev/watchparty/") && name.endsWith(".class"))
                        .filter(name -> !name.endsWith("package-info.class"))
                        .map(name -> name.substring(0, name.length() - ".class".length())
                                .replace('/', '.'))
                        .forEach(names::add);
            }
        }
        return names;
    }

    private static URL[] jars(Path application) {
        return Stream.of("app", "lib/main", "lib/boot")
                .flatMap(folder -> filesIn(application.resolve(folder)).stream())
                .map(ServiceSettings::url)
                .toArray(URL[]::new);
    }

    private static List<File> filesIn(Path folder) {
        File[] files = folder.toFile().listFiles();
        if (files == null) {
            throw new AssertionError(folder + " is missing: run ./watchparty test, or mvn -pl deploy/e2e -am verify.");
        }
        return Arrays.asList(files);
    }

    private static URL url(File file) {
        try {
            return file.toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}

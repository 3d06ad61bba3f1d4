package io.openintake.registry;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The operations that the resource classes serve. */
final class Routes {
    private static final String PREFIX = "/v1beta/projects/{projectId}/regions/{regionId}";

    private Routes() {}

    /** Method and path below the prefix, with {@code {}} for every id, sorted. */
    static List<String> ofAllResources() throws ClassNotFoundException {
        List<String> routes = new ArrayList<>();
        for (JavaClass found : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.openintake.registry.http")) {
            if (found.isAnnotatedWith(Path.class)) {
                Class<?> resource = Class.forName(found.getName());
                for (Method method : resource.getDeclaredMethods()) {
                    Arrays.stream(method.getAnnotations())
                            .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                            .filter(verb -> verb != null)
                            .forEach(verb -> routes.add(verb.value() + " " + path(resource, method)));
                }
            }
        }
        return routes.stream().sorted().toList();
    }

    private static String path(Class<?> resource, Method method) {
        String below = resource.getAnnotation(Path.class).value().substring(PREFIX.length());
        Path own = method.getAnnotation(Path.class);
        String whole = own == null ? below : below + "/" + own.value();
        return whole.replaceAll("\\{[^}]+}", "{}");
    }
}

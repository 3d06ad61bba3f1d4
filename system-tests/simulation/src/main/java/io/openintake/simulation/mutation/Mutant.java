package io.openintake.simulation.mutation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The simulation and the machine that it drives, loaded once more with a defect in them: the mutated sources are
 * compiled in memory, so production code carries no hooks for it.
 */
public final class Mutant extends ClassLoader {
    private static final String OURS = "io.openintake.";

    private final Map<String, byte[]> mutated;

    private Mutant(Map<String, byte[]> mutated) {
        super(Mutant.class.getClassLoader());
        this.mutated = mutated;
    }

    /**
     * The simulation with the defect.
     *
     * @param root of the checkout
     * @param seed name of the class that runs a seed
     */
    @SuppressWarnings("unchecked")
    public static LongFunction<String> of(Mutation mutation, Path root, String seed) {
        try {
            Mutant loader = new Mutant(compiled(mutation, root));
            return (LongFunction<String>)
                    loader.loadClass(seed).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("mutation " + mutation.name() + " cannot be loaded", broken);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Optional<Class<?>> known = Optional.ofNullable(findLoadedClass(name));
            return known.isPresent() ? known.get() : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] code = mutated.containsKey(name) ? mutated.get(name) : original(name);
        if (code == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, code, 0, code.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream code = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (code == null) {
                throw new ClassNotFoundException(name);
            }
            return code.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, byte[]> compiled(Mutation mutation, Path root) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Mutation.Edit edit : mutation.edits()) {
            sources.computeIfAbsent(edit.file(), file -> read(root.resolve(file)));
            sources.computeIfPresent(edit.file(), (file, source) -> edit.applied(source));
        }
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((file, text) -> units.add(new Source(file, text)));
        JavaCompiler compiler = Optional.ofNullable(ToolProvider.getSystemJavaCompiler())
                .orElseThrow(() -> new IllegalStateException("mutations need a JDK, not only a Java runtime"));
        StringWriter messages = new StringWriter();
        try (Output output = new Output(compiler.getStandardFileManager(null, null, null))) {
            List<String> options =
                    List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"));
            if (!compiler.getTask(messages, output, null, options, null, units).call()) {
                throw new IllegalStateException("mutation " + mutation.name() + " does not compile:\n" + messages);
            }
            return output.classes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String file, String text) {
            super(URI.create("string:///" + file), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps the compiled classes in memory. */
    private static final class Output extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

        Output(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream code = new ByteArrayOutputStream();
                    written.put(name, code);
                    return code;
                }
            };
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new HashMap<>();
            written.forEach((name, code) -> classes.put(name, code.toByteArray()));
            return classes;
        }
    }
}

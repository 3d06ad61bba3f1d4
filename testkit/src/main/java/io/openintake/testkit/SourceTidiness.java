package io.openintake.testkit;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What is untidy in one Java file, found in the compiler's own syntax tree. */
final class SourceTidiness {
    /** As whole words of a camel-case name: "Database" does not contain the word "Base". */
    private static final Pattern EMPTY_WORD =
            Pattern.compile(".*?(Impl|Utils?|Helper|Manager|Common|Base|Abstract)(?![a-z]).*");

    private static final Pattern REFERENCED = Pattern.compile("#[0-9]+");
    /** In two pieces, or this file would be untidy itself. */
    private static final Pattern OPEN_END = Pattern.compile("\\b(" + "TO" + "DO|FIX" + "ME)\\b");

    private final Path file;
    private final List<String> lines;
    private final CodeLines code;
    private final List<String> violations = new ArrayList<>();

    private SourceTidiness(Path file) {
        this.file = file;
        this.lines = TidyRules.lines(file);
        this.code = CodeLines.of(lines);
    }

    static List<String> violations(Path file) {
        var tidiness = new SourceTidiness(file);
        tidiness.checkLines();
        tidiness.checkTree();
        return tidiness.violations;
    }

    private void checkLines() {
        var count = code.countAll();
        if (count > TidyRules.MAX_FILE_LINES) {
            violations.add("%s has %d code lines, more than %d".formatted(file, count, TidyRules.MAX_FILE_LINES));
        }
        for (int number = 1; number <= lines.size(); number++) {
            var line = lines.get(number - 1);
            if (line.length() > TidyRules.MAX_COLUMNS && !CodeLines.isHeader(line)) {
                violations.add("%s:%d is wider than %d columns".formatted(file, number, TidyRules.MAX_COLUMNS));
            }
            if (OPEN_END.matcher(line).find() && !REFERENCED.matcher(line).find()) {
                violations.add("%s:%d leaves work open without the number of an issue".formatted(file, number));
            }
        }
    }

    private void checkTree() {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(file));
            for (var unit : task.parse()) {
                new Scanner(unit, Trees.instance(task).getSourcePositions()).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Deque<ClassTree> enclosing = new ArrayDeque<>();

        Scanner(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            var name = type.getSimpleName().toString();
            if (EMPTY_WORD.matcher(name).matches()) {
                violations.add("%s:%d: the name %s says too little".formatted(file, startLine(type), name));
            }
            enclosing.push(type);
            super.visitClass(type, null);
            enclosing.pop();
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            var parameters = method.getParameters().size();
            if (parameters > TidyRules.MAX_PARAMETERS && enclosing.element().getKind() != Tree.Kind.RECORD) {
                violations.add("%s:%d: %s has %d parameters, more than %d"
                        .formatted(file, startLine(method), method.getName(), parameters, TidyRules.MAX_PARAMETERS));
            }
            var body = method.getBody();
            var length = body == null ? 0 : code.count(startLine(body), endLine(body));
            if (length > TidyRules.MAX_METHOD_LINES) {
                violations.add("%s:%d: %s has %d code lines, more than %d"
                        .formatted(file, startLine(method), method.getName(), length, TidyRules.MAX_METHOD_LINES));
            }
            return super.visitMethod(method, null);
        }

        private int startLine(Tree tree) {
            return line(positions.getStartPosition(unit, tree));
        }

        private int endLine(Tree tree) {
            return line(positions.getEndPosition(unit, tree));
        }

        private int line(long position) {
            return Math.toIntExact(unit.getLineMap().getLineNumber(position));
        }
    }
}

package io.openintake.launcher.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.openintake.launcher.folder.PrivateFile;
import io.openintake.launcher.folder.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the demo has made so far; kept before and after each step, so that a start after a kill goes on and makes
 * nothing twice.
 *
 * @param run the number of the last run of messages that was begun; 0 before the first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DemoState(
        String project,
        @Nullable String runner,
        @Nullable String intake,
        User producer,
        User deadLetterReader,
        int run,
        Sending sending) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    enum Sending {
        BEGUN,
        DONE
    }

    /** @param id absent until the registry gave one */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record User(@Nullable String id, String password) {
        User withId(String given) {
            return new User(given, password);
        }
    }

    static DemoState load(Path file, DemoState fresh) throws IOException {
        if (!Files.exists(file)) {
            fresh.save(file);
            return fresh;
        }
        try {
            return JSON.readValue(Files.readString(file), DemoState.class);
        } catch (JsonProcessingException e) {
            throw new StackFailure(
                    "%s cannot be read (%s). `./intake down --clean` begins anew."
                            .formatted(file, e.getOriginalMessage()),
                    e);
        }
    }

    void save(Path file) throws IOException {
        PrivateFile.write(file, JSON.writeValueAsString(this) + "\n");
    }

    DemoState withRunner(String id) {
        return new DemoState(project, id, intake, producer, deadLetterReader, run, sending);
    }

    DemoState withIntake(String id) {
        return new DemoState(project, runner, id, producer, deadLetterReader, run, sending);
    }

    DemoState withProducer(User user) {
        return new DemoState(project, runner, intake, user, deadLetterReader, run, sending);
    }

    DemoState withDeadLetterReader(User user) {
        return new DemoState(project, runner, intake, producer, user, run, sending);
    }

    DemoState withSending(int number, Sending progress) {
        return new DemoState(project, runner, intake, producer, deadLetterReader, number, progress);
    }
}

package io.openintake.flusher;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.TableReported;
import io.openintake.contracts.flush.FlushState.Problem;
import io.openintake.flusher.app.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/** Every meter of flusher-service, by its name. */
@ApplicationScoped
public class FlusherMetrics implements Meters {
    static final String FRESHNESS = "intake.freshness.seconds";
    static final String BACKLOG = "intake.backlog.records";
    static final String WATERMARK = "intake.watermark.timestamp.seconds";
    static final String DELIVERED = "intake.delivered.messages";
    static final String DEAD_LETTERED = "intake.dead.lettered.messages";
    static final String SKIPPED = "intake.skipped.messages";
    static final String FLUSH_DURATION = "intake.flush.duration";
    static final String COMMITS = "intake.commits";
    static final String COMMIT_DURATION = "intake.commit.duration";
    static final String COMMIT_FILES = "intake.commit.files";
    static final String COMMIT_ROWS = "intake.commit.rows";
    static final String DATA_FILE_SIZE = "intake.data.file.size.bytes";
    static final String SCHEMA_CHANGES = "intake.schema.changes";
    static final String FLUSHES_RUNNING = "intake.flushes.running";
    static final String FLUSHES_WAITING = "intake.flushes.waiting";
    static final String BREAKERS_OPEN = "intake.breakers.open";
    static final String TABLE_EVENTS = "intake.table.events";
    static final String INTAKES_ASKING = "intake.asking";
    static final String IGNORED_VALUES = "intake.ignored.values";
    static final String ROUNDED_FRACTIONS = "intake.rounded.fractions";
    private static final List<String> QUESTIONS =
            List.of(Problem.DATA_LOSS_SUSPECTED, Problem.COMMIT_UNKNOWN, Problem.STATE_LOST);
    private static final String INTAKE = "intake";

    private final MeterRegistry registry;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong failingIntakes = new AtomicLong();
    private final AtomicLong failingCatalogs = new AtomicLong();
    private final Map<String, AtomicLong> questions = new ConcurrentHashMap<>();
    private final Map<IntakeId, Standing> standings = new ConcurrentHashMap<>();
    private final Map<IntakeId, List<Meter>> gauges = new ConcurrentHashMap<>();

    public FlusherMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge(FLUSHES_RUNNING, running);
        registry.gauge(FLUSHES_WAITING, waiting);
        registry.gauge(BREAKERS_OPEN, Tags.of("of", INTAKE), failingIntakes);
        registry.gauge(BREAKERS_OPEN, Tags.of("of", "catalog"), failingCatalogs);
    }

    /** An intake's gauges. */
    private record Standing(double backlog, double ageSeconds, double validThroughSeconds) {
        static final Standing NONE = new Standing(0, 0, 0);
    }

    @Override
    public void phase(Phase phase, Duration took) {
        registry.timer(FLUSH_DURATION, "phase", lower(phase)).record(took);
    }

    @Override
    public void committed(Commit result, Duration took) {
        registry.counter(COMMITS, "result", lower(result)).increment();
        Timer.builder(COMMIT_DURATION).register(registry).record(took);
    }

    @Override
    public void files(int files, long rows, long bytes) {
        summary(COMMIT_FILES).record(files);
        summary(COMMIT_ROWS).record((double) rows);
        summary(DATA_FILE_SIZE).record(files == 0 ? 0 : (double) bytes / files);
    }

    @Override
    public void delivered(IntakeId intake, long rows, long skipped) {
        registry.counter(DELIVERED, INTAKE, intake.toString()).increment((double) rows);
        registry.counter(SKIPPED, INTAKE, intake.toString()).increment((double) skipped);
    }

    @Override
    public void deadLettered(IntakeId intake, String reason, long records) {
        registry.counter(DEAD_LETTERED, INTAKE, intake.toString(), "reason", reason)
                .increment((double) records);
    }

    @Override
    public void reduced(IntakeId intake, long ignoredValues, long roundedFractions) {
        registry.counter(IGNORED_VALUES, INTAKE, intake.toString()).increment((double) ignoredValues);
        registry.counter(ROUNDED_FRACTIONS, INTAKE, intake.toString()).increment((double) roundedFractions);
    }

    @Override
    public void noticed(TableReported.Kind kind) {
        registry.counter(TABLE_EVENTS, "kind", lower(kind)).increment();
    }

    @Override
    public void asking(Map<String, Long> intakesByQuestion) {
        QUESTIONS.forEach(code -> questions
                .computeIfAbsent(
                        code, name -> registry.gauge(INTAKES_ASKING, Tags.of("question", name), new AtomicLong()))
                .set(intakesByQuestion.getOrDefault(code, 0L)));
    }

    @Override
    public void backlog(IntakeId intake, long records, Duration age) {
        Standing known = standings.getOrDefault(intake, Standing.NONE);
        standings.put(intake, new Standing((double) records, age.toMillis() / 1_000.0, known.validThroughSeconds()));
        gauges.computeIfAbsent(
                intake,
                id -> List.of(
                        gauge(BACKLOG, id, Standing::backlog),
                        gauge(FRESHNESS, id, Standing::ageSeconds),
                        gauge(WATERMARK, id, Standing::validThroughSeconds)));
    }

    @Override
    public void validThrough(IntakeId intake, long validThroughMs) {
        Standing known = standings.getOrDefault(intake, Standing.NONE);
        standings.put(intake, new Standing(known.backlog(), known.ageSeconds(), validThroughMs / 1_000.0));
    }

    @Override
    public void schemaChanged(String kind) {
        registry.counter(SCHEMA_CHANGES, "kind", kind).increment();
    }

    @Override
    public void flushing(int runningNow, int waitingNow) {
        running.set(runningNow);
        waiting.set(waitingNow);
    }

    @Override
    public void failing(long intakes, long catalogs) {
        failingIntakes.set(intakes);
        failingCatalogs.set(catalogs);
    }

    @Override
    public void forget(IntakeId intake) {
        standings.remove(intake);
        List<Meter> gone = gauges.remove(intake);
        if (gone != null) {
            gone.forEach(registry::remove);
        }
    }

    private Meter gauge(String name, IntakeId intake, ToDoubleFunction<Standing> value) {
        return Gauge.builder(name, standings, all -> {
                    Standing last = all.get(intake);
                    return last == null ? Double.NaN : value.applyAsDouble(last);
                })
                .tags(INTAKE, intake.toString())
                .register(registry);
    }

    private DistributionSummary summary(String name) {
        return DistributionSummary.builder(name).register(registry);
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}

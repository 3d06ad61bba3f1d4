package io.openintake.registry.kafka;

import io.openintake.bus.EventMirror;
import io.openintake.bus.MirrorRecord;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.StatusEvent;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.json.FlushStateJson;
import io.openintake.contracts.json.UnreadableJson;
import io.openintake.registry.app.Mirrors;
import io.openintake.registry.domain.status.Reports;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the other services last said, as their compacted topics hold it. */
@Singleton
public final class KafkaMirrors implements Mirrors {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaMirrors.class);

    private final Map<IntakeId, Reports> reports = new ConcurrentHashMap<>();
    private final Map<RunnerId, UsageReported> usages = new ConcurrentHashMap<>();

    @Override
    public Reports reports(IntakeId intake) {
        return reports.getOrDefault(intake, Reports.NONE);
    }

    @Override
    public Optional<UsageReported> usage(RunnerId runner) {
        return Optional.ofNullable(usages.get(runner));
    }

    EventMirror.Listener status() {
        return new EventMirror.Listener() {
            @Override
            public void changed(Event event) {
                if (event instanceof StatusEvent report) {
                    reports.merge(report.intake(), Reports.NONE.with(report), (known, unused) -> known.with(report));
                }
            }

            @Override
            public void removed(String key) {
                int slash = key.indexOf('/');
                if (slash > 0) {
                    String aspect = key.substring(slash + 1);
                    change(key.substring(0, slash), known -> known.without(aspect));
                }
            }
        };
    }

    EventMirror.Listener usages() {
        return new EventMirror.Listener() {
            @Override
            public void changed(Event event) {
                if (event instanceof UsageReported usage) {
                    usages.put(usage.runner(), usage);
                }
            }

            @Override
            public void removed(String key) {
                usages.keySet().removeIf(runner -> runner.toString().equals(key));
            }
        };
    }

    /** A flush state or its tombstone; keys that are no intake, such as barriers, say nothing to us. */
    void flush(MirrorRecord incoming) {
        byte[] value = incoming.value();
        try {
            if (value == null) {
                change(incoming.key(), known -> known.withFlush(Optional.empty()));
                return;
            }
            FlushState state = FlushStateJson.read(value);
            change(incoming.key(), known -> isNews(known, state) ? known.withFlush(Optional.of(state)) : known);
        } catch (UnreadableJson unreadable) {
            LOG.error(
                    "flush state not readable partition={} offset={} reason={}",
                    incoming.partition(),
                    incoming.offset(),
                    unreadable.getMessage());
        }
    }

    private static boolean isNews(Reports known, FlushState state) {
        return known.flush().map(older -> older.version() <= state.version()).orElse(true);
    }

    private void change(String intakeId, java.util.function.UnaryOperator<Reports> change) {
        try {
            reports.compute(IntakeId.parse(intakeId), (id, known) -> {
                Reports next = change.apply(known == null ? Reports.NONE : known);
                return next.equals(Reports.NONE) ? null : next;
            });
        } catch (IllegalArgumentException notAnIntake) {
            LOG.debug("key is no intake id");
        }
    }
}

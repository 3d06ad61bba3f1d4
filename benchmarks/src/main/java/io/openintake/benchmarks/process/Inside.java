package io.openintake.benchmarks.process;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A look into a Java process of ours, by its management interface, which the look itself switches on. */
public final class Inside implements AutoCloseable {
    private static final String REQUESTS = "kafka.network:type=RequestMetrics,name=RequestsPerSec,*";

    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private Inside(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    /** Of this process. */
    // what answers at the address, which the process itself gave by its owner's private way, is our own child
    @SuppressWarnings("BanJNDI")
    public static Inside of(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                JMXServiceURL address = new JMXServiceURL(machine.startLocalManagementAgent());
                return new Inside(JMXConnectorFactory.connect(address));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException closed) {
            throw new IllegalStateException("cannot look into process " + pid, closed);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot look into process " + pid, failed);
        }
    }

    /** Collects its garbage and says how much heap is used then. */
    public long heapBytesAfterCollection() {
        MemoryMXBean memory = bean(ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** How many platform threads it has. */
    public int threads() {
        return bean(ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class).getThreadCount();
    }

    /** Of a Kafka broker: how many requests of each kind it has got. */
    public Map<String, Long> requests() {
        Map<String, Long> requests = new TreeMap<>();
        try {
            for (ObjectName name : beans.queryNames(new ObjectName(REQUESTS), null)) {
                long count = ((Number) beans.getAttribute(name, "Count")).longValue();
                requests.merge(name.getKeyProperty("request"), count, Long::sum);
            }
        } catch (JMException unknown) {
            throw new IllegalStateException("the broker does not count its requests", unknown);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return requests;
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private <B extends java.lang.management.PlatformManagedObject> B bean(String name, Class<B> type) {
        try {
            return ManagementFactory.newPlatformMXBeanProxy(beans, name, type);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

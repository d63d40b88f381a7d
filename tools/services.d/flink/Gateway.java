import java.net.URI;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.table.gateway.SqlGateway;

/** A Flink cluster and its SQL gateway in one JVM.  Arguments: PORT of the gateway. */
public class Gateway {
    static final int SLOTS = 16;

    static URI cluster() throws Exception {
        Configuration settings = new Configuration();
        settings.setString("rest.address", "127.0.0.1");
        settings.setString("rest.bind-address", "127.0.0.1");
        settings.setString("rest.bind-port", "0");
        settings.setString("jobmanager.bind-host", "127.0.0.1");
        settings.setString("taskmanager.bind-host", "127.0.0.1");
        settings.setString("taskmanager.host", "127.0.0.1");
        settings.set(TaskManagerOptions.NUM_TASK_SLOTS, SLOTS);
        settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
            .setConfiguration(settings).setNumTaskManagers(1).setNumSlotsPerTaskManager(SLOTS).build());
        cluster.start();
        return cluster.getRestAddress().get();
    }

    public static void main(String[] args) throws Exception {
        URI rest = cluster();
        String endpoint = "-Dsql-gateway.endpoint.rest.";
        SqlGateway.main(new String[] {
            endpoint + "address=127.0.0.1", endpoint + "bind-address=127.0.0.1",
            endpoint + "port=" + args[0], endpoint + "bind-port=" + args[0],
            "-Dexecution.target=remote", "-Drest.address=" + rest.getHost(), "-Drest.port=" + rest.getPort(),
            "-Dparallelism.default=1", "-Dtable.local-time-zone=UTC",
        });
    }
}

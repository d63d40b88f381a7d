import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.index.mapper.MapperExtrasPlugin;
import org.opensearch.index.reindex.ReindexPlugin;
import org.opensearch.ingest.common.IngestCommonPlugin;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/** OpenSearch nodes in this JVM, without its start script, which refuses root.  Arguments: HOME HTTP_PORT NODES. */
public class Cluster {
    static final List<Class<? extends Plugin>> PLUGINS = List.of(Netty4Plugin.class, PainlessPlugin.class,
        IngestCommonPlugin.class, CommonAnalysisPlugin.class, MapperExtrasPlugin.class, ReindexPlugin.class);

    /** The constructor that takes plugins is protected. */
    static class PluggedNode extends Node {
        PluggedNode(Environment environment) {
            super(environment, PLUGINS, false);
        }
    }

    /** Node number {@code i} of {@code count}; what is common comes from HOME/config/opensearch.yml. */
    static Node node(Path home, int http, int i, int count) throws Exception {
        int transport = http + 100;
        Settings.Builder settings = Settings.builder()
            .loadFromPath(home.resolve("config/opensearch.yml"))
            .put("path.home", home.toString())
            .put("path.data", home.resolve("data-" + i).toString())
            .put("path.logs", home.resolve("logs").toString())
            .put("node.name", "node-" + i)
            .put("network.host", "127.0.0.1")
            .put("http.port", http + i)
            .put("transport.port", transport + i)
            .put("http.type", "netty4")
            .put("transport.type", "netty4");
        if (count == 1) {
            settings.put("discovery.type", "single-node");
        } else {
            settings.putList("discovery.seed_hosts",
                IntStream.range(0, count).mapToObj(n -> "127.0.0.1:" + (transport + n)).toList());
            settings.putList("cluster.initial_cluster_manager_nodes",
                IntStream.range(0, count).mapToObj(n -> "node-" + n).toList());
        }
        return new PluggedNode(new Environment(settings.build(), home.resolve("config")));
    }

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]).toAbsolutePath();
        int count = Integer.parseInt(args[2]);
        Node[] nodes = new Node[count];
        for (int i = 0; i < count; i++) {
            nodes[i] = node(home, Integer.parseInt(args[1]), i, count);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            for (Node node : nodes) {
                try {
                    node.close();
                } catch (Exception e) {
                    e.printStackTrace();
                }
            }
        }));
        // A node waits for its cluster while it starts, so they start together.
        IntStream.range(0, count).parallel().forEach(i -> {
            try {
                nodes[i].start();
            } catch (Exception e) {
                e.printStackTrace();
                System.exit(1);
            }
        });
        new CountDownLatch(1).await();
    }
}

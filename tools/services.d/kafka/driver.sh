# Apache Kafka, KRaft, broker and controller in one process; read by tools/services.
DEFAULT_PORT=9092
CLUSTER_ID=4L6g3nShT-eMCtK--X86sw
KAFKA=(java -Xms64m "-Xmx${KAFKA_HEAP:-512m}" "${SMALL_JVM[@]}"
	"-Dlog4j2.configurationFile=file:$DRIVERS/log4j2.properties" -cp "$SERVICES_DIR/lib/kafka/*")

install() {
	fetch_jars kafka
}

# Node 1 is the instance itself; the others are its neighbours NAME.node-2...
node_name() {
	[ "$1" = 1 ] && echo "$NAME" || echo "$NAME.node-$1"
}

node_port() {
	echo $((PORT + 10 * $1 - 10))
}

voters() {
	local i list=""
	for i in $(seq "$NODES"); do
		list+=${list:+,}$i@127.0.0.1:$(($(node_port "$i") + 1))
	done
	echo "$list"
}

# properties NODE DIR: server.properties.  A dead broker is noticed after 2 s, not production's 9.
properties() {
	local port replicas=$((NODES < 3 ? NODES : 3))
	port=$(node_port "$1")
	cat <<P
process.roles=broker,controller
node.id=$1
controller.quorum.voters=$(voters)
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs=$2/data
num.partitions=4
default.replication.factor=$replicas
min.insync.replicas=$((replicas > 1 ? 2 : 1))
offsets.topic.replication.factor=$replicas
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=$replicas
transaction.state.log.num.partitions=4
transaction.state.log.min.isr=$((replicas > 1 ? 2 : 1))
group.initial.rebalance.delay.ms=0
broker.heartbeat.interval.ms=500
broker.session.timeout.ms=2000
log.cleaner.dedupe.buffer.size=16777216
P
	if [ -n "$SECURE" ]; then
		secure_listeners "$port" "$2/tls"
	else
		cat <<P
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1))
advertised.listeners=PLAINTEXT://127.0.0.1:$port
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
P
	fi
	printf %s "$settings"
}

secure_listeners() { # port, folder of the certificates
	local outside listener module=org.apache.kafka.common.security
	outside=PLAINTEXT://127.0.0.1:$1,SASL_PLAINTEXT://127.0.0.1:$(($1 + 2)),SSL://127.0.0.1:$(($1 + 3))
	outside+=,SASL_SSL://127.0.0.1:$(($1 + 4)),MTLS://127.0.0.1:$(($1 + 5))
	cat <<P
listeners=$outside,CONTROLLER://127.0.0.1:$(($1 + 1))
advertised.listeners=$outside
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL,MTLS:SSL
ssl.keystore.type=PEM
ssl.keystore.location=$2/server.pem
ssl.truststore.type=PEM
ssl.truststore.location=$2/ca.crt
listener.name.mtls.ssl.client.auth=required
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER
P
	for listener in sasl_plaintext sasl_ssl; do
		cat <<P
listener.name.$listener.plain.sasl.jaas.config=$module.plain.PlainLoginModule required user_alice="alice-secret";
listener.name.$listener.scram-sha-256.sasl.jaas.config=$module.scram.ScramLoginModule required;
listener.name.$listener.scram-sha-512.sasl.jaas.config=$module.scram.ScramLoginModule required;
listener.name.$listener.oauthbearer.sasl.jaas.config=$module.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="alice";
listener.name.$listener.oauthbearer.sasl.server.callback.handler.class=$module.oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler
P
	done
}

configure() {
	local i dir scram=()
	[ -z "$SECURE" ] || scram=(--add-scram 'SCRAM-SHA-256=[name=alice,password=alice-secret]'
		--add-scram 'SCRAM-SHA-512=[name=alice,password=alice-secret]')
	for i in $(seq "$NODES"); do
		dir=$(run_dir "$(node_name "$i")")
		mkdir -p "$dir"
		[ -z "$SECURE" ] || make_tls "$dir/tls"
		properties "$i" "$dir" >"$dir/server.properties"
		"${KAFKA[@]}" kafka.tools.StorageTool format --ignore-formatted -t "$CLUSTER_ID" -c "$dir/server.properties" \
			"${scram[@]}" >>"$dir/out.log" 2>&1 || fail "$(tail -n 5 "$dir/out.log")"
	done
}

boot() {
	local i
	for i in $(seq "$NODES"); do
		[ -n "$(pid_of "$(node_name "$i")")" ] || launch "$(node_name "$i")" "${KAFKA[@]}" kafka.Kafka server.properties
	done
}

# A broker may listen before it is in the cluster; then it lists fewer.
ready() {
	wait_for "$NAME" 60 sh -c "kcat -b 127.0.0.1:$PORT -L -m 2 | grep -q '^ $NODES brokers'"
}

address() {
	echo "127.0.0.1:$PORT"
}

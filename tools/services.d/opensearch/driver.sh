# OpenSearch 2.19; read by tools/services.  Plain: Cluster.java around its jars.  Secure: the distribution with the
# security plugin, one node, without painless and ingest-common.
DEFAULT_PORT=9200
SECURE_HOME=$SERVICES_DIR/lib/opensearch-secure
OPENSEARCH_JVM=(-Xms128m "-Xmx${OPENSEARCH_HEAP:-512m}" "${SMALL_JVM[@]}")

install() {
	if [ -z "${SECURE:-${secure:-}}" ]; then
		fetch_jars opensearch
	elif [ ! -e "$SECURE_HOME/bin/opensearch" ]; then
		fetch_zips "$DRIVERS/opensearch/secure.xml" "$SECURE_HOME.tmp"
		chmod +x "$SECURE_HOME".tmp/opensearch-2*/opensearch-2*/bin/*
		mv "$SECURE_HOME".tmp/opensearch-2*/opensearch-2* "$SECURE_HOME"
		mv "$SECURE_HOME".tmp/opensearch-security* "$SECURE_HOME/plugins/opensearch-security"
		rm -rf "$SECURE_HOME.tmp"
	fi
}

configure() {
	mkdir -p "$DIR"/{config,tmp,logs,data}
	cat >"$DIR/config/opensearch.yml" <<Y
cluster.name: $NAME
cluster.routing.allocation.disk.threshold_enabled: false
$settings
Y
	[ -z "$SECURE" ] || configure_secure
}

configure_secure() {
	install
	make_tls "$DIR/tls"
	cp -r "$DIR/tls" "$SECURE_HOME/config/log4j2.properties" "$DIR/config/"
	printf '%s\n' "${OPENSEARCH_JVM[@]}" -Djava.security.manager=allow >"$DIR/config/jvm.options"
	rm -rf "$DIR/config/opensearch-security"
	cp -r "$SECURE_HOME/plugins/opensearch-security/config" "$DIR/config/opensearch-security"
	cat >"$DIR/config/opensearch-security/internal_users.yml" <<Y
_meta: {type: internalusers, config_version: 2}
alice: {hash: "$ALICE_HASH", backend_roles: [admin]}
bob: {hash: "$BOB_HASH"}
Y
	cat >>"$DIR/config/opensearch.yml" <<Y
node.name: node-1
path.data: $DIR/data
path.logs: $DIR/logs
network.host: 127.0.0.1
http.port: $PORT
transport.port: $((PORT + 100))
discovery.type: single-node
plugins.security.allow_default_init_securityindex: true
plugins.security.ssl.transport.pemkey_filepath: tls/server.key
plugins.security.ssl.transport.pemcert_filepath: tls/server.crt
plugins.security.ssl.transport.pemtrustedcas_filepath: tls/ca.crt
plugins.security.ssl.http.enabled: true
plugins.security.ssl.http.pemkey_filepath: tls/server.key
plugins.security.ssl.http.pemcert_filepath: tls/server.crt
plugins.security.ssl.http.pemtrustedcas_filepath: tls/ca.crt
plugins.security.ssl.http.clientauth_mode: OPTIONAL
Y
	chmod -R go= "$DIR/config"
}

boot() {
	local lib=$SERVICES_DIR/lib/opensearch
	if [ -z "$SECURE" ]; then
		launch "$NAME" java "${OPENSEARCH_JVM[@]}" "-Dlog4j2.configurationFile=file:$DRIVERS/log4j2.properties" \
			-cp "$lib/classes:$lib/*" Cluster "$DIR" "$PORT" "$NODES"
		return
	fi
	as_nobody "$NAME"
	launch "$NAME" "${AS[@]}" "OPENSEARCH_PATH_CONF=$DIR/config" "OPENSEARCH_TMPDIR=$DIR/tmp" \
		"OPENSEARCH_JAVA_HOME=$(java_home)" "$SECURE_HOME/bin/opensearch"
}

ready() {
	wait_for "$NAME" 180 curl -fsS --cacert "$DIR/tls/ca.crt" -u alice:alice-secret \
		"$(address)/_cluster/health?wait_for_nodes=$NODES&wait_for_status=yellow&timeout=1s"
}

address() {
	echo "http${SECURE:+s}://127.0.0.1:$PORT"
}

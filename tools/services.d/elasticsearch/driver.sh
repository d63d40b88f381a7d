# Elasticsearch, one node; read by tools/services.
DEFAULT_PORT=9200
DEFAULT_VERSION=8.7.1

home() {
	echo "$SERVICES_DIR/lib/elasticsearch-${VERSION:-${version:-$DEFAULT_VERSION}}"
}

install() {
	local home
	home=$(home)
	[ ! -e "$home/bin/elasticsearch" ] || return 0
	fetch_zips "$DRIVERS/elasticsearch/pom.xml" "$home.tmp" "-Delasticsearch.version=${home##*-}"
	chmod +x "$home".tmp/*/bin/*
	mv "$home.tmp/elasticsearch-${home##*-}" "$home"
	rm -rf "$home.tmp"
}

configure() {
	local home
	home=$(home)
	[ -d "$home" ] || install
	mkdir -p "$DIR"/{config,tmp,logs,data}
	cp "$home"/config/{log4j2.properties,roles.yml,role_mapping.yml} "$DIR/config/"
	printf '%s\n' -Xms128m "-Xmx${ELASTICSEARCH_HEAP:-512m}" "${SMALL_JVM[@]}" >"$DIR/config/jvm.options"
	cat >"$DIR/config/elasticsearch.yml" <<Y
cluster.name: $NAME
node.name: node-1
path.data: $DIR/data
path.logs: $DIR/logs
network.host: 127.0.0.1
http.port: $PORT
transport.port: $((PORT + 100))
discovery.type: single-node
cluster.routing.allocation.disk.threshold_enabled: false
xpack.security.enabled: $([ -n "$SECURE" ] && echo true || echo false)
$settings
Y
	[ -n "$SECURE" ] || return 0
	make_tls "$DIR/tls"
	cp -r "$DIR/tls" "$DIR/config/"
	printf '%s\n' "alice:$ALICE_HASH" "bob:$BOB_HASH" >"$DIR/config/users"
	echo superuser:alice >"$DIR/config/users_roles"
	cat >>"$DIR/config/elasticsearch.yml" <<Y
xpack.security.http.ssl.enabled: true
xpack.security.http.ssl.key: tls/server.key
xpack.security.http.ssl.certificate: tls/server.crt
xpack.security.http.ssl.certificate_authorities: tls/ca.crt
xpack.security.http.ssl.client_authentication: optional
Y
}

# In the foreground the start script becomes the server (7.17) or stays as its parent, which passes TERM on (8).
boot() {
	as_nobody "$NAME"
	launch "$NAME" "${AS[@]}" "ES_PATH_CONF=$DIR/config" "ES_TMPDIR=$DIR/tmp" "ES_JAVA_HOME=$(java_home)" \
		"$(home)/bin/elasticsearch"
}

ready() {
	wait_for "$NAME" 180 curl -fsS --cacert "$DIR/tls/ca.crt" -u alice:alice-secret \
		"$(address)/_cluster/health?wait_for_status=yellow&timeout=1s"
}

address() {
	echo "http${SECURE:+s}://127.0.0.1:$PORT"
}

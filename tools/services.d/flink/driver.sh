# Apache Flink 1.20, a small cluster and its SQL gateway in one process; read by tools/services.
DEFAULT_PORT=8084

install() {
	fetch_jars flink
}

configure() {
	mkdir -p "$DIR/conf"
	printf 'parallelism:\n  default: 1\n%s' "$settings" >"$DIR/conf/config.yaml"
}

boot() {
	local lib=$SERVICES_DIR/lib/flink package opens=()
	for package in lang lang.reflect util util.concurrent time net io nio text; do
		opens+=("--add-opens=java.base/java.$package=ALL-UNNAMED")
	done
	launch "$NAME" env "FLINK_CONF_DIR=$DIR/conf" java "-Xmx${FLINK_HEAP:-2g}" -Duser.timezone=UTC \
		-Dfile.encoding=UTF-8 "-Dlog4j2.configurationFile=file:$DRIVERS/log4j2.properties" "${opens[@]}" \
		--add-opens=java.base/sun.nio.ch=ALL-UNNAMED -cp "$lib/classes:$lib/*" Gateway "$PORT"
}

ready() {
	wait_for "$NAME" 120 curl -fsS "$(address)/v1/info"
}

address() {
	echo "http://127.0.0.1:$PORT"
}

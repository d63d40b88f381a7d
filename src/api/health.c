/* SPDX-License-Identifier: Apache-2.0 */
/* Is it well, and in numbers: health, readiness, metrics. */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "api/api_int.h"
#include "base/clock.h"

void leat_api_healthy(struct leat_api_request *request)
{
	leat_http_answer_text(request->exchange, 200, "text/plain; charset=utf-8", "ok\n");
}

void leat_api_ready(struct leat_api_request *request)
{
	const struct leat_api_engine *engine = request->api->engine;
	struct leat_buf why;

	leat_buf_init(&why, 1000);
	bool is_ready = engine->is_ready(engine->self, &why);
	if (is_ready)
		leat_buf_clear(&why);
	leat_buf_text(&why, is_ready ? "ok\n" : "\n");
	leat_http_answer(request->exchange, is_ready ? 200 : 503, "text/plain; charset=utf-8",
	                 &why);
}

/* ---- counting answers ---- */

void leat_api_count(struct leat_api *api, const struct leat_api_route *route, int status,
                    int64_t duration_us)
{
	uint32_t index = route ? (uint32_t)(route - leat_api_routes()) : api->route_count;
	struct leat_api_count *count = NULL;

	leat_histogram_add(&api->durations[index], duration_us);
	for (uint32_t i = 0; i < api->counts.count && !count; i++)
		if (api->counts.items[i].route == route && api->counts.items[i].status == status)
			count = &api->counts.items[i];
	if (!count) {
		count = LEAT_VEC_ADD(NULL, &api->counts);
		*count = (struct leat_api_count){ .route = route, .status = status };
	}
	count->count++;
}

/* The handler label: the row's path, so that there are only so many. */
static struct leat_label handler_label(const struct leat_api_route *route)
{
	const char *path = route ? route->path : "none";

	return (struct leat_label){ "handler", leat_str_of(path) };
}

static void add_http(const struct leat_api *api, struct leat_metrics *metrics)
{
	const struct leat_api_route *routes = leat_api_routes();

	for (uint32_t i = 0; i < api->counts.count; i++) {
		const struct leat_api_count *count = &api->counts.items[i];
		const struct leat_api_route *route = count->route;
		const char *method = route ? route->method : "none";
		char code[16];
		int n = snprintf(code, sizeof(code), "%d", count->status);

		leat_metrics_add(
			metrics, LEAT_METRIC_HTTP_REQUESTS,
			(struct leat_label[]){ handler_label(route),
		                               { "method", leat_str_of(method) },
		                               { "code", { code, (uint32_t)n } } },
			3, (double)count->count);
	}
	for (uint32_t i = 0; i <= api->route_count; i++) {
		const struct leat_api_route *route = i < api->route_count ? &routes[i] : NULL;
		const char *method = route ? route->method : "none";

		if (api->durations[i].count > 0)
			leat_metrics_add_histogram(
				metrics, LEAT_METRIC_HTTP_DURATION,
				(struct leat_label[]){
					handler_label(route),
					{ "method", leat_str_of(method) } },
				2, &api->durations[i]);
	}
}

/* ---- the process ---- */

static void add_number(struct leat_metrics *metrics, enum leat_metric metric, double value)
{
	leat_metrics_add(metrics, metric, NULL, 0, value);
}

/* Read a file of /proc, which does not block; "" when it is not there. */
static void read_proc(const char *path, char *out, size_t size)
{
	FILE *file = fopen(path, "r");
	size_t n = file ? fread(out, 1, size - 1, file) : 0;

	out[n] = '\0';
	if (file)
		(void)fclose(file); /* nothing was written */
}

static void add_memory(struct leat_metrics *metrics)
{
	char text[256];
	uint64_t virtual_pages, resident_pages;
	double page = (double)sysconf(_SC_PAGESIZE);

	read_proc("/proc/self/statm", text, sizeof(text));
	if (sscanf(text, "%" SCNu64 " %" SCNu64, &virtual_pages, &resident_pages) != 2)
		return;
	add_number(metrics, LEAT_METRIC_PROCESS_VIRTUAL, (double)virtual_pages * page);
	add_number(metrics, LEAT_METRIC_PROCESS_RESIDENT, (double)resident_pages * page);
}

static void add_descriptors(struct leat_metrics *metrics)
{
	DIR *dir = opendir("/proc/self/fd");
	struct rlimit limit;
	int count = -3; /* ".", ".." and the directory itself */

	while (dir && readdir(dir))
		count++;
	if (dir) {
		(void)closedir(dir); /* nothing was written */
		add_number(metrics, LEAT_METRIC_PROCESS_FDS, count);
	}
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
		add_number(metrics, LEAT_METRIC_PROCESS_MAX_FDS, (double)limit.rlim_cur);
}

/* The start is known in ticks since the machine was booted. */
static void add_start(const struct leat_api *api, struct leat_metrics *metrics)
{
	char text[1024];
	struct timespec boot;
	uint64_t ticks;

	read_proc("/proc/self/stat", text, sizeof(text));
	const char *behind_name = strrchr(text, ')');
	/* Field 22, counted from the process id; the state behind the name is field 3. */
	if (!behind_name ||
	    sscanf(behind_name + 1,
	           " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %" SCNu64,
	           &ticks) != 1 ||
	    clock_gettime(CLOCK_BOOTTIME, &boot))
		return;
	double age = (double)boot.tv_sec + (double)boot.tv_nsec / 1e9 -
	             (double)ticks / (double)sysconf(_SC_CLK_TCK);
	add_number(metrics, LEAT_METRIC_PROCESS_START,
	           (double)leat_clock_now_us(api->clock) / 1e6 - age);
}

static void add_process(const struct leat_api *api, struct leat_metrics *metrics)
{
	const struct leat_loop_stats *loop = leat_loop_stats(api->loop);
	struct rusage usage;

	leat_metrics_add(metrics, LEAT_METRIC_BUILD_INFO,
	                 &(struct leat_label){ "version", LEAT_STR(LEAT_VERSION) }, 1, 1);
	leat_metrics_add_histogram(metrics, LEAT_METRIC_LOOP_LAG, NULL, 0, &loop->turn_us);
	add_number(metrics, LEAT_METRIC_LOOP_BUSY, (double)loop->busy_us / 1e6);
	if (getrusage(RUSAGE_SELF, &usage) == 0)
		add_number(metrics, LEAT_METRIC_PROCESS_CPU,
		           (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
		                   (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6);
	add_memory(metrics);
	add_descriptors(metrics);
	add_start(api, metrics);
}

void leat_api_metrics(struct leat_api_request *request)
{
	const struct leat_api *api = request->api;
	struct leat_str accept = leat_http_header(request->http, "accept");
	/* Only when it is named: a "*" is for the older format, which everybody reads. */
	bool is_openmetrics = accept.p && memmem(accept.p, accept.n, "openmetrics", 11) &&
	                      leat_http_accepts(accept, "application/openmetrics-text") >=
	                              leat_http_accepts(accept, "text/plain");
	struct leat_metrics *metrics = leat_metrics_new(is_openmetrics);
	struct leat_buf body;

	add_process(api, metrics);
	add_http(api, metrics);
	api->engine->metrics(api->engine->self, metrics);
	leat_api_body_init(&body);
	leat_metrics_write(metrics, &body);
	leat_metrics_free(metrics);
	if (body.full) {
		leat_buf_done(&body);
		leat_api_answer_problem(request, 500, LEAT_E_LIMIT, "there are too many metrics");
		return;
	}
	leat_http_answer(request->exchange, 200,
	                 is_openmetrics
	                         ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
	                         : "text/plain; version=0.0.4; charset=utf-8",
	                 &body);
}

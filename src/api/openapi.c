/* SPDX-License-Identifier: Apache-2.0 */
/* openapi.json, from the rows of routes.c and the shapes below. */
#include <stdio.h>
#include <string.h>

#include "api/api_int.h"

/* The shapes of bodies, as JSON Schema. */
static const struct leat_api_shape shapes[] = {
	{ "Script",
	  "{\"type\":\"object\",\"required\":[\"sql\"],\"additionalProperties\":false,\"properties\":{"
	  "\"sql\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},"
	  "\"settings\":{\"type\":\"object\",\"additionalProperties\":{"
	  "\"type\":[\"string\",\"number\",\"boolean\"]}}}}" },
	{ "Job",
	  "{\"type\":\"object\",\"properties\":{"
	  "\"id\":{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{32}$\"},\"name\":{\"type\":\"string\"},"
	  "\"state\":{\"enum\":[\"CREATED\",\"RUNNING\",\"PAUSED\",\"RESTARTING\",\"FAILING\",\"FAILED\","
	  "\"CANCELLING\",\"CANCELED\",\"FINISHED\"]},\"state_reason\":{\"type\":[\"string\",\"null\"]},"
	  "\"submitted_at\":{\"type\":\"string\",\"format\":\"date-time\"},"
	  "\"started_at\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},"
	  "\"ended_at\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},"
	  "\"restarts\":{\"type\":\"integer\"},\"sql\":{\"type\":\"string\"},"
	  "\"settings\":{\"type\":\"object\"},\"records\":{\"$ref\":\"#/components/schemas/Records\"},"
	  "\"lag\":{\"type\":[\"integer\",\"null\"]},\"watermark\":{\"type\":[\"string\",\"null\"]},"
	  "\"checkpoint\":{\"type\":[\"object\",\"null\"]},"
	  "\"operators\":{\"$ref\":\"#/components/schemas/List\"},"
	  "\"sources\":{\"$ref\":\"#/components/schemas/List\"},"
	  "\"sinks\":{\"$ref\":\"#/components/schemas/List\"},"
	  "\"errors\":{\"type\":\"object\",\"properties\":{\"count\":{\"type\":\"integer\"},"
	  "\"last\":{\"type\":[\"string\",\"null\"]}}},"
	  "\"warnings\":{\"$ref\":\"#/components/schemas/Findings\"}}}" },
	{ "Records", "{\"type\":\"object\",\"properties\":{\"in\":{\"type\":\"integer\"},"
	             "\"out\":{\"type\":\"integer\"},\"filtered\":{\"type\":\"integer\"},"
	             "\"late\":{\"type\":\"integer\"},\"dead_lettered\":{\"type\":\"integer\"},"
	             "\"in_state\":{\"type\":\"integer\"},\"in_flight\":{\"type\":\"integer\"}}}" },
	{ "JobList", "{\"type\":\"object\",\"properties\":{\"jobs\":{\"type\":\"array\","
	             "\"items\":{\"$ref\":\"#/components/schemas/Job\"}}}}" },
	{ "Plan", "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"},"
	          "\"nodes\":{\"$ref\":\"#/components/schemas/List\"}}}" },
	{ "DeadLetters",
	  "{\"type\":\"object\",\"properties\":{\"total\":{\"type\":\"integer\"},"
	  "\"next\":{\"type\":[\"string\",\"null\"]},\"errors\":{\"$ref\":\"#/components/schemas/List\"}}}" },
	{ "Check", "{\"type\":\"object\",\"properties\":{\"valid\":{\"type\":\"boolean\"},"
	           "\"errors\":{\"$ref\":\"#/components/schemas/Findings\"},"
	           "\"warnings\":{\"$ref\":\"#/components/schemas/Findings\"}}}" },
	{ "Explain", "{\"type\":\"object\",\"properties\":{\"plan\":{\"type\":\"string\"},"
	             "\"warnings\":{\"$ref\":\"#/components/schemas/Findings\"}}}" },
	{ "Findings",
	  "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
	  "\"detail\":{\"type\":\"string\"},\"code\":{\"type\":\"string\",\"pattern\":\"^LEAT-[0-9]{4}$\"},"
	  "\"position\":{\"$ref\":\"#/components/schemas/Position\"},\"hint\":{\"type\":\"string\"}}}}" },
	{ "Position", "{\"type\":\"object\",\"properties\":{\"line\":{\"type\":\"integer\"},"
	              "\"column\":{\"type\":\"integer\"},\"length\":{\"type\":\"integer\"}}}" },
	{ "Problem",
	  "{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"detail\",\"code\"],"
	  "\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},"
	  "\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},"
	  "\"code\":{\"type\":\"string\",\"pattern\":\"^LEAT-[0-9]{4}$\"},"
	  "\"position\":{\"$ref\":\"#/components/schemas/Position\"},\"hint\":{\"type\":\"string\"},"
	  "\"errors\":{\"$ref\":\"#/components/schemas/Findings\"}}}" },
	{ "List", "{\"type\":\"array\",\"items\":{\"type\":\"object\"}}" },
	{ "Object", "{\"type\":\"object\"}" },
	{ NULL, NULL },
};

const struct leat_api_shape *leat_api_shapes(void)
{
	return shapes;
}

/* "key": {"$ref": the shape} */
static void write_shape(struct leat_json_writer *json, const char *name)
{
	char ref[100];

	(void)snprintf(ref, sizeof(ref), "#/components/schemas/%s", name);
	leat_json_write_key(json, "schema");
	leat_json_write_object(json);
	leat_json_write_text_of(json, "$ref", ref);
	leat_json_write_object_end(json);
}

static void write_plain(struct leat_json_writer *json, const char *type)
{
	leat_json_write_key(json, "schema");
	leat_json_write_object(json);
	leat_json_write_text_of(json, "type", type);
	leat_json_write_object_end(json);
}

static void write_param(struct leat_json_writer *json, const char *name, const char *in,
                        const char *type, const char *doc)
{
	leat_json_write_object(json);
	leat_json_write_text_of(json, "name", name);
	leat_json_write_text_of(json, "in", in);
	leat_json_write_bool_of(json, "required", strcmp(in, "path") == 0);
	leat_json_write_text_of(json, "description", doc);
	write_plain(json, type);
	leat_json_write_object_end(json);
}

static void write_params(struct leat_json_writer *json, const struct leat_api_route *route)
{
	bool has_job = strstr(route->path, "{job}");

	if (!has_job && !route->params[0].name)
		return;
	leat_json_write_key(json, "parameters");
	leat_json_write_array(json);
	if (has_job)
		write_param(json, "job", "path", "string", "Id or name of the job.");
	for (int i = 0; i < LEAT_API_PARAMS_MAX && route->params[i].name; i++)
		write_param(json, route->params[i].name, "query", route->params[i].type,
		            route->params[i].doc);
	leat_json_write_array_end(json);
}

/* "<type>": {"schema": ..} within "content". */
static void write_content(struct leat_json_writer *json, const char *type, const char *shape)
{
	leat_json_write_key(json, type);
	leat_json_write_object(json);
	if (shape)
		write_shape(json, shape);
	else
		write_plain(json, "string");
	leat_json_write_object_end(json);
}

static void write_body(struct leat_json_writer *json, const struct leat_api_route *route)
{
	if (!route->body)
		return;
	leat_json_write_key(json, "requestBody");
	leat_json_write_object(json);
	leat_json_write_bool_of(json, "required", true);
	leat_json_write_key(json, "content");
	leat_json_write_object(json);
	write_content(json, "application/json", route->body);
	write_content(json, "application/sql", NULL);
	write_content(json, "text/plain", NULL);
	leat_json_write_object_end(json);
	leat_json_write_object_end(json);
}

static void write_answer(struct leat_json_writer *json, const char *status, const char *doc,
                         const char *type, const char *shape)
{
	leat_json_write_key(json, status);
	leat_json_write_object(json);
	leat_json_write_text_of(json, "description", doc);
	leat_json_write_key(json, "content");
	leat_json_write_object(json);
	write_content(json, type, shape);
	leat_json_write_object_end(json);
	leat_json_write_object_end(json);
}

static void write_route(struct leat_json_writer *json, const struct leat_api_route *route)
{
	char method[16], status[16];
	size_t n = 0;

	for (; route->method[n]; n++)
		method[n] = (char)(route->method[n] - 'A' + 'a');
	method[n] = '\0';
	(void)snprintf(status, sizeof(status), "%d", route->status);
	leat_json_write_key(json, method);
	leat_json_write_object(json);
	leat_json_write_text_of(json, "summary", route->summary);
	write_params(json, route);
	write_body(json, route);
	leat_json_write_key(json, "responses");
	leat_json_write_object(json);
	write_answer(json, status, "Success.", route->type ? route->type : "application/json",
	             route->answer);
	write_answer(json, "default", "An error.", "application/problem+json", "Problem");
	leat_json_write_object_end(json);
	leat_json_write_object_end(json);
}

static void write_paths(struct leat_json_writer *json)
{
	const struct leat_api_route *routes = leat_api_routes();

	leat_json_write_key(json, "paths");
	leat_json_write_object(json);
	for (const struct leat_api_route *first = routes; first->method; first++) {
		bool is_seen = false;

		for (const struct leat_api_route *other = routes; other < first; other++)
			is_seen |= strcmp(other->path, first->path) == 0;
		if (is_seen)
			continue;
		leat_json_write_key(json, first->path);
		leat_json_write_object(json);
		for (const struct leat_api_route *route = first; route->method; route++)
			if (strcmp(route->path, first->path) == 0)
				write_route(json, route);
		leat_json_write_object_end(json);
	}
	leat_json_write_object_end(json);
}

void leat_api_openapi(struct leat_api_request *request)
{
	struct leat_buf body;

	leat_api_body_init(&body);
	struct leat_json_writer *json = leat_json_writer_new(&body, true);
	leat_json_write_object(json);
	leat_json_write_text_of(json, "openapi", "3.1.0");
	leat_json_write_key(json, "info");
	leat_json_write_object(json);
	leat_json_write_text_of(json, "title", "Leat");
	leat_json_write_text_of(json, "version", LEAT_VERSION);
	leat_json_write_object_end(json);
	write_paths(json);
	leat_json_write_key(json, "components");
	leat_json_write_object(json);
	leat_json_write_key(json, "schemas");
	leat_json_write_object(json);
	for (const struct leat_api_shape *shape = shapes; shape->name; shape++) {
		leat_json_write_key(json, shape->name);
		leat_json_write_raw(json, leat_str_of(shape->schema));
	}
	leat_json_write_object_end(json);
	leat_json_write_object_end(json);
	leat_json_write_object_end(json);
	leat_json_writer_free(json);
	leat_api_answer_json(request, 200, &body);
}

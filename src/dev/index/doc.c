/* SPDX-License-Identifier: Apache-2.0 */
/* Single documents: _doc, _create, _source, _update. */
#include <string.h>

#include "base/number.h"
#include "dev/index/rest.h"

static void write_result(struct leat_json_writer *w, const struct dev_index *index,
                         const struct dev_written *written)
{
	leat_json_write_object(w);
	leat_json_write_text_of(w, "_index", index->name);
	leat_json_write_str_of(w, "_id", written->id);
	leat_json_write_i64_of(w, "_version", written->version);
	leat_json_write_text_of(w, "result", written->result);
	leat_json_write_key(w, "_shards");
	leat_json_write_raw(w, LEAT_STR("{\"total\":1,\"successful\":1,\"failed\":0}"));
	leat_json_write_i64_of(w, "_seq_no", written->seq_no);
	leat_json_write_i64_of(w, "_primary_term", 1);
	leat_json_write_object_end(w);
}

static bool take_version(struct dev_request *r, struct dev_write *write)
{
	struct leat_str type = leat_dev_request_param(r, "version_type");
	struct leat_str version = leat_dev_request_param(r, "version");
	struct leat_str seq_no = leat_dev_request_param(r, "if_seq_no");

	write->if_seq_no = -1;
	if (seq_no.p &&
	    (!leat_number_parse_i64(seq_no, &write->if_seq_no) || write->if_seq_no < 0)) {
		leat_dev_request_fail(r, 400, "illegal_argument_exception",
		                      "sequence numbers must be non negative. got [%.*s].",
		                      LEAT_STR_ARG(seq_no));
		return false;
	}
	if (leat_dev_str_is(type, "external") || leat_dev_str_is(type, "external_gt"))
		write->version_type = DEV_VERSION_EXTERNAL;
	else if (leat_dev_str_is(type, "external_gte"))
		write->version_type = DEV_VERSION_EXTERNAL_GTE;
	else if (type.n && !leat_dev_str_is(type, "internal")) {
		leat_dev_request_fail(r, 400, "illegal_argument_exception",
		                      "No version type match [%.*s]", LEAT_STR_ARG(type));
		return false;
	}
	if (write->version_type == DEV_VERSION_INTERNAL && !version.p)
		return true;
	if (write->version_type == DEV_VERSION_INTERNAL ||
	    !leat_number_parse_i64(version, &write->version) || write->version < 0) {
		leat_dev_request_fail(
			r, 400, "action_request_validation_exception",
			"Validation Failed: 1: illegal version value [%.*s] for version type [%.*s];",
			LEAT_STR_ARG(version), LEAT_STR_ARG(type));
		return false;
	}
	return true;
}

static void write_doc(struct dev_request *r, struct dev_write *write)
{
	struct dev_fault fault;
	struct dev_index *index;
	struct dev_written written;

	if (!take_version(r, write))
		return;
	write->id = r->segments[2];
	write->source = r->body;
	if (write->action == DEV_DELETE || write->action == DEV_UPDATE) {
		index = leat_dev_request_index(r);
		if (!index)
			return;
	} else {
		index = leat_dev_request_auto_index(r, r->segments[0], &fault);
		if (!index) {
			leat_dev_request_fault(r, 400, &fault);
			return;
		}
	}
	leat_dev_store_write(r->store, index, write, r->arena, &written);
	if (!written.result) {
		leat_dev_request_fault(r, written.status, &written.fault);
		return;
	}
	r->status = written.status;
	write_result(r->json, index, &written);
}

static void write_with_body(struct dev_request *r, enum dev_action action)
{
	struct dev_write write = { .action = action };

	struct leat_err err;

	if (r->body.n == 0)
		leat_dev_request_fail(r, 400, "parse_exception", "request body is required");
	else if (leat_json_parse(r->arena, r->body, &write.json, &err))
		leat_dev_request_fail(r, 400, "mapper_parsing_exception", "failed to parse: %s",
		                      err.message);
	else
		write_doc(r, &write);
}

void leat_dev_on_doc_put(struct dev_request *r)
{
	bool is_create = leat_dev_str_is(leat_dev_request_param(r, "op_type"), "create");

	write_with_body(r, is_create ? DEV_CREATE : DEV_INDEX);
}

void leat_dev_on_create_put(struct dev_request *r)
{
	write_with_body(r, DEV_CREATE);
}

void leat_dev_on_doc_update(struct dev_request *r)
{
	write_with_body(r, DEV_UPDATE);
}

void leat_dev_on_doc_delete(struct dev_request *r)
{
	struct dev_write write = { .action = DEV_DELETE };

	write_doc(r, &write);
}

void leat_dev_on_doc_get(struct dev_request *r)
{
	struct dev_index *index = leat_dev_request_index(r);
	struct dev_doc doc;

	if (!index)
		return;
	bool found = leat_dev_store_get(index, r->segments[2], r->arena, &doc);
	r->status = found ? 200 : 404;
	leat_json_write_object(r->json);
	leat_json_write_text_of(r->json, "_index", index->name);
	leat_json_write_str_of(r->json, "_id", r->segments[2]);
	if (found) {
		leat_json_write_i64_of(r->json, "_version", doc.version);
		leat_json_write_i64_of(r->json, "_seq_no", doc.seq_no);
		leat_json_write_i64_of(r->json, "_primary_term", 1);
	}
	leat_json_write_bool_of(r->json, "found", found);
	if (found && !leat_dev_str_is(leat_dev_request_param(r, "_source"), "false")) {
		leat_json_write_key(r->json, "_source");
		leat_json_write_raw(r->json, doc.source);
	}
	leat_json_write_object_end(r->json);
}

void leat_dev_on_doc_head(struct dev_request *r)
{
	struct dev_index *index = leat_dev_store_find(r->store, r->segments[0]);
	struct dev_doc doc;

	r->status = index && leat_dev_store_get(index, r->segments[2], r->arena, &doc) ? 200 : 404;
}

void leat_dev_on_source_get(struct dev_request *r)
{
	struct dev_index *index = leat_dev_request_index(r);
	struct dev_doc doc;

	if (!index)
		return;
	if (leat_dev_store_get(index, r->segments[2], r->arena, &doc))
		leat_json_write_raw(r->json, doc.source);
	else
		leat_dev_request_fail(r, 404, "resource_not_found_exception",
		                      "Document not found [%s]/[%.*s]", index->name,
		                      LEAT_STR_ARG(r->segments[2]));
}

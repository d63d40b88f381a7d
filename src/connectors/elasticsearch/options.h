/* SPDX-License-Identifier: Apache-2.0 */
/* The options of an Elasticsearch or OpenSearch table, as they are after parsing. */
#pragma once

#include "leat/table.h"

/** What to do with a document that the server calls wrong. */
enum leat_elastic_failure {
	LEAT_ELASTIC_DEAD_LETTER, /**< Keep it in the dead-letter table; the job goes on. */
	LEAT_ELASTIC_FAIL,        /**< The job fails. */
	LEAT_ELASTIC_IGNORE,      /**< Count it. */
};

struct leat_elastic_config {
	struct leat_opt_list hosts;         /**< Base addresses; none: leat.elasticsearch.hosts. */
	struct leat_str index;              /**< Name of the index. */
	struct leat_str key_delimiter;      /**< Between the parts of an _id. */
	struct leat_str username, password; /**< Basic authentication; both or neither. */
	struct leat_str path_prefix;        /**< Before every path, as of a proxy. */
	struct leat_str certificate_authority; /**< File with CA certificates; empty: the system's. */
	bool allow_insecure;                /**< Any certificate will do. */
	int64_t flush_max_actions;          /**< Documents of a body; <= 0: no limit. */
	int64_t flush_max_bytes;            /**< Bytes of a body; <= 0: no limit. */
	int64_t flush_interval_us;          /**< Age of a body. */
	int64_t max_in_flight;              /**< Requests at once. */
	int64_t backoff_us;                 /**< First wait before a retry. */
	int64_t connect_timeout_us;         /**< For a connection. */
	int64_t request_timeout_us;         /**< For a whole request. */
	int failure_handler;                /**< enum leat_elastic_failure. */
	struct leat_opt_map index_settings; /**< For the creation of the index. */
	bool create_index;                  /**< Create it when it is missing. */
};

/** The rows, for all names of the connector. */
extern const struct leat_opt leat_elastic_opts[];

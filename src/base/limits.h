/* SPDX-License-Identifier: Apache-2.0 */
/* Every fixed limit of the program, with what it protects. */
#pragma once

enum {
	/** Bytes of one SQL script: more is a mistake, and spans stay small. */
	LEAT_LIMIT_QUERY_BYTES = 1 << 20,
	/** Nesting of expressions, queries and types: the parser and the binder recurse. */
	LEAT_LIMIT_NESTING = 200,
	/** Columns of a table, a select list or a ROW. */
	LEAT_LIMIT_COLUMNS = 1000,
	/** Statements in one script. */
	LEAT_LIMIT_STATEMENTS = 1000,
	/** Bytes of an identifier. */
	LEAT_LIMIT_NAME_BYTES = 256,
	/** Bytes of one value of text or bytes in a record. */
	LEAT_LIMIT_VALUE_BYTES = 64 << 20,
	/** Bytes of one record of a source. */
	LEAT_LIMIT_RECORD_BYTES = 64 << 20,
	/** Nesting of JSON in a request, a configuration or a record. */
	LEAT_LIMIT_JSON_NESTING = 64,
	/** Operators of one job. */
	LEAT_LIMIT_OPERATORS = 1000,
	/** Windows that one record may fall into (HOP size over slide, CUMULATE). */
	LEAT_LIMIT_WINDOWS_PER_ROW = 10000,
	/** Jobs of one server, finished ones included; the oldest finished ones are forgotten. */
	LEAT_LIMIT_JOBS = 1000,
	/** Bytes of the head of an HTTP request. */
	LEAT_LIMIT_HTTP_HEADER_BYTES = 16 << 10,
	/** Header fields of an HTTP request. */
	LEAT_LIMIT_HTTP_HEADERS = 100,
	/** Bytes of the body of an HTTP request. */
	LEAT_LIMIT_HTTP_BODY_BYTES = 8 << 20,
	/** Connections to the control plane at once. */
	LEAT_LIMIT_HTTP_CONNECTIONS = 512,
	/** Milliseconds that a client may take for the head of a request, from its first byte. */
	LEAT_LIMIT_HTTP_HEADER_MS = 10 * 1000,
	/** Milliseconds that a client may take for a whole request, from its first byte. */
	LEAT_LIMIT_HTTP_REQUEST_MS = 300 * 1000,
	/** Milliseconds that a connection is kept between requests. */
	LEAT_LIMIT_HTTP_IDLE_MS = 60 * 1000,
	/** Milliseconds in which a client must take some bytes of an answer. */
	LEAT_LIMIT_HTTP_SEND_MS = 60 * 1000,
	/** Bytes of a response that wait for a slow client before it is cut off. */
	LEAT_LIMIT_HTTP_BACKLOG_BYTES = 16 << 20,
	/** Event streams (taps, queries) at once. */
	LEAT_LIMIT_SSE_CLIENTS = 64,
	/** Rows and microseconds of one turn of the loop for one job. */
	LEAT_LIMIT_TURN_ROWS = 16384,
	LEAT_LIMIT_TURN_US = 2000,
	/** Bytes of a bulk request unless the table says otherwise. */
	LEAT_LIMIT_BULK_BYTES = 2 << 20,
	/** Bytes of an answer of Elasticsearch that are read. */
	LEAT_LIMIT_HTTP_ANSWER_BYTES = 64 << 20,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* What a connector is told about the table it reads or writes, and the list of connectors. */
#pragma once

#include "leat/batch.h"
#include "leat/option.h"

struct leat_format;
struct leat_sink_type;
struct leat_source_type;

/** A metadata column that a connector offers. */
struct leat_metadata {
	const char *key;              /**< As in METADATA FROM 'key'. */
	const struct leat_type *type; /**< What the connector gives. */
	const char *doc;              /**< One sentence. */
};

/** Which column of the wanted rows comes from where. */
struct leat_table_column {
	struct leat_str name;         /**< SQL name. */
	const struct leat_type *type; /**< Declared; of metadata: as the connector gives and takes it. */
	const char *metadata_key;     /**< NULL: a physical column, decoded by the format. */
};

/** A table as a connector sees it.  Immutable; lives as long as the job. */
struct leat_table {
	struct leat_str name;                    /**< SQL name, for messages and defaults. */
	const struct leat_connector *connector;  /**< Which connector. */
	const void *config;                      /**< Of the connector: config_size bytes, from its rows. */
	const struct leat_format *format;        /**< Value format; NULL when the connector needs none. */
	const void *format_config;               /**< Of the format. */
	const struct leat_format *key_format;    /**< kafka's key.format, or NULL. */
	const void *key_format_config;           /**< Of the key format. */
	uint32_t column_count;                   /**< All physical and metadata columns in order. */
	const struct leat_table_column *columns; /**< column_count rows. */
	uint32_t key_count;                      /**< Columns of the PRIMARY KEY; 0: none. */
	const uint32_t *key_columns;             /**< Their indices in columns. */
	uint32_t partition_count;                /**< PARTITIONED BY columns. */
	const uint32_t *partition_columns;       /**< Their indices in columns. */
	uint32_t option_count;                   /**< WITH (...) as written (hints applied). */
	const struct leat_opt_pair *options;     /**< For messages. */
	struct leat_span span;                   /**< The table's name in its CREATE TABLE. */
};

/** Where a physical column lies in a record that has a key and a value. */
struct leat_column_place {
	bool in_key;              /**< The key format has it, as key_name. */
	bool in_value;            /**< The value format has it, under its own name. */
	struct leat_str key_name; /**< Its name in the key, without the prefix of the options. */
};

/** A kind of table.  A connector's folder exports one or several of these. */
struct leat_connector {
	const char *name;                   /**< As in 'connector' = '...'. */
	const char *doc;                    /**< One sentence. */
	const struct leat_opt *opts;        /**< All its options but 'connector' and the format's. */
	size_t config_size;                 /**< Zeroed, then filled through opts. */
	bool needs_format;                  /**< 'format' must be given (or the default applies). */
	const char *default_format;         /**< Used when 'format' is missing; NULL: required. */
	bool default_format_is_legacy;      /**< The default is Leat's, with a warning (kafka). */
	const struct leat_metadata *metadata; /**< Ended by a row without a key; NULL: none. */
	const struct leat_source_type *source; /**< NULL: cannot be read. */
	const struct leat_sink_type *sink;     /**< NULL: cannot be written. */
	/** Check what one option alone cannot say, once all are parsed.  May be NULL. */
	int (*check)(const struct leat_table *table, bool as_sink, struct leat_err *err) LEAT_MUSTCHECK;
	/** Where column @p column of @p table lies; NULL: all physical columns are in the value. */
	void (*place)(const struct leat_table *table, uint32_t column, struct leat_column_place *ret);
	/** Reads to an end of its own (may use the options); NULL: never bounded. */
	bool (*is_bounded)(const struct leat_table *table);
};

/** Everything that can be named in WITH (...).  Made once by the program. */
struct leat_registry {
	const struct leat_connector *const *connectors; /**< NULL-terminated. */
	const struct leat_format *const *formats;       /**< NULL-terminated. */
	/** Replace ${env:NAME} and ${file:PATH} in the value of an option; the result is in @p arena.
	 * NULL: values are taken as they are. */
	int (*resolve)(struct leat_arena *arena, struct leat_str value, struct leat_str *ret,
	               struct leat_err *err);
};

/* SPDX-License-Identifier: Apache-2.0 */
/* What a script has declared: catalogs with databases with tables and views.
 *
 * Everything lives in the session's arena; what is dropped or replaced stays in memory until the
 * session ends, so that plans which use it stay valid.  A temporary table or view hides the
 * permanent one of the same name.  Names are compared with their case.
 *
 * The catalog stores what the planner has resolved; it binds no expression itself. */
#pragma once

#include "base/map.h"
#include "sql/ast_stmt.h"

#include "leat/table.h"

struct leat_diags;

enum leat_column_kind {
	LEAT_COLUMN_PHYSICAL,
	LEAT_COLUMN_COMPUTED, /**< `expr`. */
	LEAT_COLUMN_METADATA, /**< `metadata_key`. */
};

/** A column of a table as it was declared. */
struct leat_catalog_column {
	struct leat_str name;       /**< As written. */
	enum leat_column_kind kind; /**< Says which of the others count. */
	const struct leat_type
		*type; /**< Declared or, of a computed column, derived; without time. */
	const struct leat_ast_expr *expr; /**< COMPUTED. */
	struct leat_str expr_text;        /**< COMPUTED: in Flink's canonical spelling. */
	struct leat_str metadata_key;     /**< METADATA: FROM 'key', else the name. */
	bool has_metadata_key;            /**< METADATA: FROM was written. */
	bool is_virtual;                  /**< METADATA: not written by INSERT. */
	bool is_proctime;                 /**< COMPUTED: the time attribute PROCTIME(). */
	struct leat_str comment;          /**< p NULL: none. */
	struct leat_span span;            /**< Its declaration, in the relation's text. */
};

/** A table or a view. */
struct leat_relation {
	struct leat_str catalog, database, name; /**< The full name. */
	bool is_view;                            /**< `query` counts, else the table's members. */
	bool is_temporary;                       /**< Hides a permanent one. */
	struct leat_str text;    /**< The script it was declared in: spans point there. */
	struct leat_span span;   /**< The name in its declaration. */
	struct leat_str comment; /**< p NULL: none. */
	uint32_t column_count;   /**< Columns. */
	const struct leat_catalog_column
		*columns; /**< column_count rows; of a view all physical. */
	/* A table. */
	int32_t rowtime;                       /**< The WATERMARK's column, or -1. */
	const struct leat_ast_expr *watermark; /**< Its expression. */
	struct leat_str watermark_text;        /**< In Flink's canonical spelling. */
	struct leat_str key_name;              /**< CONSTRAINT name; p NULL: none was written. */
	uint32_t key_count;                    /**< Columns of the PRIMARY KEY; 0: none. */
	const uint32_t *keys;                  /**< Their indices in columns. */
	uint32_t partition_count;              /**< PARTITIONED BY. */
	const uint32_t *partitions;            /**< Their indices in columns. */
	uint32_t option_count;                 /**< WITH (...). */
	const struct leat_opt_pair *options;   /**< In the order written; spans in text. */
	/* A view. */
	const struct leat_ast_query *query; /**< What it stands for. */
	struct leat_str query_text;         /**< As written. */
};

/** A database. */
struct leat_database {
	struct leat_str catalog, name; /**< The full name. */
	struct leat_str comment;       /**< p NULL: none. */
	struct leat_map relations;     /**< Permanent struct leat_relation by name. */
	struct leat_map temporary;     /**< Temporary ones. */
};

struct leat_catalog {
	struct leat_arena *arena; /**< Holds everything. */
	struct leat_map catalogs; /**< Each a struct leat_map of databases by name. */
	struct leat_str catalog;  /**< USE CATALOG. */
	struct leat_str database; /**< USE. */
};

/** A full name: all three parts. */
struct leat_path {
	struct leat_str catalog, database, name;
};

/** default_catalog.default_database, which are in use. */
void leat_catalog_init(struct leat_catalog *catalog, struct leat_arena *arena);

/** Complete a name of one to three parts with what is in use. */
int leat_catalog_path(const struct leat_catalog *catalog, const struct leat_ast_name *name,
                      struct leat_path *ret, struct leat_err *err) LEAT_MUSTCHECK;

/** The database, or NULL. */
struct leat_database *leat_catalog_database(const struct leat_catalog *catalog,
                                            struct leat_str catalog_name, struct leat_str database);

/** The table or view called so, temporary ones first; NULL when there is none. */
const struct leat_relation *leat_catalog_find(const struct leat_catalog *catalog,
                                              const struct leat_path *path);

/** As leat_catalog_find() from a written name; fails with LEAT_E_UNKNOWN_TABLE and the nearest name. */
int leat_catalog_get(const struct leat_catalog *catalog, const struct leat_ast_name *name,
                     const struct leat_relation **ret, struct leat_err *err) LEAT_MUSTCHECK;

/** Add a relation (which the catalog keeps by reference), or replace one of the same name when
 * @p replace; else fails with LEAT_E_EXISTS at its span. */
int leat_catalog_add(struct leat_catalog *catalog, const struct leat_relation *relation,
                     bool replace, struct leat_err *err) LEAT_MUSTCHECK;

/** DROP TABLE and DROP VIEW. */
int leat_catalog_drop(struct leat_catalog *catalog, const struct leat_ast_drop *drop, bool is_view,
                      struct leat_err *err) LEAT_MUSTCHECK;

/** ALTER .. RENAME TO: within the database. */
int leat_catalog_rename(struct leat_catalog *catalog, const struct leat_relation *relation,
                        const struct leat_ast_name *to, struct leat_err *err) LEAT_MUSTCHECK;

/** CREATE and DROP of CATALOG and DATABASE; USE. */
int leat_catalog_create_catalog(struct leat_catalog *catalog, const struct leat_ast_space *space,
                                struct leat_err *err) LEAT_MUSTCHECK;
int leat_catalog_create_database(struct leat_catalog *catalog, const struct leat_ast_space *space,
                                 struct leat_err *err) LEAT_MUSTCHECK;
int leat_catalog_drop_catalog(struct leat_catalog *catalog, const struct leat_ast_drop *drop,
                              struct leat_err *err) LEAT_MUSTCHECK;
int leat_catalog_drop_database(struct leat_catalog *catalog, const struct leat_ast_drop *drop,
                               struct leat_err *err) LEAT_MUSTCHECK;
int leat_catalog_use_catalog(struct leat_catalog *catalog, const struct leat_ast_name *name,
                             struct leat_err *err) LEAT_MUSTCHECK;
int leat_catalog_use_database(struct leat_catalog *catalog, const struct leat_ast_name *name,
                              struct leat_err *err) LEAT_MUSTCHECK;

/* ---- types and tables ---- */

/** The type that was written.  Fails with LEAT_E_TYPE or LEAT_E_UNSUPPORTED at its span. */
int leat_type_of_ast(struct leat_arena *arena, const struct leat_ast_type *ast,
                     const struct leat_type **ret, struct leat_err *err) LEAT_MUSTCHECK;

/** How a table is to be made. */
struct leat_table_request {
	const struct leat_registry *registry; /**< Where connectors and formats are looked up. */
	const struct leat_relation *relation; /**< A table, not a view. */
	uint32_t hint_count;                  /**< OPTIONS hints: they go before the table's own. */
	const struct leat_opt_pair *hints;    /**< hint_count pairs. */
	bool as_sink;                         /**< It is written: virtual columns are left out. */
	bool names_only;            /**< At CREATE: check what is written, require nothing. */
	const char *extra_metadata; /**< A metadata column to append under its key, or NULL. */
};

/** Make what the connector sees, in @p arena: its config and the formats' are parsed and checked.
 * Errors and warnings (legacy spellings) go to @p diags with the options' places. */
int leat_table_new(const struct leat_table_request *request, struct leat_arena *arena,
                   struct leat_diags *diags, const struct leat_table **ret) LEAT_MUSTCHECK;

/** The connector called @p name, or NULL. */
const struct leat_connector *leat_registry_connector(const struct leat_registry *registry,
                                                     struct leat_str name);
/** The format called @p name, or NULL. */
const struct leat_format *leat_registry_format(const struct leat_registry *registry,
                                               struct leat_str name);

/* ---- texts ---- */

/** Append what SHOW CREATE TABLE or SHOW CREATE VIEW gives, secrets masked by @p registry's rows. */
void leat_relation_print_create(const struct leat_relation *relation,
                                const struct leat_registry *registry, struct leat_buf *out);

/** SQL's LIKE with % and _. */
bool leat_like(struct leat_str text, struct leat_str pattern, bool ignore_case);

/* SPDX-License-Identifier: Apache-2.0 */
/* The syntax tree of statements and scripts; the conventions are those of sql/ast.h. */
#pragma once

#include "sql/ast_query.h"

struct leat_ast_stmt;

/* ---- tables ------------------------------------------------------------------------------- */

enum leat_ast_column_kind {
	LEAT_AST_COLUMN_PHYSICAL, /**< name type. */
	LEAT_AST_COLUMN_COMPUTED, /**< name AS expr. */
	LEAT_AST_COLUMN_METADATA, /**< name type METADATA [FROM 'key'] [VIRTUAL]. */
};

/** Where ALTER TABLE ADD or MODIFY puts a column. */
enum leat_ast_place {
	LEAT_AST_PLACE_DEFAULT, /**< Not written: at the end, or where it is. */
	LEAT_AST_PLACE_FIRST,
	LEAT_AST_PLACE_AFTER, /**< `after`. */
};

struct leat_ast_column {
	enum leat_ast_column_kind kind;   /**< Says which of the others count. */
	struct leat_ast_name name;        /**< One part but for fields in ALTER TABLE. */
	const struct leat_ast_type *type; /**< PHYSICAL, METADATA. */
	const struct leat_ast_expr *expr; /**< COMPUTED. */
	struct leat_ast_text key;         /**< METADATA FROM 'key'; absent: the name is the key. */
	bool is_virtual;                  /**< METADATA: not written by INSERT. */
	bool primary_key;                 /**< PRIMARY KEY behind the type. */
	bool unique;                      /**< UNIQUE behind the type, which the binder refuses. */
	bool enforced;                    /**< The key is not marked NOT ENFORCED. */
	struct leat_ast_text comment;     /**< COMMENT. */
	enum leat_ast_place place;        /**< ALTER TABLE only. */
	struct leat_ast_name after;       /**< ALTER TABLE only. */
	struct leat_span span;            /**< The whole. */
};

/** WATERMARK FOR column AS expr. */
struct leat_ast_watermark {
	struct leat_ast_name column;      /**< Several parts for a field of a ROW. */
	const struct leat_ast_expr *expr; /**< Never NULL. */
	struct leat_span span;            /**< The whole. */
};

/** [CONSTRAINT name] PRIMARY KEY | UNIQUE (columns) [NOT ENFORCED]. */
struct leat_ast_constraint {
	struct leat_ast_ident name;     /**< May be absent. */
	bool unique;                    /**< UNIQUE, which the binder refuses. */
	bool enforced;                  /**< NOT ENFORCED is not written. */
	struct leat_ast_idents columns; /**< At least one. */
	struct leat_span span;          /**< The whole. */
};

/** What stands between the parentheses of CREATE TABLE and of ALTER TABLE ADD and MODIFY. */
struct leat_ast_schema {
	const struct leat_ast_column *columns;         /**< In the order written. */
	uint32_t column_count;                         /**< Number of columns. */
	const struct leat_ast_watermark *watermarks;   /**< More than one is the binder's error. */
	uint32_t watermark_count;                      /**< Number of watermarks. */
	const struct leat_ast_constraint *constraints; /**< Those of the table. */
	uint32_t constraint_count;                     /**< Number of constraints. */
	struct leat_span span;                         /**< From ( to ); {0,0} without. */
};

enum leat_ast_like_mode {
	LEAT_AST_LIKE_INCLUDING,
	LEAT_AST_LIKE_EXCLUDING,
	LEAT_AST_LIKE_OVERWRITING,
};

enum leat_ast_like_feature {
	LEAT_AST_LIKE_ALL,
	LEAT_AST_LIKE_CONSTRAINTS,
	LEAT_AST_LIKE_DISTRIBUTION,
	LEAT_AST_LIKE_GENERATED,
	LEAT_AST_LIKE_METADATA,
	LEAT_AST_LIKE_OPTIONS,
	LEAT_AST_LIKE_PARTITIONS,
	LEAT_AST_LIKE_WATERMARKS,
};

/** INCLUDING ALL, OVERWRITING OPTIONS, ... */
struct leat_ast_like_option {
	enum leat_ast_like_mode mode;       /**< What to do. */
	enum leat_ast_like_feature feature; /**< With what. */
	struct leat_span span;              /**< Both words. */
};

/** LIKE table (options). */
struct leat_ast_like {
	struct leat_ast_name table;               /**< count 0: no LIKE clause. */
	const struct leat_ast_like_option *items; /**< In the order written. */
	uint32_t count;                           /**< Number of items. */
};

/** DISTRIBUTED BY [HASH|RANGE] (columns) [INTO n BUCKETS], DISTRIBUTED INTO n BUCKETS. */
struct leat_ast_distribution {
	struct leat_ast_ident algorithm; /**< HASH, RANGE; may be absent. */
	struct leat_ast_idents columns;  /**< May be empty. */
	int64_t buckets;                 /**< -1 when not written. */
	struct leat_span span;           /**< {0,0}: no such clause. */
};

struct leat_ast_create_table {
	struct leat_ast_name table;                /**< What to create. */
	bool temporary;                            /**< TEMPORARY. */
	bool if_not_exists;                        /**< IF NOT EXISTS. */
	bool or_replace;                           /**< CREATE OR REPLACE, REPLACE. */
	struct leat_ast_schema schema;             /**< May be empty, for LIKE and AS. */
	struct leat_ast_text comment;              /**< COMMENT. */
	struct leat_ast_distribution distribution; /**< DISTRIBUTED. */
	struct leat_ast_idents partitions;         /**< PARTITIONED BY. */
	struct leat_ast_options options;           /**< WITH. */
	struct leat_ast_like like;                 /**< LIKE. */
	const struct leat_ast_query *query;        /**< AS query, or NULL. */
};

enum leat_ast_alter_table_kind {
	LEAT_AST_ALTER_TABLE_RENAME,          /**< `name`: RENAME TO. */
	LEAT_AST_ALTER_TABLE_RENAME_COLUMN,   /**< `from`, `name`: RENAME a TO b. */
	LEAT_AST_ALTER_TABLE_SET,             /**< `options`. */
	LEAT_AST_ALTER_TABLE_RESET,           /**< `options`: keys only. */
	LEAT_AST_ALTER_TABLE_ADD,             /**< `schema`. */
	LEAT_AST_ALTER_TABLE_MODIFY,          /**< `schema`. */
	LEAT_AST_ALTER_TABLE_DROP_COLUMNS,    /**< `columns`: DROP a, DROP (a, b). */
	LEAT_AST_ALTER_TABLE_DROP_KEY,        /**< DROP PRIMARY KEY. */
	LEAT_AST_ALTER_TABLE_DROP_CONSTRAINT, /**< `name`. */
	LEAT_AST_ALTER_TABLE_DROP_WATERMARK,  /**< DROP WATERMARK. */
};

struct leat_ast_alter_table {
	enum leat_ast_alter_table_kind kind; /**< Says which of the others count. */
	struct leat_ast_name table;          /**< Which table. */
	bool if_exists;                      /**< IF EXISTS behind TABLE. */
	struct leat_ast_name from;           /**< The old column. */
	struct leat_ast_name name;           /**< The new name, or the constraint's. */
	struct leat_ast_options options;     /**< SET, RESET. */
	struct leat_ast_schema schema;       /**< ADD, MODIFY. */
	const struct leat_ast_name *columns; /**< DROP_COLUMNS. */
	uint32_t column_count;               /**< Number of columns. */
};

/* ---- views, functions, catalogs ----------------------------------------------------------- */

struct leat_ast_create_view {
	struct leat_ast_name view;          /**< What to create. */
	bool temporary;                     /**< TEMPORARY. */
	bool if_not_exists;                 /**< IF NOT EXISTS. */
	bool or_replace;                    /**< OR REPLACE. */
	struct leat_ast_idents columns;     /**< New names of the columns, or none. */
	struct leat_ast_text comment;       /**< COMMENT. */
	const struct leat_ast_query *query; /**< Its span is the view's text. */
};

struct leat_ast_alter_view {
	struct leat_ast_name view;          /**< Which view. */
	struct leat_ast_name name;          /**< RENAME TO; count 0 without. */
	const struct leat_ast_query *query; /**< AS query, or NULL. */
};

/** CREATE [TEMPORARY [SYSTEM]] FUNCTION, and ALTER FUNCTION. */
struct leat_ast_create_function {
	struct leat_ast_name function;   /**< What to create. */
	bool temporary;                  /**< TEMPORARY. */
	bool system;                     /**< TEMPORARY SYSTEM. */
	bool if_not_exists;              /**< IF NOT EXISTS; of ALTER: IF EXISTS. */
	struct leat_ast_text path;       /**< AS 'class or path'. */
	struct leat_ast_ident language;  /**< LANGUAGE; may be absent. */
	struct leat_ast_options jars;    /**< USING JAR 'path', ...: the keys. */
	struct leat_ast_options options; /**< WITH. */
};

/** CREATE and ALTER of CATALOG and DATABASE. */
struct leat_ast_space {
	struct leat_ast_name name;       /**< Catalog, or [catalog.]database. */
	bool if_not_exists;              /**< IF NOT EXISTS. */
	struct leat_ast_text comment;    /**< COMMENT. */
	struct leat_ast_options options; /**< WITH, SET, RESET. */
	bool reset;                      /**< ALTER ... RESET: the options are keys only. */
};

struct leat_ast_drop {
	struct leat_ast_name name; /**< What to drop. */
	bool temporary;            /**< TEMPORARY. */
	bool system;               /**< TEMPORARY SYSTEM FUNCTION. */
	bool if_exists;            /**< IF EXISTS. */
	bool cascade;              /**< CASCADE; RESTRICT is the default. */
};

/* ---- the others --------------------------------------------------------------------------- */

struct leat_ast_insert {
	struct leat_ast_name table;                   /**< The sink. */
	struct leat_ast_hints hints;                  /**< Behind the table. */
	bool overwrite;                               /**< INSERT OVERWRITE. */
	const struct leat_ast_named_expr *partitions; /**< PARTITION (a = 1, ...). */
	uint32_t partition_count;                     /**< Number of partitions. */
	struct leat_ast_idents columns;               /**< Target columns, or none. */
	const struct leat_ast_query *query;           /**< Never NULL. */
};

/** The statements of EXECUTE STATEMENT SET, of BEGIN STATEMENT SET, of a script. */
struct leat_ast_stmts {
	const struct leat_ast_stmt *const *items; /**< In the order written. */
	uint32_t count;                           /**< Number of items. */
};

/** SET 'k' = 'v'; SET k = v; RESET 'k'.  Without a key: show all, reset all. */
struct leat_ast_setting {
	struct leat_ast_text key;   /**< May be absent. */
	struct leat_ast_text value; /**< SET only. */
	bool legacy;                /**< SET k = v without quotes. */
};

/** What SHOW lists. */
enum leat_ast_show_kind {
	LEAT_AST_SHOW_CATALOGS,
	LEAT_AST_SHOW_CURRENT_CATALOG,
	LEAT_AST_SHOW_DATABASES, /**< `from`: catalog. */
	LEAT_AST_SHOW_CURRENT_DATABASE,
	LEAT_AST_SHOW_TABLES,         /**< `from`: database. */
	LEAT_AST_SHOW_VIEWS,          /**< `from`: database. */
	LEAT_AST_SHOW_FUNCTIONS,      /**< `from`: database; `user_only`. */
	LEAT_AST_SHOW_PROCEDURES,     /**< `from`: database. */
	LEAT_AST_SHOW_COLUMNS,        /**< `from`: table. */
	LEAT_AST_SHOW_PARTITIONS,     /**< `from`: table. */
	LEAT_AST_SHOW_CREATE_TABLE,   /**< `from`: table. */
	LEAT_AST_SHOW_CREATE_VIEW,    /**< `from`: view. */
	LEAT_AST_SHOW_CREATE_CATALOG, /**< `from`: catalog. */
	LEAT_AST_SHOW_MODULES,        /**< `full`. */
	LEAT_AST_SHOW_JARS,
	LEAT_AST_SHOW_JOBS,
};

struct leat_ast_show {
	enum leat_ast_show_kind kind; /**< What to list. */
	struct leat_ast_name from;    /**< FROM or IN name; see the kinds; count 0 without. */
	struct leat_ast_text like;    /**< [NOT] LIKE 'pattern'; may be absent. */
	bool ilike;                   /**< ILIKE instead of LIKE. */
	bool not_like;                /**< NOT LIKE. */
	bool user_only;               /**< SHOW USER FUNCTIONS. */
	bool full;                    /**< SHOW FULL MODULES. */
};

enum leat_ast_describe_kind {
	LEAT_AST_DESCRIBE_TABLE,
	LEAT_AST_DESCRIBE_CATALOG,
	LEAT_AST_DESCRIBE_DATABASE,
	LEAT_AST_DESCRIBE_FUNCTION,
	LEAT_AST_DESCRIBE_JOB, /**< `job`. */
};

struct leat_ast_describe {
	enum leat_ast_describe_kind kind; /**< What to describe. */
	struct leat_ast_name name;        /**< Which. */
	struct leat_ast_text job;         /**< DESCRIBE JOB 'id'. */
	bool extended;                    /**< EXTENDED. */
};

/** What EXPLAIN shows, a set of bits; 0 is plain EXPLAIN or EXPLAIN PLAN FOR. */
enum leat_ast_explain_flag {
	LEAT_AST_EXPLAIN_ESTIMATED_COST = 1 << 0,
	LEAT_AST_EXPLAIN_CHANGELOG_MODE = 1 << 1,
	LEAT_AST_EXPLAIN_JSON = 1 << 2, /**< JSON_EXECUTION_PLAN. */
	LEAT_AST_EXPLAIN_PLAN_ADVICE = 1 << 3,
	LEAT_AST_EXPLAIN_AST = 1 << 4,      /**< Leat's own: the syntax tree. */
	LEAT_AST_EXPLAIN_LOGICAL = 1 << 5,  /**< Leat's own: the logical plan. */
	LEAT_AST_EXPLAIN_PHYSICAL = 1 << 6, /**< Leat's own: what is run. */
};

struct leat_ast_explain {
	unsigned flags;                   /**< Bits of enum leat_ast_explain_flag. */
	bool plan_for;                    /**< EXPLAIN PLAN FOR. */
	const struct leat_ast_stmt *stmt; /**< QUERY, INSERT or STATEMENT_SET. */
};

/** DELETE FROM and UPDATE. */
struct leat_ast_modify {
	struct leat_ast_name table;                    /**< Which table. */
	const struct leat_ast_named_expr *assignments; /**< UPDATE: SET a = x. */
	uint32_t assignment_count;                     /**< Number of assignments. */
	const struct leat_ast_expr *where;             /**< Or NULL. */
};

enum leat_ast_stmt_kind {
	LEAT_AST_STMT_QUERY,           /**< `query`. */
	LEAT_AST_STMT_INSERT,          /**< `insert`. */
	LEAT_AST_STMT_STATEMENT_SET,   /**< `stmts`, of INSERT. */
	LEAT_AST_STMT_CREATE_TABLE,    /**< `create_table`. */
	LEAT_AST_STMT_ALTER_TABLE,     /**< `alter_table`. */
	LEAT_AST_STMT_DROP_TABLE,      /**< `drop`. */
	LEAT_AST_STMT_CREATE_VIEW,     /**< `create_view`. */
	LEAT_AST_STMT_ALTER_VIEW,      /**< `alter_view`. */
	LEAT_AST_STMT_DROP_VIEW,       /**< `drop`. */
	LEAT_AST_STMT_CREATE_FUNCTION, /**< `create_function`. */
	LEAT_AST_STMT_ALTER_FUNCTION,  /**< `create_function`. */
	LEAT_AST_STMT_DROP_FUNCTION,   /**< `drop`. */
	LEAT_AST_STMT_CREATE_CATALOG,  /**< `space`. */
	LEAT_AST_STMT_ALTER_CATALOG,   /**< `space`. */
	LEAT_AST_STMT_DROP_CATALOG,    /**< `drop`. */
	LEAT_AST_STMT_USE_CATALOG,     /**< `name`. */
	LEAT_AST_STMT_CREATE_DATABASE, /**< `space`. */
	LEAT_AST_STMT_ALTER_DATABASE,  /**< `space`. */
	LEAT_AST_STMT_DROP_DATABASE,   /**< `drop`. */
	LEAT_AST_STMT_USE_DATABASE,    /**< `name`: USE name. */
	LEAT_AST_STMT_SET,             /**< `setting`. */
	LEAT_AST_STMT_RESET,           /**< `setting`. */
	LEAT_AST_STMT_SHOW,            /**< `show`. */
	LEAT_AST_STMT_DESCRIBE,        /**< `describe`. */
	LEAT_AST_STMT_EXPLAIN,         /**< `explain`. */
	LEAT_AST_STMT_DELETE,          /**< `modify`; refused by the binder. */
	LEAT_AST_STMT_UPDATE,          /**< `modify`; refused by the binder. */
	LEAT_AST_STMT_TRUNCATE,        /**< `name`; refused by the binder. */
	LEAT_AST_STMT_OTHER,           /**< `other`: refused by the binder. */
};

/** A statement. */
struct leat_ast_stmt {
	enum leat_ast_stmt_kind kind; /**< Says which member of the union is valid. */
	struct leat_span span;        /**< First to last token, without the semicolon. */
	union {
		const struct leat_ast_query *query;
		struct leat_ast_insert insert;
		struct leat_ast_stmts stmts;
		struct leat_ast_create_table create_table;
		struct leat_ast_alter_table alter_table;
		struct leat_ast_create_view create_view;
		struct leat_ast_alter_view alter_view;
		struct leat_ast_create_function create_function;
		struct leat_ast_space space;
		struct leat_ast_drop drop;
		struct leat_ast_name name;
		struct leat_ast_setting setting;
		struct leat_ast_show show;
		struct leat_ast_describe describe;
		struct leat_ast_explain explain;
		struct leat_ast_modify modify;
		struct leat_str other; /**< Its text; the binder refuses it by its first words. */
	};
};

/** A script: what the parser returns. */
struct leat_ast_script {
	struct leat_str text;        /**< What all spans refer to; owned by the caller. */
	struct leat_ast_stmts stmts; /**< Statements that parsed, empty ones left out. */
};

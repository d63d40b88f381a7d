/* SPDX-License-Identifier: Apache-2.0 */
/* The syntax tree of queries; the conventions are those of sql/ast.h. */
#pragma once

#include "sql/ast.h"

/** One expression of a select list. */
struct leat_ast_select_item {
	const struct leat_ast_expr *expr; /**< STAR for * and t.*. */
	struct leat_ast_ident alias;      /**< May be absent. */
};

enum leat_ast_group_kind {
	LEAT_AST_GROUP_EXPRS,         /**< `exprs`: one, several as in (a, b), or none as in (). */
	LEAT_AST_GROUP_ROLLUP,        /**< `items`, each of kind EXPRS. */
	LEAT_AST_GROUP_CUBE,          /**< `items`, each of kind EXPRS. */
	LEAT_AST_GROUP_GROUPING_SETS, /**< `items` of any kind. */
};

/** One element of GROUP BY. */
struct leat_ast_group {
	enum leat_ast_group_kind kind;      /**< Says whether `exprs` or `items` counts. */
	struct leat_span span;              /**< The whole. */
	struct leat_ast_exprs exprs;        /**< EXPRS. */
	const struct leat_ast_group *items; /**< The others. */
	uint32_t count;                     /**< Of items. */
};

/** SELECT ... up to QUALIFY. */
struct leat_ast_select {
	bool distinct;                             /**< SELECT DISTINCT. */
	struct leat_ast_hints hints;               /**< Behind SELECT. */
	const struct leat_ast_select_item *items;  /**< The select list. */
	uint32_t item_count;                       /**< At least 1. */
	const struct leat_ast_relation *from;      /**< NULL: no FROM.  a, b is a CROSS join. */
	const struct leat_ast_expr *where;         /**< Or NULL. */
	bool grouped;                              /**< There is a GROUP BY, be it GROUP BY (). */
	bool group_distinct;                       /**< GROUP BY DISTINCT. */
	const struct leat_ast_group *groups;       /**< Elements of GROUP BY. */
	uint32_t group_count;                      /**< Number of groups. */
	const struct leat_ast_expr *having;        /**< Or NULL. */
	const struct leat_ast_window_def *windows; /**< WINDOW. */
	uint32_t window_count;                     /**< Number of windows. */
	const struct leat_ast_expr *qualify;       /**< Or NULL. */
};

enum leat_ast_set_op {
	LEAT_AST_SET_UNION,
	LEAT_AST_SET_INTERSECT,
	LEAT_AST_SET_EXCEPT, /**< MINUS also. */
};

/** WITH name (columns) AS (query). */
struct leat_ast_cte {
	struct leat_ast_ident name;         /**< Always there. */
	struct leat_ast_idents columns;     /**< New names of the columns, or none. */
	const struct leat_ast_query *query; /**< Never NULL. */
};

enum leat_ast_query_kind {
	LEAT_AST_QUERY_SELECT, /**< `select`. */
	LEAT_AST_QUERY_VALUES, /**< `values`: each a ROW, or an expression for one column. */
	LEAT_AST_QUERY_SET_OP, /**< `set_op`. */
	LEAT_AST_QUERY_TABLE,  /**< `table`: TABLE t. */
	LEAT_AST_QUERY_NESTED, /**< `nested`: (query) when both have clauses of their own. */
};

/** A query.  A query in parentheses is the same node as without them. */
struct leat_ast_query {
	enum leat_ast_query_kind kind;      /**< Says which member of the union is valid. */
	struct leat_span span;              /**< The whole. */
	bool recursive;                     /**< WITH RECURSIVE. */
	const struct leat_ast_cte *ctes;    /**< WITH. */
	uint32_t cte_count;                 /**< Number of ctes. */
	struct leat_ast_orders order_by;    /**< ORDER BY. */
	const struct leat_ast_expr *limit;  /**< LIMIT or FETCH FIRST; NULL: none, or LIMIT ALL. */
	const struct leat_ast_expr *offset; /**< OFFSET, or NULL. */
	union {
		struct leat_ast_select select;       /**< SELECT. */
		struct leat_ast_exprs values;        /**< VALUES. */
		struct leat_ast_name table;          /**< TABLE. */
		const struct leat_ast_query *nested; /**< NESTED. */
		struct {
			enum leat_ast_set_op op;
			bool all; /**< ALL; DISTINCT is the default. */
			const struct leat_ast_query *left, *right;
		} set_op; /**< SET_OP. */
	};
};

enum leat_ast_join_kind {
	LEAT_AST_JOIN_CROSS, /**< CROSS JOIN, comma. */
	LEAT_AST_JOIN_INNER, /**< JOIN, INNER JOIN. */
	LEAT_AST_JOIN_LEFT,
	LEAT_AST_JOIN_RIGHT,
	LEAT_AST_JOIN_FULL,
};

/** A pattern of MATCH_RECOGNIZE, a small tree. */
enum leat_ast_pattern_kind {
	LEAT_AST_PATTERN_VARIABLE, /**< `variable`. */
	LEAT_AST_PATTERN_SEQUENCE, /**< `items`: A B. */
	LEAT_AST_PATTERN_CHOICE,   /**< `items`: A | B. */
	LEAT_AST_PATTERN_REPEAT,   /**< `items[0]`, from `min` to `max` times. */
	LEAT_AST_PATTERN_PERMUTE,  /**< `items`: PERMUTE(A, B). */
	LEAT_AST_PATTERN_EXCLUDE,  /**< `items[0]`: {- A -}. */
};

struct leat_ast_pattern {
	enum leat_ast_pattern_kind kind;             /**< Says which members count. */
	struct leat_span span;                       /**< The whole. */
	struct leat_ast_ident variable;              /**< VARIABLE. */
	const struct leat_ast_pattern *const *items; /**< Parts. */
	uint32_t count;                              /**< Of items. */
	int64_t min;                                 /**< REPEAT. */
	int64_t max;                                 /**< REPEAT: -1 without a limit. */
	bool reluctant;                              /**< REPEAT: a ? behind the quantifier. */
};

/** DEFINE A AS x, MEASURES x AS a. */
struct leat_ast_named_expr {
	struct leat_ast_ident name;       /**< Always there. */
	const struct leat_ast_expr *expr; /**< Never NULL. */
};

enum leat_ast_match_skip {
	LEAT_AST_MATCH_SKIP_DEFAULT, /**< Not written. */
	LEAT_AST_MATCH_SKIP_PAST_LAST_ROW,
	LEAT_AST_MATCH_SKIP_TO_NEXT_ROW,
	LEAT_AST_MATCH_SKIP_TO_FIRST, /**< `skip_to`. */
	LEAT_AST_MATCH_SKIP_TO_LAST,  /**< `skip_to`; TO v is TO LAST v. */
};

/** SUBSET a = (b, c). */
struct leat_ast_subset {
	struct leat_ast_ident name;     /**< The union variable. */
	struct leat_ast_idents members; /**< What it stands for. */
};

struct leat_ast_match {
	const struct leat_ast_relation *input;      /**< Never NULL. */
	struct leat_ast_exprs partition_by;         /**< PARTITION BY. */
	struct leat_ast_orders order_by;            /**< ORDER BY. */
	const struct leat_ast_named_expr *measures; /**< MEASURES. */
	uint32_t measure_count;                     /**< Number of measures. */
	bool all_rows;                              /**< ALL ROWS PER MATCH; else ONE ROW. */
	enum leat_ast_match_skip skip;              /**< AFTER MATCH SKIP. */
	struct leat_ast_ident skip_to;              /**< The variable of skip. */
	const struct leat_ast_pattern *pattern;     /**< Never NULL. */
	bool strict_start, strict_end;              /**< ^ and $ in the pattern. */
	const struct leat_ast_expr *within;         /**< WITHIN interval, or NULL. */
	const struct leat_ast_subset *subsets;      /**< SUBSET. */
	uint32_t subset_count;                      /**< Number of subsets. */
	const struct leat_ast_named_expr *defines;  /**< DEFINE. */
	uint32_t define_count;                      /**< Number of defines. */
};

enum leat_ast_relation_kind {
	LEAT_AST_RELATION_TABLE,    /**< `table`. */
	LEAT_AST_RELATION_QUERY,    /**< `query`: (SELECT ...), (VALUES ...). */
	LEAT_AST_RELATION_FUNCTION, /**< `function`: TABLE(f(...)), LATERAL TABLE(f(...)). */
	LEAT_AST_RELATION_UNNEST,   /**< `unnest`. */
	LEAT_AST_RELATION_JOIN,     /**< `join`. */
	LEAT_AST_RELATION_MATCH,    /**< `match`: t MATCH_RECOGNIZE (...). */
};

/** What stands in FROM. */
struct leat_ast_relation {
	enum leat_ast_relation_kind kind;        /**< Says which member of the union is valid. */
	struct leat_span span;                   /**< The whole, alias included. */
	struct leat_ast_ident alias;             /**< May be absent; never there on a JOIN. */
	struct leat_ast_idents columns;          /**< AS alias (a, b). */
	struct leat_ast_hints hints;             /**< Behind a table. */
	const struct leat_ast_expr *system_time; /**< FOR SYSTEM_TIME AS OF, or NULL. */
	bool lateral;                            /**< LATERAL in front of QUERY or FUNCTION. */
	union {
		struct leat_ast_name table;           /**< TABLE. */
		const struct leat_ast_query *query;   /**< QUERY. */
		const struct leat_ast_expr *function; /**< FUNCTION: an expr of kind CALL. */
		const struct leat_ast_match *match;   /**< MATCH. */
		struct {
			struct leat_ast_exprs args; /**< At least 1. */
			bool with_ordinality;       /**< WITH ORDINALITY. */
		} unnest;                           /**< UNNEST. */
		struct {
			enum leat_ast_join_kind kind;
			bool comma;   /**< Written with a comma. */
			bool natural; /**< NATURAL. */
			const struct leat_ast_relation *left, *right;
			const struct leat_ast_expr *on; /**< ON, or NULL. */
			struct leat_ast_idents using;   /**< USING (a, b). */
		} join;                                 /**< JOIN. */
	};
};

/* SPDX-License-Identifier: Apache-2.0 */
/* The syntax tree: names, types and expressions; see also sql/ast_query.h and sql/ast_stmt.h.
 *
 *   script ─▶ stmt ─▶ query ─▶ select ─▶ relation (FROM) ─▶ query …
 *                                   └──▶ expr ─▶ expr, query (sub-query), type (CAST)
 *
 * The tree says what was written and nothing else: names are not resolved, types not derived,
 * literals of dates not checked.  It is built by the parser in the compile arena, never changed
 * afterwards, and freed with the arena.  Every node has the span of its text in the script, from
 * its first to its last token, parentheses around an expression not included.
 *
 * A node is a struct with a kind and a union; the comment at each kind names the member that is
 * valid.  Lists are { items, count }.  Optional nodes are NULL, optional identifiers have
 * text.p == NULL (leat_ast_has()). */
#pragma once

#include "leat/def.h"
#include "leat/error.h"

struct leat_ast_expr;
struct leat_ast_query;
struct leat_ast_relation;
struct leat_ast_type;
struct leat_ast_window;

/* ---- names -------------------------------------------------------------------------------- */

/** An identifier with the case it was written in; names are compared with their case. */
struct leat_ast_ident {
	struct leat_str text;  /**< Without quotes, `` undone.  p is NULL when it is absent. */
	struct leat_span span; /**< With the quotes. */
	bool quoted;           /**< Written in backticks. */
};

/** A dotted name: catalog.database.table, table.column.field, function.  Never empty. */
struct leat_ast_name {
	const struct leat_ast_ident *items; /**< The parts from left to right. */
	uint32_t count;                     /**< Number of parts; 0 only where a name is absent. */
	struct leat_span span;              /**< The whole. */
};

/** Identifiers in parentheses: column lists. */
struct leat_ast_idents {
	const struct leat_ast_ident *items; /**< In the order written. */
	uint32_t count;                     /**< 0: no list. */
};

static inline bool leat_ast_has(const struct leat_ast_ident *ident)
{
	return ident->text.p != NULL;
}

/** A quoted text of which the value counts: option keys and values, comments, paths. */
struct leat_ast_text {
	struct leat_str value; /**< Without quotes, '' undone.  p is NULL when it is absent. */
	struct leat_span span; /**< With the quotes. */
};

/** 'key' = 'value' in WITH, OPTIONS, SET. */
struct leat_ast_option {
	struct leat_ast_text key;   /**< Always there. */
	struct leat_ast_text value; /**< Absent in lists of keys (RESET). */
};

struct leat_ast_options {
	const struct leat_ast_option *items; /**< In the order written; keys may repeat. */
	uint32_t count;                      /**< 0: no clause, or an empty one. */
	struct leat_span span;               /**< From ( to ); {0,0} without a clause. */
};

/** One hint of a comment that begins with a plus sign: OPTIONS('a'='b'), BROADCAST(t, u). */
struct leat_ast_hint {
	struct leat_ast_ident name;      /**< As written: OPTIONS, STATE_TTL, BROADCAST, ... */
	struct leat_ast_options options; /**< Arguments of the form 'k'='v' or k='v'. */
	struct leat_ast_idents args;     /**< Arguments of the form t, `t` or 't'. */
	struct leat_span span;           /**< Name and arguments. */
};

struct leat_ast_hints {
	const struct leat_ast_hint *items; /**< In the order written. */
	uint32_t count;                    /**< 0: no hint. */
};

/* ---- types -------------------------------------------------------------------------------- */

/* XX(ID, spelling); the comment names what a type uses of struct leat_ast_type. */
#define LEAT_AST_TYPES(XX)                                                                         \
	XX(BOOLEAN, "BOOLEAN")                                                                     \
	XX(TINYINT, "TINYINT")                                                                     \
	XX(SMALLINT, "SMALLINT")                                                                   \
	XX(INT, "INT")                                                                             \
	XX(BIGINT, "BIGINT")                                                                       \
	XX(FLOAT, "FLOAT")     /* REAL also */                                                     \
	XX(DOUBLE, "DOUBLE")   /* DOUBLE PRECISION also */                                         \
	XX(DECIMAL, "DECIMAL") /* precision, scale; DEC and NUMERIC also */                        \
	XX(CHAR, "CHAR")       /* precision = length */                                            \
	XX(VARCHAR, "VARCHAR") /* precision = length, unlimited when absent */                     \
	XX(STRING, "STRING")                                                                       \
	XX(BINARY, "BINARY")       /* precision = length */                                        \
	XX(VARBINARY, "VARBINARY") /* precision = length */                                        \
	XX(BYTES, "BYTES")                                                                         \
	XX(DATE, "DATE")                                                                           \
	XX(TIME, "TIME")                   /* precision */                                         \
	XX(TIMESTAMP, "TIMESTAMP")         /* precision; WITHOUT TIME ZONE */                      \
	XX(TIMESTAMP_TZ, "TIMESTAMP")      /* precision; WITH TIME ZONE */                         \
	XX(TIMESTAMP_LTZ, "TIMESTAMP_LTZ") /* precision; WITH LOCAL TIME ZONE */                   \
	XX(INTERVAL, "INTERVAL")           /* interval */                                          \
	XX(ARRAY, "ARRAY")                 /* element */                                           \
	XX(MULTISET, "MULTISET")           /* element */                                           \
	XX(MAP, "MAP")                     /* key, element */                                      \
	XX(ROW, "ROW")                     /* fields */                                            \
	XX(NAMED, "")                      /* name: a user-defined type; Leat has none */

enum leat_ast_type_kind {
#define XX(id, spelling) LEAT_AST_TYPE_##id,
	LEAT_AST_TYPES(XX)
#undef XX
};

/** Units of INTERVAL, EXTRACT, TIMESTAMPADD, CEIL ... TO; from coarse to fine in each group. */
#define LEAT_AST_UNITS(XX)                                                                         \
	XX(MILLENNIUM)                                                                             \
	XX(CENTURY)                                                                                \
	XX(DECADE)                                                                                 \
	XX(YEAR)                                                                                   \
	XX(QUARTER)                                                                                \
	XX(MONTH)                                                                                  \
	XX(WEEK)                                                                                   \
	XX(DAY)                                                                                    \
	XX(HOUR)                                                                                   \
	XX(MINUTE)                                                                                 \
	XX(SECOND)                                                                                 \
	XX(MILLISECOND)                                                                            \
	XX(MICROSECOND)                                                                            \
	XX(NANOSECOND)                                                                             \
	XX(DOW)                                                                                    \
	XX(DOY)                                                                                    \
	XX(ISODOW)                                                                                 \
	XX(ISOYEAR)                                                                                \
	XX(EPOCH)

enum leat_ast_unit {
#define XX(id) LEAT_AST_UNIT_##id,
	LEAT_AST_UNITS(XX)
#undef XX
};

/** The name of a unit in upper case. */
const char *leat_ast_unit_name(enum leat_ast_unit unit);

/** DAY(2) TO SECOND(3), MONTH, ...: the fields of an interval. */
struct leat_ast_interval_unit {
	enum leat_ast_unit from;    /**< YEAR, MONTH, DAY, HOUR, MINUTE or SECOND. */
	enum leat_ast_unit to;      /**< As `from` when there is no TO. */
	int32_t precision;          /**< Digits of the leading field; -1 when not written. */
	int32_t fraction_precision; /**< Digits behind the point of SECOND; -1 when not written. */
};

/** Is the interval one of months (YEAR, QUARTER, MONTH), not of time? */
static inline bool leat_ast_interval_is_months(const struct leat_ast_interval_unit *unit)
{
	return unit->from == LEAT_AST_UNIT_YEAR || unit->from == LEAT_AST_UNIT_MONTH;
}

/** A field of ROW<...>. */
struct leat_ast_field {
	struct leat_ast_ident name;       /**< Always there. */
	const struct leat_ast_type *type; /**< Never NULL. */
	struct leat_ast_text comment;     /**< 'text' or COMMENT 'text' behind the type. */
};

struct leat_ast_fields {
	const struct leat_ast_field *items; /**< In the order written. */
	uint32_t count;                     /**< May be 0: ROW<>. */
};

/** A type as written. */
struct leat_ast_type {
	enum leat_ast_type_kind kind;           /**< Says which of the others count. */
	bool not_null;                          /**< NOT NULL was written. */
	int32_t precision;                      /**< Or length; -1 when not written. */
	int32_t scale;                          /**< -1 when not written. */
	struct leat_ast_interval_unit interval; /**< INTERVAL. */
	const struct leat_ast_type *key;        /**< MAP. */
	const struct leat_ast_type *element;    /**< ARRAY, MULTISET; the value of a MAP. */
	struct leat_ast_fields fields;          /**< ROW. */
	struct leat_ast_name name;              /**< NAMED. */
	struct leat_span span;                  /**< All of it, NOT NULL included. */
};

/* ---- expressions -------------------------------------------------------------------------- */

struct leat_ast_exprs {
	const struct leat_ast_expr *const *items; /**< In the order written; none is NULL. */
	uint32_t count;                           /**< Number of items. */
};

enum leat_ast_literal_kind {
	LEAT_AST_LITERAL_NULL,    /**< NULL; also UNKNOWN, which is a BOOLEAN NULL (`truth`). */
	LEAT_AST_LITERAL_BOOLEAN, /**< `truth`. */
	LEAT_AST_LITERAL_EXACT,   /**< `text`: digits with at most one point, no sign: 12, 1.50. */
	LEAT_AST_LITERAL_APPROX,  /**< `text`: with an exponent, a DOUBLE: 1e3. */
	LEAT_AST_LITERAL_STRING,  /**< `text`: UTF-8, quotes and U& escapes undone. */
	LEAT_AST_LITERAL_BINARY,  /**< `text`: the bytes of x'...'. */
	LEAT_AST_LITERAL_DATE,    /**< `text`: what stands in the quotes, not checked. */
	LEAT_AST_LITERAL_TIME,    /**< `text`, not checked. */
	LEAT_AST_LITERAL_TIMESTAMP, /**< `text`, not checked. */
	LEAT_AST_LITERAL_INTERVAL,  /**< `interval` and `value`; `text` as in the quotes. */
};

struct leat_ast_literal {
	enum leat_ast_literal_kind kind;        /**< Says which of the others count. */
	bool truth;                             /**< BOOLEAN; NULL: it is UNKNOWN. */
	bool legacy;                            /**< INTERVAL written DURATION '1s'. */
	struct leat_str text;                   /**< See the kinds. */
	int64_t value;                          /**< INTERVAL: months; or microseconds, whole ms. */
	struct leat_ast_interval_unit interval; /**< INTERVAL. */
};

/* XX(ID, spelling, precedence): the operators with two operands, Calcite's binding powers. */
#define LEAT_AST_BINARY_OPS(XX)                                                                    \
	XX(OR, "OR", 22)                                                                           \
	XX(AND, "AND", 24)                                                                         \
	XX(EQ, "=", 30)                                                                            \
	XX(NE, "<>", 30)                                                                           \
	XX(LT, "<", 30)                                                                            \
	XX(LE, "<=", 30)                                                                           \
	XX(GT, ">", 30)                                                                            \
	XX(GE, ">=", 30)                                                                           \
	XX(OVERLAPS, "OVERLAPS", 30)                                                               \
	XX(SUBMULTISET_OF, "SUBMULTISET OF", 30)                                                   \
	XX(MEMBER_OF, "MEMBER OF", 30)                                                             \
	XX(ADD, "+", 40)                                                                           \
	XX(SUB, "-", 40)                                                                           \
	XX(CONCAT, "||", 60)                                                                       \
	XX(MUL, "*", 60)                                                                           \
	XX(DIV, "/", 60)                                                                           \
	XX(MOD, "%", 60)

enum leat_ast_binary_op {
#define XX(id, spelling, precedence) LEAT_AST_BINARY_##id,
	LEAT_AST_BINARY_OPS(XX)
#undef XX
};

/** How strongly an operator binds; all associate to the left. */
int leat_ast_binary_precedence(enum leat_ast_binary_op op);

/** How an operator is written. */
const char *leat_ast_binary_text(enum leat_ast_binary_op op);

enum leat_ast_unary_op {
	LEAT_AST_UNARY_NOT,
	LEAT_AST_UNARY_MINUS,
	LEAT_AST_UNARY_PLUS,
};

/** What IS [NOT] asks for. */
enum leat_ast_is_test {
	LEAT_AST_IS_NULL,
	LEAT_AST_IS_TRUE,
	LEAT_AST_IS_FALSE,
	LEAT_AST_IS_UNKNOWN,
	LEAT_AST_IS_DISTINCT_FROM, /**< `right` is the other operand. */
	LEAT_AST_IS_JSON_VALUE,    /**< IS JSON, IS JSON VALUE. */
	LEAT_AST_IS_JSON_OBJECT,
	LEAT_AST_IS_JSON_ARRAY,
	LEAT_AST_IS_JSON_SCALAR,
	LEAT_AST_IS_A_SET,
	LEAT_AST_IS_EMPTY,
};

enum leat_ast_like_kind {
	LEAT_AST_LIKE,
	LEAT_AST_ILIKE,
	LEAT_AST_RLIKE,
	LEAT_AST_SIMILAR_TO,
};

enum leat_ast_quantifier {
	LEAT_AST_QUANTIFIER_ANY, /**< SOME also. */
	LEAT_AST_QUANTIFIER_ALL,
};

/** ASC or DESC with NULLS FIRST or LAST. */
enum leat_ast_nulls {
	LEAT_AST_NULLS_DEFAULT, /**< Not written. */
	LEAT_AST_NULLS_FIRST,
	LEAT_AST_NULLS_LAST,
};

struct leat_ast_order {
	const struct leat_ast_expr *expr; /**< A number is the position of a column. */
	bool descending;                  /**< DESC. */
	enum leat_ast_nulls nulls;        /**< NULLS FIRST, NULLS LAST. */
};

struct leat_ast_orders {
	const struct leat_ast_order *items; /**< Most significant first. */
	uint32_t count;                     /**< 0: no ORDER BY. */
};

/** A branch of CASE. */
struct leat_ast_when {
	struct leat_ast_exprs when;       /**< One; several only as in CASE x WHEN 1, 2 THEN. */
	const struct leat_ast_expr *then; /**< Never NULL. */
};

/** What JSON_VALUE and JSON_QUERY do ON EMPTY or ON ERROR. */
enum leat_ast_json_on {
	LEAT_AST_JSON_ON_DEFAULT, /**< Not written. */
	LEAT_AST_JSON_ON_NULL,
	LEAT_AST_JSON_ON_ERROR,
	LEAT_AST_JSON_ON_VALUE, /**< DEFAULT expr. */
	LEAT_AST_JSON_ON_EMPTY_ARRAY,
	LEAT_AST_JSON_ON_EMPTY_OBJECT,
	LEAT_AST_JSON_ON_TRUE, /**< JSON_EXISTS only, as the next two. */
	LEAT_AST_JSON_ON_FALSE,
	LEAT_AST_JSON_ON_UNKNOWN,
};

enum leat_ast_json_wrapper {
	LEAT_AST_JSON_WRAPPER_DEFAULT, /**< Not written. */
	LEAT_AST_JSON_WRAPPER_WITHOUT,
	LEAT_AST_JSON_WRAPPER_CONDITIONAL,
	LEAT_AST_JSON_WRAPPER_UNCONDITIONAL,
};

enum leat_ast_json_null {
	LEAT_AST_JSON_NULL_DEFAULT, /**< Not written. */
	LEAT_AST_JSON_NULL_ON_NULL,
	LEAT_AST_JSON_ABSENT_ON_NULL,
};

/** The clauses of the SQL/JSON functions. */
struct leat_ast_json {
	const struct leat_ast_type *returning;      /**< RETURNING type, or NULL. */
	enum leat_ast_json_wrapper wrapper;         /**< JSON_QUERY. */
	enum leat_ast_json_on on_empty;             /**< JSON_VALUE, JSON_QUERY. */
	const struct leat_ast_expr *on_empty_value; /**< With ON_VALUE. */
	enum leat_ast_json_on on_error;             /**< JSON_VALUE, JSON_QUERY, JSON_EXISTS. */
	const struct leat_ast_expr *on_error_value; /**< With ON_VALUE. */
	enum leat_ast_json_null null_handling;      /**< JSON_OBJECT[AGG], JSON_ARRAY[AGG]. */
};

/** Of an aggregate, DISTINCT or ALL. */
enum leat_ast_set_quantifier {
	LEAT_AST_SET_DEFAULT, /**< Not written. */
	LEAT_AST_SET_ALL,
	LEAT_AST_SET_DISTINCT,
};

/** IGNORE NULLS, RESPECT NULLS behind a call. */
enum leat_ast_null_treatment {
	LEAT_AST_NULL_TREATMENT_DEFAULT, /**< Not written. */
	LEAT_AST_NULL_TREATMENT_IGNORE,
	LEAT_AST_NULL_TREATMENT_RESPECT,
};

/** FINAL or RUNNING in front of a call in MATCH_RECOGNIZE. */
enum leat_ast_match_semantics {
	LEAT_AST_MATCH_DEFAULT, /**< Not written. */
	LEAT_AST_MATCH_FINAL,
	LEAT_AST_MATCH_RUNNING,
};

/** A call of a function.  Special spellings arrive as plain arguments in this order:
 *
 *     EXTRACT(u FROM x)            SYMBOL u, x
 *     CEIL(x TO u), FLOOR(x TO u)  x, SYMBOL u
 *     TIMESTAMPADD(u, n, t)        SYMBOL u, n, t      (TIMESTAMPDIFF also)
 *     TRIM([f] [c] FROM x)         SYMBOL BOTH|LEADING|TRAILING, c (default ' '), x; TRIM(x) also
 *     SUBSTRING(x FROM a FOR n)    x, a[, n]
 *     POSITION(a IN x)             a, x[, start]
 *     OVERLAY(x PLACING y FROM a FOR n)  x, y, a[, n]
 *     JSON_OBJECT(KEY k VALUE v, ...)    k, v, k, v, ...   (JSON_OBJECTAGG: k, v)
 *     COUNT(*)                     STAR
 *     CURRENT_DATE, LOCALTIME ...  no arguments, and `bare`
 */
struct leat_ast_call {
	struct leat_ast_name name;               /**< As written; usually one part. */
	struct leat_ast_exprs args;              /**< See above. */
	bool bare;                               /**< Written without parentheses. */
	enum leat_ast_set_quantifier quantifier; /**< f(DISTINCT x). */
	enum leat_ast_null_treatment nulls;      /**< f(x) IGNORE NULLS. */
	enum leat_ast_match_semantics match;     /**< FINAL f(x). */
	struct leat_ast_orders within_group;     /**< WITHIN GROUP (ORDER BY ...). */
	const struct leat_ast_expr *filter;      /**< FILTER (WHERE filter), or NULL. */
	const struct leat_ast_window *over;      /**< OVER (...) or OVER name, or NULL. */
	const struct leat_ast_json *json;        /**< NULL without such a clause. */
};

enum leat_ast_expr_kind {
	LEAT_AST_EXPR_LITERAL,    /**< `literal`. */
	LEAT_AST_EXPR_NAME,       /**< `name`: column, table.column, column.field ... */
	LEAT_AST_EXPR_STAR,       /**< `name` (count 0 for a bare *): select list, COUNT(*). */
	LEAT_AST_EXPR_SYMBOL,     /**< `symbol`: a word as an argument: DAY, BOTH. */
	LEAT_AST_EXPR_UNARY,      /**< `unary`. */
	LEAT_AST_EXPR_BINARY,     /**< `binary`. */
	LEAT_AST_EXPR_IS,         /**< `is`: x IS [NOT] test. */
	LEAT_AST_EXPR_BETWEEN,    /**< `between`. */
	LEAT_AST_EXPR_IN,         /**< `in`: x [NOT] IN (list or query). */
	LEAT_AST_EXPR_LIKE,       /**< `like`. */
	LEAT_AST_EXPR_EXISTS,     /**< `query`. */
	LEAT_AST_EXPR_QUANTIFIED, /**< `quantified`: x > ANY (...). */
	LEAT_AST_EXPR_CASE,       /**< `cases`. */
	LEAT_AST_EXPR_CAST,       /**< `cast`. */
	LEAT_AST_EXPR_CALL,       /**< `call`. */
	LEAT_AST_EXPR_QUERY,      /**< `query`: a scalar sub-query. */
	LEAT_AST_EXPR_ROW,        /**< `list`: ROW(a, b), (a, b). */
	LEAT_AST_EXPR_ARRAY,      /**< `list`: ARRAY[a, b]. */
	LEAT_AST_EXPR_MAP,        /**< `list`: MAP[k, v, k, v]; the count is even. */
	LEAT_AST_EXPR_MULTISET,   /**< `list`: MULTISET[a, b]. */
	LEAT_AST_EXPR_COLLECT,    /**< `collect`: ARRAY(query), MULTISET(query), MAP(query). */
	LEAT_AST_EXPR_INDEX,      /**< `index`: a[i]. */
	LEAT_AST_EXPR_FIELD,      /**< `field`: x.f where x is not a name: f(y).a, (e).a, a[1].b. */
	LEAT_AST_EXPR_INTERVAL,   /**< `interval`: INTERVAL x DAY with x not a literal. */
	LEAT_AST_EXPR_NAMED_ARG,  /**< `named`: a => x. */
	LEAT_AST_EXPR_TABLE_ARG,  /**< `table`: TABLE t or (query) as an argument. */
	LEAT_AST_EXPR_DESCRIPTOR, /**< `columns`: DESCRIPTOR(a, b). */
	LEAT_AST_EXPR_DEFAULT,    /**< DEFAULT as an argument or a value. */
};

/** An expression. */
struct leat_ast_expr {
	enum leat_ast_expr_kind kind; /**< Says which member of the union is valid. */
	struct leat_span span;        /**< First to last token. */
	union {
		struct leat_ast_literal literal;    /**< LITERAL. */
		struct leat_ast_name name;          /**< NAME, STAR. */
		struct leat_str symbol;             /**< SYMBOL: in upper case. */
		struct leat_ast_call call;          /**< CALL. */
		struct leat_ast_exprs list;         /**< ROW, ARRAY, MAP, MULTISET. */
		struct leat_ast_idents columns;     /**< DESCRIPTOR. */
		const struct leat_ast_query *query; /**< EXISTS, QUERY. */
		struct {
			enum leat_ast_unary_op op;
			const struct leat_ast_expr *arg;
		} unary; /**< UNARY. */
		struct {
			enum leat_ast_binary_op op;
			struct leat_span op_span; /**< The operator alone. */
			const struct leat_ast_expr *left, *right;
		} binary; /**< BINARY. */
		struct {
			const struct leat_ast_expr *arg;
			const struct leat_ast_expr *right; /**< DISTINCT FROM, else NULL. */
			enum leat_ast_is_test test;
			bool negated; /**< IS NOT. */
		} is;                 /**< IS. */
		struct {
			const struct leat_ast_expr *arg, *low, *high;
			bool symmetric; /**< BETWEEN SYMMETRIC. */
			bool negated;   /**< NOT BETWEEN. */
		} between;              /**< BETWEEN. */
		struct {
			const struct leat_ast_expr *arg;
			struct leat_ast_exprs list;         /**< Empty when there is a query. */
			const struct leat_ast_query *query; /**< Or NULL. */
			bool negated;                       /**< NOT IN. */
		} in;                                       /**< IN. */
		struct {
			const struct leat_ast_expr *arg, *pattern;
			const struct leat_ast_expr *escape; /**< ESCAPE x, or NULL. */
			enum leat_ast_like_kind kind;
			bool negated; /**< NOT LIKE. */
		} like;               /**< LIKE. */
		struct {
			const struct leat_ast_expr *arg;
			enum leat_ast_binary_op op; /**< A comparison. */
			enum leat_ast_quantifier quantifier;
			struct leat_ast_exprs list;         /**< Empty when there is a query. */
			const struct leat_ast_query *query; /**< Or NULL. */
		} quantified;                               /**< QUANTIFIED. */
		struct {
			const struct leat_ast_expr *arg;   /**< CASE arg WHEN; NULL: CASE WHEN. */
			const struct leat_ast_when *items; /**< In the order written. */
			uint32_t count;                    /**< At least 1. */
			const struct leat_ast_expr *otherwise; /**< ELSE, or NULL. */
		} cases;                                       /**< CASE. */
		struct {
			const struct leat_ast_expr *arg;
			const struct leat_ast_type *type;
			bool try_cast; /**< TRY_CAST: NULL instead of an error. */
		} cast;                /**< CAST. */
		struct {
			const struct leat_ast_query *query;
			enum leat_ast_type_kind kind; /**< ARRAY, MULTISET or MAP. */
		} collect;                            /**< COLLECT. */
		struct {
			const struct leat_ast_expr *arg, *index;
		} index; /**< INDEX. */
		struct {
			const struct leat_ast_expr *arg;
			struct leat_ast_ident name; /**< The text is "*" in (row).* */
		} field;                            /**< FIELD. */
		struct {
			const struct leat_ast_expr *arg;
			struct leat_ast_interval_unit unit;
		} interval; /**< INTERVAL. */
		struct {
			struct leat_ast_ident name;
			const struct leat_ast_expr *arg;
		} named; /**< NAMED_ARG. */
		struct {
			const struct leat_ast_query
				*query; /**< TABLE t is a query of kind TABLE. */
			struct leat_ast_exprs partition_by; /**< PARTITION BY. */
			struct leat_ast_orders order_by;    /**< ORDER BY. */
		} table;                                    /**< TABLE_ARG. */
	};
};

/** The end of a window's frame. */
enum leat_ast_bound_kind {
	LEAT_AST_BOUND_UNBOUNDED_PRECEDING,
	LEAT_AST_BOUND_PRECEDING, /**< `offset` PRECEDING. */
	LEAT_AST_BOUND_CURRENT_ROW,
	LEAT_AST_BOUND_FOLLOWING, /**< `offset` FOLLOWING. */
	LEAT_AST_BOUND_UNBOUNDED_FOLLOWING,
};

struct leat_ast_bound {
	enum leat_ast_bound_kind kind;      /**< Where the frame begins or ends. */
	const struct leat_ast_expr *offset; /**< With PRECEDING and FOLLOWING, else NULL. */
};

enum leat_ast_frame {
	LEAT_AST_FRAME_DEFAULT, /**< Not written. */
	LEAT_AST_FRAME_ROWS,
	LEAT_AST_FRAME_RANGE,
};

/** OVER (...), OVER name, and the definitions in WINDOW. */
struct leat_ast_window {
	struct leat_ast_ident base; /**< The window it refers to or refines; may be absent. */
	bool by_name;               /**< OVER name, without parentheses. */
	struct leat_ast_exprs partition_by; /**< PARTITION BY. */
	struct leat_ast_orders order_by;    /**< ORDER BY. */
	enum leat_ast_frame frame;          /**< ROWS or RANGE. */
	struct leat_ast_bound start;        /**< With a frame. */
	struct leat_ast_bound end;          /**< With a frame; CURRENT ROW when not written. */
	struct leat_span span;              /**< The whole. */
};

/** WINDOW name AS (...). */
struct leat_ast_window_def {
	struct leat_ast_ident name;           /**< Always there. */
	const struct leat_ast_window *window; /**< Never NULL. */
};

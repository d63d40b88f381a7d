/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of the SQL/JSON functions. */
#include "sql/parse_int.h"

/* json_value ::= expr [ 'FORMAT' 'JSON' ]     -- x FORMAT JSON arrives as the call JSON(x) */
static int add_value(struct leat_parser *p, struct leat_parse_args *args)
{
	const struct leat_ast_expr *arg;
	const struct leat_ast_expr **only;
	struct leat_ast_ident *ident;
	struct leat_ast_expr *e;

	LEAT_TRY(leat_parse_expr(p, &arg));
	*LEAT_VEC_ADD(p->arena, args) = arg;
	if (!leat_parse_accept_words(p, LEAT_KW_FORMAT, LEAT_KW_JSON))
		return 0;
	ident = LEAT_ARENA_NEW(p->arena, struct leat_ast_ident);
	*ident = leat_parse_ident_of(p, &p->token[-1]);
	only = LEAT_ARENA_NEW(p->arena, const struct leat_ast_expr *);
	*only = arg;
	e = LEAT_ARENA_NEW(p->arena, struct leat_ast_expr);
	e->kind = LEAT_AST_EXPR_CALL;
	e->span = (struct leat_span){ arg->span.begin, p->token[-1].span.end };
	e->call.name = (struct leat_ast_name){ ident, 1, ident->span };
	e->call.args = (struct leat_ast_exprs){ only, 1 };
	args->items[args->count - 1] = e;
	return 0;
}

/* json_pair ::= [ 'KEY' ] expr ( 'VALUE' | ':' ) json_value */
static int add_pair(struct leat_parser *p, struct leat_parse_args *args)
{
	/* KEY is soft: a column of that name is followed by what separates key and value. */
	if (leat_parse_at_word(p, LEAT_KW_KEY) && !leat_parse_peek_word(p, 1, LEAT_KW_VALUE) &&
	    leat_parse_peek(p, 1)->kind != LEAT_TOKEN_COLON)
		leat_parse_next(p);
	LEAT_TRY(leat_parse_add_expr(p, args));
	if (!leat_parse_accept_word(p, LEAT_KW_VALUE) && !leat_parse_accept(p, LEAT_TOKEN_COLON))
		return leat_parse_unexpected(p, "\"VALUE\" or \":\"");
	return add_value(p, args);
}

/* json_null ::= ( 'NULL' | 'ABSENT' ) 'ON' 'NULL' */
static int parse_null_handling(struct leat_parser *p, struct leat_ast_json *json)
{
	bool absent = leat_parse_at_word(p, LEAT_KW_ABSENT);

	if ((!absent && !leat_parse_at_word(p, LEAT_KW_NULL)) ||
	    !leat_parse_peek_word(p, 1, LEAT_KW_ON))
		return 0;
	leat_parse_next(p);
	leat_parse_next(p);
	json->null_handling = absent ? LEAT_AST_JSON_ABSENT_ON_NULL : LEAT_AST_JSON_NULL_ON_NULL;
	return leat_parse_expect_word(p, LEAT_KW_NULL);
}

/* json_on ::= ( 'NULL' | 'ERROR' | 'DEFAULT' expr | 'EMPTY' ( 'ARRAY' | 'OBJECT' ) | 'TRUE'
 *           | 'FALSE' | 'UNKNOWN' ) 'ON' ( 'EMPTY' | 'ERROR' ) */
static int parse_behavior(struct leat_parser *p, enum leat_ast_json_on *ret,
                          const struct leat_ast_expr **ret_value)
{
	static const struct {
		enum leat_keyword keyword;
		enum leat_ast_json_on on;
	} words[] = {
		{ LEAT_KW_NULL, LEAT_AST_JSON_ON_NULL },
		{ LEAT_KW_ERROR, LEAT_AST_JSON_ON_ERROR },
		{ LEAT_KW_TRUE, LEAT_AST_JSON_ON_TRUE },
		{ LEAT_KW_FALSE, LEAT_AST_JSON_ON_FALSE },
		{ LEAT_KW_UNKNOWN, LEAT_AST_JSON_ON_UNKNOWN },
	};

	*ret = LEAT_AST_JSON_ON_DEFAULT;
	for (size_t i = 0; i < LEAT_COUNT(words); i++) {
		if (leat_parse_accept_word(p, words[i].keyword)) {
			*ret = words[i].on;
			return 0;
		}
	}
	if (leat_parse_accept_words(p, LEAT_KW_EMPTY, LEAT_KW_ARRAY)) {
		*ret = LEAT_AST_JSON_ON_EMPTY_ARRAY;
	} else if (leat_parse_accept_words(p, LEAT_KW_EMPTY, LEAT_KW_OBJECT)) {
		*ret = LEAT_AST_JSON_ON_EMPTY_OBJECT;
	} else if (leat_parse_accept_word(p, LEAT_KW_DEFAULT)) {
		*ret = LEAT_AST_JSON_ON_VALUE;
		return leat_parse_expr(p, ret_value);
	}
	return 0;
}

static int parse_behaviors(struct leat_parser *p, struct leat_ast_json *json)
{
	for (;;) {
		const struct leat_ast_expr *value = NULL;
		enum leat_ast_json_on on;

		LEAT_TRY(parse_behavior(p, &on, &value));
		if (on == LEAT_AST_JSON_ON_DEFAULT)
			return 0;
		LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_ON));
		if (leat_parse_accept_word(p, LEAT_KW_EMPTY)) {
			json->on_empty = on;
			json->on_empty_value = value;
		} else if (leat_parse_accept_word(p, LEAT_KW_ERROR)) {
			json->on_error = on;
			json->on_error_value = value;
		} else {
			return leat_parse_unexpected(p, "\"EMPTY\" or \"ERROR\"");
		}
	}
}

/* json_wrapper ::= ( 'WITHOUT' | 'WITH' [ 'CONDITIONAL' | 'UNCONDITIONAL' ] ) [ 'ARRAY' ]
 *                 'WRAPPER' */
static int parse_wrapper(struct leat_parser *p, struct leat_ast_json *json)
{
	if (leat_parse_accept_word(p, LEAT_KW_WITHOUT)) {
		json->wrapper = LEAT_AST_JSON_WRAPPER_WITHOUT;
	} else if (leat_parse_accept_word(p, LEAT_KW_WITH)) {
		json->wrapper = LEAT_AST_JSON_WRAPPER_UNCONDITIONAL;
		if (leat_parse_accept_word(p, LEAT_KW_CONDITIONAL))
			json->wrapper = LEAT_AST_JSON_WRAPPER_CONDITIONAL;
		else
			(void)leat_parse_accept_word(p, LEAT_KW_UNCONDITIONAL); /* The default. */
	} else {
		return 0;
	}
	(void)leat_parse_accept_word(p, LEAT_KW_ARRAY); /* Optional. */
	return leat_parse_expect_word(p, LEAT_KW_WRAPPER);
}

/* json_path ::= expr ',' expr [ 'RETURNING' type ] [ json_wrapper ] { json_on } */
static int parse_path_call(struct leat_parser *p, enum leat_keyword function,
                           struct leat_parse_args *args, struct leat_ast_json *json)
{
	LEAT_TRY(leat_parse_add_expr(p, args));
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_COMMA));
	LEAT_TRY(leat_parse_add_expr(p, args));
	if (function != LEAT_KW_JSON_EXISTS && leat_parse_accept_word(p, LEAT_KW_RETURNING))
		LEAT_TRY(leat_parse_type(p, &json->returning));
	if (function == LEAT_KW_JSON_QUERY)
		LEAT_TRY(parse_wrapper(p, json));
	return parse_behaviors(p, json);
}

/* [ item { ',' item } ] [ json_null ] */
static int parse_list_call(struct leat_parser *p, enum leat_keyword function,
                           struct leat_parse_args *args, struct leat_ast_json *json)
{
	bool pairs = function == LEAT_KW_JSON_OBJECT || function == LEAT_KW_JSON_OBJECTAGG;
	bool absent = leat_parse_at_word(p, LEAT_KW_ABSENT) || leat_parse_at_word(p, LEAT_KW_NULL);

	if (!leat_parse_at(p, LEAT_TOKEN_RPAREN) &&
	    !(absent && leat_parse_peek_word(p, 1, LEAT_KW_ON))) {
		do
			LEAT_TRY(pairs ? add_pair(p, args) : add_value(p, args));
		while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	}
	return parse_null_handling(p, json);
}

/* json_call ::= ( 'JSON_VALUE' | 'JSON_QUERY' | 'JSON_EXISTS' ) '(' json_path ')' | 'JSON_OBJECT'
 *              '(' [ json_pair { ',' json_pair } ] [ json_null ] ')' | 'JSON_ARRAY' '('
 *              [ json_value { ',' json_value } ] [ json_null ] ')' | 'JSON_OBJECTAGG' '('
 *              json_pair [ json_null ] ')' | 'JSON_ARRAYAGG' '(' json_value [ 'ORDER' 'BY'
 *              orders ] [ json_null ] ')' */
int leat_parse_json_call(struct leat_parser *p, enum leat_keyword function,
                         struct leat_ast_call *call)
{
	struct leat_ast_json *json = LEAT_ARENA_NEW(p->arena, struct leat_ast_json);
	struct leat_parse_args args = { 0 };

	switch ((int)function) {
	case LEAT_KW_JSON_VALUE:
	case LEAT_KW_JSON_QUERY:
	case LEAT_KW_JSON_EXISTS:
		LEAT_TRY(parse_path_call(p, function, &args, json));
		break;
	case LEAT_KW_JSON_OBJECTAGG:
		LEAT_TRY(add_pair(p, &args));
		LEAT_TRY(parse_null_handling(p, json));
		break;
	case LEAT_KW_JSON_ARRAYAGG:
		LEAT_TRY(add_value(p, &args));
		if (leat_parse_accept_words(p, LEAT_KW_ORDER, LEAT_KW_BY))
			LEAT_TRY(leat_parse_orders(p, &call->within_group));
		LEAT_TRY(parse_null_handling(p, json));
		break;
	case LEAT_KW_JSON_OBJECT:
	case LEAT_KW_JSON_ARRAY:
		LEAT_TRY(parse_list_call(p, function, &args, json));
		break;
	default:
		leat_unreachable();
	}
	call->args = (struct leat_ast_exprs){ args.items, args.count };
	call->json = json;
	return leat_parse_expect(p, LEAT_TOKEN_RPAREN);
}

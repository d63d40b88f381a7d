/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of expressions: operators by precedence. */
#include "sql/parse_int.h"
#include "sql/precedence.h"

/* Operators in a row nest the tree without parentheses. */
enum { CHAIN_MAX = 1000 };

static const struct binary_op {
	enum leat_token_kind token; /* WORD: the next two count. */
	enum leat_keyword keyword;
	enum leat_keyword second; /* A word that must follow, or none. */
	enum leat_ast_binary_op op;
} binary_ops[] = {
	{ LEAT_TOKEN_WORD, LEAT_KW_OR, LEAT_KEYWORD_NONE, LEAT_AST_BINARY_OR },
	{ LEAT_TOKEN_WORD, LEAT_KW_AND, LEAT_KEYWORD_NONE, LEAT_AST_BINARY_AND },
	{ LEAT_TOKEN_EQ, LEAT_KEYWORD_NONE, LEAT_KEYWORD_NONE, LEAT_AST_BINARY_EQ },
	{ LEAT_TOKEN_NE, LEAT_KEYWORD_NONE, LEAT_KEYWORD_NONE, LEAT_AST_BINARY_NE },
	{ LEAT_TOKEN_LT, LEAT_KEYWORD_NONE, LEAT_KEYWORD_NONE, LEAT_AST_BINARY_LT },
	{ LEAT_TOKEN_LE, LEAT_KEYWORD_NONE, LEAT_KEYWORD_NONE, LEAT_AST_BINARY_LE },
	{ LEAT_TOKEN_GT, LEAT_KEYWORD_NONE, LEAT_KEYWORD_NONE, LEAT_AST_BINARY_GT },
	{ LEAT_TOKEN_GE, LEAT_KEYWORD_NONE, LEAT_KEYWORD_NONE, LEAT_AST_BINARY_GE },
	{ LEAT_TOKEN_WORD, LEAT_KW_OVERLAPS, LEAT_KEYWORD_NONE, LEAT_AST_BINARY_OVERLAPS },
	{ LEAT_TOKEN_WORD, LEAT_KW_MEMBER, LEAT_KW_OF, LEAT_AST_BINARY_MEMBER_OF },
	{ LEAT_TOKEN_WORD, LEAT_KW_SUBMULTISET, LEAT_KW_OF, LEAT_AST_BINARY_SUBMULTISET_OF },
	{ LEAT_TOKEN_PLUS, LEAT_KEYWORD_NONE, LEAT_KEYWORD_NONE, LEAT_AST_BINARY_ADD },
	{ LEAT_TOKEN_MINUS, LEAT_KEYWORD_NONE, LEAT_KEYWORD_NONE, LEAT_AST_BINARY_SUB },
	{ LEAT_TOKEN_CONCAT, LEAT_KEYWORD_NONE, LEAT_KEYWORD_NONE, LEAT_AST_BINARY_CONCAT },
	{ LEAT_TOKEN_STAR, LEAT_KEYWORD_NONE, LEAT_KEYWORD_NONE, LEAT_AST_BINARY_MUL },
	{ LEAT_TOKEN_SLASH, LEAT_KEYWORD_NONE, LEAT_KEYWORD_NONE, LEAT_AST_BINARY_DIV },
	{ LEAT_TOKEN_PERCENT, LEAT_KEYWORD_NONE, LEAT_KEYWORD_NONE, LEAT_AST_BINARY_MOD },
};

int leat_ast_binary_precedence(enum leat_ast_binary_op op)
{
	static const int precedences[] = {
#define XX(id, spelling, precedence) [LEAT_AST_BINARY_##id] = precedence,
		LEAT_AST_BINARY_OPS(XX)
#undef XX
	};

	leat_assert(op < LEAT_COUNT(precedences));
	return precedences[op];
}

const char *leat_ast_binary_text(enum leat_ast_binary_op op)
{
	static const char *const texts[] = {
#define XX(id, spelling, precedence) [LEAT_AST_BINARY_##id] = spelling,
		LEAT_AST_BINARY_OPS(XX)
#undef XX
	};

	leat_assert(op < LEAT_COUNT(texts));
	return texts[op];
}

/* A new node that begins where @p left does. */
static struct leat_ast_expr *new_infix(struct leat_parser *p, enum leat_ast_expr_kind kind,
                                       const struct leat_ast_expr *left)
{
	struct leat_ast_expr *e = LEAT_ARENA_NEW(p->arena, struct leat_ast_expr);

	e->kind = kind;
	e->span = left->span;
	return e;
}

/* The parts of an infix expression are read; it ends with the last token. */
static int finish(struct leat_parser *p, struct leat_ast_expr *e, const struct leat_ast_expr **left)
{
	e->span.end = p->token[-1].span.end;
	*left = e;
	return 0;
}

static const struct binary_op *find_binary(const struct leat_parser *p)
{
	for (size_t i = 0; i < LEAT_COUNT(binary_ops); i++) {
		const struct binary_op *op = &binary_ops[i];

		if (op->token == p->token->kind && op->keyword == p->token->keyword &&
		    (!op->second || leat_parse_peek_word(p, 1, op->second)))
			return op;
	}
	return NULL;
}

/* quantified ::= operand ( '=' | '<>' | '<' | '<=' | '>' | '>=' ) ( 'ANY' | 'SOME' | 'ALL' ) '('
 *               ( query | exprs ) ')' */
static int parse_quantified(struct leat_parser *p, enum leat_ast_binary_op op,
                            const struct leat_ast_expr **left)
{
	struct leat_ast_expr *e = new_infix(p, LEAT_AST_EXPR_QUANTIFIED, *left);

	e->quantified.arg = *left;
	e->quantified.op = op;
	e->quantified.quantifier = leat_parse_at_word(p, LEAT_KW_ALL) ? LEAT_AST_QUANTIFIER_ALL
	                                                              : LEAT_AST_QUANTIFIER_ANY;
	leat_parse_next(p);
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	if (leat_parse_at_query(p))
		LEAT_TRY(leat_parse_query(p, &e->quantified.query));
	else
		LEAT_TRY(leat_parse_exprs(p, &e->quantified.list));
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
	return finish(p, e, left);
}

static int parse_binary(struct leat_parser *p, const struct binary_op *op,
                        const struct leat_ast_expr **left)
{
	struct leat_span op_span = p->token->span;
	int precedence = leat_ast_binary_precedence(op->op);
	struct leat_ast_expr *e;

	leat_parse_next(p);
	if (op->second) {
		op_span.end = p->token->span.end;
		leat_parse_next(p);
	}
	if (precedence == LEAT_PRECEDENCE_COMPARE &&
	    leat_parse_peek(p, 1)->kind == LEAT_TOKEN_LPAREN &&
	    (leat_parse_at_word(p, LEAT_KW_ANY) || leat_parse_at_word(p, LEAT_KW_SOME) ||
	     leat_parse_at_word(p, LEAT_KW_ALL)))
		return parse_quantified(p, op->op, left);

	e = new_infix(p, LEAT_AST_EXPR_BINARY, *left);
	e->binary.op = op->op;
	e->binary.op_span = op_span;
	e->binary.left = *left;
	LEAT_TRY(leat_parse_operand(p, precedence + 1, &e->binary.right));
	return finish(p, e, left);
}

static int parse_is_json(struct leat_parser *p, struct leat_ast_expr *e)
{
	e->is.test = LEAT_AST_IS_JSON_VALUE;
	if (leat_parse_accept_word(p, LEAT_KW_OBJECT))
		e->is.test = LEAT_AST_IS_JSON_OBJECT;
	else if (leat_parse_accept_word(p, LEAT_KW_ARRAY))
		e->is.test = LEAT_AST_IS_JSON_ARRAY;
	else if (leat_parse_accept_word(p, LEAT_KW_SCALAR))
		e->is.test = LEAT_AST_IS_JSON_SCALAR;
	else
		(void)leat_parse_accept_word(p, LEAT_KW_VALUE); /* The default. */
	return 0;
}

/* is ::= operand 'IS' [ 'NOT' ] test
 * test ::= 'NULL' | 'TRUE' | 'FALSE' | 'UNKNOWN' | 'DISTINCT' 'FROM' operand | 'JSON' [ 'VALUE'
 *        | 'OBJECT' | 'ARRAY' | 'SCALAR' ] | 'A' 'SET' | 'EMPTY' */
static int parse_is(struct leat_parser *p, const struct leat_ast_expr **left)
{
	static const struct {
		enum leat_keyword keyword;
		enum leat_ast_is_test test;
	} tests[] = {
		{ LEAT_KW_NULL, LEAT_AST_IS_NULL },       { LEAT_KW_TRUE, LEAT_AST_IS_TRUE },
		{ LEAT_KW_FALSE, LEAT_AST_IS_FALSE },     { LEAT_KW_EMPTY, LEAT_AST_IS_EMPTY },
		{ LEAT_KW_UNKNOWN, LEAT_AST_IS_UNKNOWN },
	};
	struct leat_ast_expr *e = new_infix(p, LEAT_AST_EXPR_IS, *left);

	leat_parse_next(p);
	e->is.arg = *left;
	e->is.negated = leat_parse_accept_word(p, LEAT_KW_NOT);
	for (size_t i = 0; i < LEAT_COUNT(tests); i++) {
		if (leat_parse_accept_word(p, tests[i].keyword)) {
			e->is.test = tests[i].test;
			return finish(p, e, left);
		}
	}
	if (leat_parse_accept_words(p, LEAT_KW_DISTINCT, LEAT_KW_FROM)) {
		e->is.test = LEAT_AST_IS_DISTINCT_FROM;
		LEAT_TRY(leat_parse_operand(p, LEAT_PRECEDENCE_COMPARE + 1, &e->is.right));
	} else if (leat_parse_accept_word(p, LEAT_KW_JSON)) {
		LEAT_TRY(parse_is_json(p, e));
	} else if (leat_parse_peek_word(p, 1, LEAT_KW_SET)) {
		leat_parse_next(p);
		leat_parse_next(p);
		e->is.test = LEAT_AST_IS_A_SET;
	} else {
		return leat_parse_unexpected(p,
		                             "NULL, TRUE, FALSE, UNKNOWN, DISTINCT FROM or JSON");
	}
	return finish(p, e, left);
}

/* between ::= operand [ 'NOT' ] 'BETWEEN' [ 'SYMMETRIC' | 'ASYMMETRIC' ] operand 'AND' operand */
static int parse_between(struct leat_parser *p, bool negated, const struct leat_ast_expr **left)
{
	struct leat_ast_expr *e = new_infix(p, LEAT_AST_EXPR_BETWEEN, *left);

	leat_parse_next(p);
	e->between.arg = *left;
	e->between.negated = negated;
	e->between.symmetric = leat_parse_accept_word(p, LEAT_KW_SYMMETRIC);
	if (!e->between.symmetric)
		(void)leat_parse_accept_word(p, LEAT_KW_ASYMMETRIC); /* The default. */
	LEAT_TRY(leat_parse_operand(p, LEAT_PRECEDENCE_IN + 1, &e->between.low));
	LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_AND));
	LEAT_TRY(leat_parse_operand(p, LEAT_PRECEDENCE_IN + 1, &e->between.high));
	return finish(p, e, left);
}

/* in ::= operand [ 'NOT' ] 'IN' '(' ( query | expr { ',' expr } ) ')' */
static int parse_in(struct leat_parser *p, bool negated, const struct leat_ast_expr **left)
{
	struct leat_ast_expr *e = new_infix(p, LEAT_AST_EXPR_IN, *left);

	leat_parse_next(p);
	e->in.arg = *left;
	e->in.negated = negated;
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_LPAREN));
	if (leat_parse_at_query(p))
		LEAT_TRY(leat_parse_query(p, &e->in.query));
	else
		LEAT_TRY(leat_parse_exprs(p, &e->in.list));
	LEAT_TRY(leat_parse_expect(p, LEAT_TOKEN_RPAREN));
	return finish(p, e, left);
}

/* like ::= operand [ 'NOT' ] ( 'LIKE' | 'ILIKE' | 'RLIKE' | 'SIMILAR' 'TO' ) operand [ 'ESCAPE'
 *         operand ] */
static int parse_like(struct leat_parser *p, bool negated, const struct leat_ast_expr **left)
{
	struct leat_ast_expr *e = new_infix(p, LEAT_AST_EXPR_LIKE, *left);

	e->like.arg = *left;
	e->like.negated = negated;
	if (leat_parse_accept_word(p, LEAT_KW_SIMILAR)) {
		e->like.kind = LEAT_AST_SIMILAR_TO;
		LEAT_TRY(leat_parse_expect_word(p, LEAT_KW_TO));
	} else {
		e->like.kind = leat_parse_at_word(p, LEAT_KW_LIKE)    ? LEAT_AST_LIKE
		               : leat_parse_at_word(p, LEAT_KW_ILIKE) ? LEAT_AST_ILIKE
		                                                      : LEAT_AST_RLIKE;
		leat_parse_next(p);
	}
	LEAT_TRY(leat_parse_operand(p, LEAT_PRECEDENCE_IN + 1, &e->like.pattern));
	if (leat_parse_accept_word(p, LEAT_KW_ESCAPE))
		LEAT_TRY(leat_parse_operand(p, LEAT_PRECEDENCE_IN + 1, &e->like.escape));
	return finish(p, e, left);
}

/* BETWEEN, IN or LIKE @p ahead? */
static bool is_in_class(const struct leat_parser *p, uint32_t ahead)
{
	switch ((int)leat_parse_peek(p, ahead)->keyword) {
	case LEAT_KW_BETWEEN:
	case LEAT_KW_IN:
	case LEAT_KW_LIKE:
	case LEAT_KW_ILIKE:
	case LEAT_KW_RLIKE:
	case LEAT_KW_SIMILAR:
		return true;
	}
	return false;
}

static int parse_in_class(struct leat_parser *p, const struct leat_ast_expr **left)
{
	bool negated = leat_parse_accept_word(p, LEAT_KW_NOT);

	if (leat_parse_at_word(p, LEAT_KW_BETWEEN))
		return parse_between(p, negated, left);
	if (leat_parse_at_word(p, LEAT_KW_IN))
		return parse_in(p, negated, left);
	return parse_like(p, negated, left);
}

/* Apply the operator at the current token to *@p left if it binds at least as @p precedence.
 * *@p ret_done: there is none. */
static int parse_infix(struct leat_parser *p, int precedence, const struct leat_ast_expr **left,
                       bool *ret_done)
{
	const struct binary_op *op = find_binary(p);

	*ret_done = false;
	if (op && leat_ast_binary_precedence(op->op) >= precedence)
		return parse_binary(p, op, left);
	if (leat_parse_at_word(p, LEAT_KW_IS)) {
		bool distinct = leat_parse_peek_word(p, 1, LEAT_KW_DISTINCT) ||
		                leat_parse_peek_word(p, 2, LEAT_KW_DISTINCT);

		if ((distinct ? LEAT_PRECEDENCE_COMPARE : LEAT_PRECEDENCE_IS) >= precedence)
			return parse_is(p, left);
	}
	if (LEAT_PRECEDENCE_IN >= precedence &&
	    is_in_class(p, leat_parse_at_word(p, LEAT_KW_NOT) ? 1 : 0))
		return parse_in_class(p, left);
	*ret_done = true;
	return 0;
}

static int parse_prefix(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	enum leat_ast_unary_op op = leat_parse_at_word(p, LEAT_KW_NOT)   ? LEAT_AST_UNARY_NOT
	                            : leat_parse_at(p, LEAT_TOKEN_MINUS) ? LEAT_AST_UNARY_MINUS
	                                                                 : LEAT_AST_UNARY_PLUS;
	const struct leat_token *begin = p->token;
	struct leat_ast_expr *e = LEAT_ARENA_NEW(p->arena, struct leat_ast_expr);

	leat_parse_next(p);
	e->kind = LEAT_AST_EXPR_UNARY;
	e->unary.op = op;
	LEAT_TRY(leat_parse_operand(
		p, op == LEAT_AST_UNARY_NOT ? LEAT_PRECEDENCE_NOT : LEAT_PRECEDENCE_SIGN,
		&e->unary.arg));
	e->span = leat_parse_span(p, begin);
	*ret = e;
	return 0;
}

/* operand ::= ( 'NOT' | '-' | '+' ) operand | primary | operand OPERATOR operand | quantified | is
 *           | between | in | like */
int leat_parse_operand(struct leat_parser *p, int precedence, const struct leat_ast_expr **ret)
{
	bool prefix = leat_parse_at_word(p, LEAT_KW_NOT) || leat_parse_at(p, LEAT_TOKEN_MINUS) ||
	              leat_parse_at(p, LEAT_TOKEN_PLUS);
	const struct leat_ast_expr *left;
	bool done = false;
	int r;

	LEAT_TRY(leat_parse_enter(p));
	r = prefix ? parse_prefix(p, &left) : leat_parse_primary(p, &left);
	for (int length = 0; !r && !done; length++) {
		if (length == CHAIN_MAX)
			r = leat_err_at(&p->err, LEAT_E_LIMIT, p->token->span,
			                "more than %d operators in a row", CHAIN_MAX);
		else
			r = parse_infix(p, precedence, &left, &done);
	}
	leat_parse_leave(p);
	if (!r)
		*ret = left;
	return r;
}

/* expr ::= operand */
int leat_parse_expr(struct leat_parser *p, const struct leat_ast_expr **ret)
{
	return leat_parse_operand(p, LEAT_PRECEDENCE_LOWEST, ret);
}

/* exprs ::= expr { ',' expr } */
int leat_parse_exprs(struct leat_parser *p, struct leat_ast_exprs *ret)
{
	LEAT_VEC(const struct leat_ast_expr *) items = { 0 };

	do {
		const struct leat_ast_expr *e;

		LEAT_TRY(leat_parse_expr(p, &e));
		*LEAT_VEC_ADD(p->arena, &items) = e;
	} while (leat_parse_accept(p, LEAT_TOKEN_COMMA));
	*ret = (struct leat_ast_exprs){ items.items, items.count };
	return 0;
}

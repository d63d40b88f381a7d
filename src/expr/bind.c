/* SPDX-License-Identifier: Apache-2.0 */
/* Helpers for bind functions, and binding by signature. */
#include "expr/bind.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "expr/signature.h"
#include "types/cast.h"

static struct leat_span span_of(const struct leat_bind *bind, uint32_t arg)
{
	return bind->spans && arg < bind->arg_count ? bind->spans[arg] : (struct leat_span){ 0, 0 };
}

int leat_bind_reject(const struct leat_bind *bind, struct leat_err *err)
{
	struct leat_buf types;
	int r;

	leat_buf_init(&types, sizeof(err->message));
	for (uint32_t i = 0; i < bind->arg_count; i++) {
		if (i)
			leat_buf_text(&types, ", ");
		leat_type_print(bind->args[i], false, &types);
	}
	r = leat_err_set(err, LEAT_E_ARGUMENTS, "\"%.*s\" does not take the arguments (%s)",
	                 LEAT_STR_ARG(bind->name), leat_buf_cstr(&types));
	leat_buf_done(&types);
	return r;
}

int leat_bind_reject_arg(const struct leat_bind *bind, uint32_t arg, struct leat_err *err,
                         const char *fmt, ...)
{
	char reason[sizeof(err->message)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(reason, sizeof(reason), fmt, ap);
	va_end(ap);
	return leat_err_at(err, LEAT_E_ARGUMENTS, span_of(bind, arg), "\"%.*s\": %s",
	                   LEAT_STR_ARG(bind->name), reason);
}

bool leat_bind_is_nullable(const struct leat_bind *bind)
{
	for (uint32_t i = 0; i < bind->arg_count; i++)
		if (bind->args[i]->nullable)
			return true;
	return false;
}

void leat_bind_want(struct leat_bind *bind, uint32_t arg, const struct leat_type *type)
{
	bind->args[arg] = leat_type_with_null(bind->arena, type, bind->args[arg]->nullable);
}

int leat_bind_returns(struct leat_bind *bind, const struct leat_type *type, bool nullable)
{
	bind->ret = leat_type_with_null(bind->arena, type, nullable);
	return 0;
}

int leat_bind_returns_id(struct leat_bind *bind, enum leat_type_id id)
{
	return leat_bind_returns(bind, leat_type_basic(id), leat_bind_is_nullable(bind));
}

bool leat_bind_is_known(const struct leat_bind *bind, uint32_t arg)
{
	return arg < bind->arg_count && bind->constants[arg] &&
	       leat_type_phys(bind->constants[arg]->type) != LEAT_PHYS_NULL &&
	       !leat_col_is_null(bind->constants[arg], 0);
}

bool leat_bind_text(const struct leat_bind *bind, uint32_t arg, struct leat_str *ret)
{
	if (!leat_bind_is_known(bind, arg) ||
	    leat_type_phys(bind->constants[arg]->type) != LEAT_PHYS_BYTES)
		return false;
	*ret = bind->constants[arg]->bytes[0];
	return true;
}

struct leat_str leat_bind_symbol(const struct leat_bind *bind, uint32_t arg)
{
	struct leat_str symbol = { NULL, 0 };

	if (arg < bind->arg_count && bind->args[arg]->id == LEAT_SYMBOL)
		(void)leat_bind_text(bind, arg, &symbol); /* A keyword is always known. */
	return symbol;
}

/* Check one argument against its letter and ask for the cast it needs: a NULL gets a type, integers
 * become wider.  As in Flink, text is not read as a number here nor a number written as text. */
static bool bind_letter(struct leat_bind *bind, uint32_t arg, char letter)
{
	const struct leat_type *type = bind->args[arg];

	switch (letter) {
	case 's':
		if (type->id == LEAT_NULL)
			leat_bind_want(bind, arg, leat_type_basic(LEAT_VARCHAR));
		return leat_type_is_text(type) || type->id == LEAT_NULL;
	case 't':
		if (!leat_type_is_text(type))
			leat_bind_want(bind, arg, leat_type_basic(LEAT_VARCHAR));
		return leat_cast_is_allowed(type, leat_type_basic(LEAT_VARCHAR), NULL);
	case 'i':
		if (type->id == LEAT_NULL)
			leat_bind_want(bind, arg, leat_type_basic(LEAT_BIGINT));
		return leat_type_is_integer(type) || type->id == LEAT_NULL;
	case 'd':
		leat_bind_want(bind, arg, leat_type_basic(LEAT_DOUBLE));
		return leat_type_is_numeric(type) || type->id == LEAT_NULL;
	case 'b':
		if (type->id == LEAT_NULL)
			leat_bind_want(bind, arg, leat_type_basic(LEAT_BOOLEAN));
		return type->id == LEAT_BOOLEAN || type->id == LEAT_NULL;
	case 'y':
		if (leat_type_is_text(type) || type->id == LEAT_NULL)
			leat_bind_want(bind, arg, leat_type_basic(LEAT_VARBINARY));
		return leat_type_is_binary(type) || leat_type_is_text(type) ||
		       type->id == LEAT_NULL;
	case 'k':
		return type->id == LEAT_SYMBOL;
	case 'a':
		return true;
	}
	leat_unreachable();
}

static enum leat_type_id result_id(char letter)
{
	switch (letter) {
	case 'S':
		return LEAT_VARCHAR;
	case 'I':
		return LEAT_INT;
	case 'L':
		return LEAT_BIGINT;
	case 'D':
		return LEAT_DOUBLE;
	case 'B':
		return LEAT_BOOLEAN;
	case 'Y':
		return LEAT_VARBINARY;
	}
	leat_unreachable();
}

int leat_bind_signature(struct leat_bind *bind, const char *signature, struct leat_err *err)
{
	const char *p = signature, *result = strchr(signature, '>') + 1;
	char letter = 0;

	for (uint32_t i = 0; i < bind->arg_count; i++) {
		if (*p == '?')
			p++;
		if (*p != '*' && *p != '>')
			letter = *p++;
		if (!bind_letter(bind, i, letter))
			return leat_bind_reject(bind, err);
	}
	bool nullable = result[1] == '?' || (result[1] != '!' && leat_bind_is_nullable(bind));
	return leat_bind_returns(bind, leat_type_basic(result_id(result[0])), nullable);
}

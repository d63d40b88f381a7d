/* SPDX-License-Identifier: Apache-2.0 */
/* How strongly expressions bind, for the parser and the printer; Calcite's numbers. */
#pragma once

/** Binding powers of what LEAT_AST_BINARY_OPS does not have. */
enum leat_precedence {
	LEAT_PRECEDENCE_LOWEST = 0,    /**< Everything is an operand of this. */
	LEAT_PRECEDENCE_NOT = 26,      /**< NOT x. */
	LEAT_PRECEDENCE_IS = 28,       /**< x IS NULL. */
	LEAT_PRECEDENCE_COMPARE = 30,  /**< x = y, x > ANY (...), x IS DISTINCT FROM y. */
	LEAT_PRECEDENCE_IN = 32,       /**< BETWEEN, IN, LIKE and what is like them. */
	LEAT_PRECEDENCE_SIGN = 80,     /**< -x. */
	LEAT_PRECEDENCE_PRIMARY = 100, /**< What needs no parentheses. */
};

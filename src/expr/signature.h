/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures: the types of a function without overloads, as a text "ss?i>S".
 *
 * Before the ">", a letter an argument:
 *
 *   s  text
 *   t  text, or anything as the text it is cast to
 *   i  an integer of any width
 *   d  any number, cast to DOUBLE
 *   b  BOOLEAN
 *   y  BINARY or VARBINARY; text is taken as its bytes
 *   k  a keyword
 *   a  anything
 *   ?  what follows may be left out
 *   *  the letter before may repeat
 *
 * After it the result: S STRING, I INT, L BIGINT, D DOUBLE, B BOOLEAN, Y BYTES; nullable when an
 * argument is, "?" behind it: always nullable, "!": never. */
#pragma once

#include "expr/bind.h"

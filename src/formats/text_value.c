/* SPDX-License-Identifier: Apache-2.0 */
/* Values in texts. */
#include "formats/text_value_int.h"

#include <string.h>

#include "base/number.h"

struct leat_str leat_text_trim(struct leat_str s)
{
	while (s.n && (unsigned char)s.p[0] <= ' ') {
		s.p++;
		s.n--;
	}
	while (s.n && (unsigned char)s.p[s.n - 1] <= ' ')
		s.n--;
	return s;
}

bool leat_text_double(struct leat_str text, bool is_float, double *ret)
{
	float value;

	text = leat_text_trim(text);
	if (text.n > 1 && strchr("dDfF", text.p[text.n - 1]) && text.p[text.n - 2] >= '0' &&
	    text.p[text.n - 2] <= '9')
		text.n--;
	if (is_float && leat_number_parse_f32(text, &value)) {
		*ret = (double)value;
		return true;
	}
	if (!is_float && leat_number_parse_f64(text, ret))
		return true;
	if (leat_str_is(text, "NaN"))
		*ret = __builtin_nan("");
	else if (leat_str_is(text, "Infinity") || leat_str_is(text, "+Infinity"))
		*ret = __builtin_inf();
	else if (leat_str_is(text, "-Infinity"))
		*ret = -__builtin_inf();
	else
		return false;
	return true;
}

bool leat_text_is_true(struct leat_str text)
{
	text = leat_text_trim(text);
	if (text.n != 4)
		return false;
	for (uint32_t i = 0; i < text.n; i++)
		if ((text.p[i] | 32) != "true"[i])
			return false;
	return true;
}

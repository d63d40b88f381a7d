/* SPDX-License-Identifier: Apache-2.0 */
/* A script as it may be shown: the values of secret options and settings replaced by '******'. */
#pragma once

#include "leat/buf.h"

/** Append @p sql to @p out with its secrets masked.  A secret is the text behind `'key' =` when the key
 * names one: passwords, tokens, keys, JAAS configurations.  Works for scripts that do not parse. */
void leat_mask_sql(struct leat_str sql, struct leat_buf *out);

/** Does the name of an option say that its value is a secret? */
bool leat_mask_is_secret(struct leat_str key);

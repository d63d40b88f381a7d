/* SPDX-License-Identifier: Apache-2.0 */
/* Pieces of HTTP text that the server needs: targets, status lines, dates. */
#pragma once

#include "io/http_server.h"

/** "Not Found" for 404; "Status" for numbers without a name. */
const char *leat_http_reason(int status);

/** Same text but for the case of ASCII letters. */
bool leat_http_is_name(struct leat_str text, const char *name);

/** Without spaces and tabs around it. */
struct leat_str leat_http_trim(struct leat_str text);

/** Fill raw_path, path and params of @p request from its target; false when it is malformed. */
bool leat_http_parse_target(struct leat_http_request *request,
                            struct leat_str target) LEAT_MUSTCHECK;

/** The time as the header Date wants it. */
void leat_http_date(int64_t unix_us, char out[static 32]);

/* SPDX-License-Identifier: Apache-2.0 */
/* Choosing the port of a listener that a library opened.
 *
 * librdkafka's mock broker binds its socket to any free port and has no option for it.  The socket
 * is a descriptor of this process like any other, so another one, bound where it is wanted, can
 * take its place (dup2); the mock polls and accepts by number and does not notice. */
#pragma once

#include "leat/error.h"

/** Replace the socket of this process that is bound to 127.0.0.1:@p from by one bound to
 * 127.0.0.1:@p to, @p is_listening: already listening.  LEAT_E_UNAVAILABLE when @p to is taken. */
int leat_dev_listener_move(uint16_t from, uint16_t to, bool is_listening, struct leat_err *err)
        LEAT_MUSTCHECK;

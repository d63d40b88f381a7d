/* SPDX-License-Identifier: Apache-2.0 */
/* What a session is made of. */
#pragma once

#include "catalog/catalog.h"
#include "plan/plan.h"

/** A catalog and settings, and the texts and trees of all its scripts. */
struct leat_session {
	uint32_t refs;                        /**< The owner's, and one per plan. */
	struct leat_arena *arena;             /**< Everything below, scripts and their trees. */
	const struct leat_registry *registry; /**< Connectors and formats. */
	struct leat_catalog catalog;          /**< Tables and views. */
	struct leat_settings settings;        /**< As SET so far. */
};

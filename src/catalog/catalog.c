/* SPDX-License-Identifier: Apache-2.0 */
/* Look-up, creation and removal of catalogs, databases, tables and views. */
#include "catalog/catalog.h"

#include <string.h>

#include "base/nearest.h"

static struct leat_map *databases_of(const struct leat_catalog *catalog, struct leat_str name)
{
	return leat_map_get(&catalog->catalogs, name);
}

static struct leat_database *database_new(struct leat_catalog *catalog,
                                          struct leat_str catalog_name, struct leat_str name)
{
	struct leat_database *database = LEAT_ARENA_NEW(catalog->arena, struct leat_database);

	database->catalog = leat_arena_str(catalog->arena, catalog_name);
	database->name = leat_arena_str(catalog->arena, name);
	leat_map_init(&database->relations, catalog->arena);
	leat_map_init(&database->temporary, catalog->arena);
	(void)leat_map_set(databases_of(catalog, catalog_name), name, database);
	return database;
}

static void catalog_new(struct leat_catalog *catalog, struct leat_str name)
{
	struct leat_map *databases = LEAT_ARENA_NEW(catalog->arena, struct leat_map);

	leat_map_init(databases, catalog->arena);
	(void)leat_map_set(&catalog->catalogs, name, databases);
}

void leat_catalog_init(struct leat_catalog *catalog, struct leat_arena *arena)
{
	*catalog = (struct leat_catalog){
		.arena = arena,
		.catalog = LEAT_STR("default_catalog"),
		.database = LEAT_STR("default_database"),
	};
	leat_map_init(&catalog->catalogs, arena);
	catalog_new(catalog, catalog->catalog);
	(void)database_new(catalog, catalog->catalog, catalog->database);
}

int leat_catalog_path(const struct leat_catalog *catalog, const struct leat_ast_name *name,
                      struct leat_path *ret, struct leat_err *err)
{
	uint32_t n = name->count;

	if (n > 3)
		return leat_err_at(err, LEAT_E_UNKNOWN_TABLE, name->span,
		                   "a name of a table has at most three parts");
	*ret = (struct leat_path){
		.catalog = n > 2 ? name->items[0].text : catalog->catalog,
		.database = n > 1 ? name->items[n - 2].text : catalog->database,
		.name = name->items[n - 1].text,
	};
	return 0;
}

struct leat_database *leat_catalog_database(const struct leat_catalog *catalog,
                                            struct leat_str catalog_name, struct leat_str database)
{
	const struct leat_map *databases = databases_of(catalog, catalog_name);

	return databases ? leat_map_get(databases, database) : NULL;
}

const struct leat_relation *leat_catalog_find(const struct leat_catalog *catalog,
                                              const struct leat_path *path)
{
	const struct leat_database *database = leat_catalog_database(catalog, path->catalog,
	                                                             path->database);
	const struct leat_relation *found;

	if (!database)
		return NULL;
	found = leat_map_get(&database->temporary, path->name);
	return found ? found : leat_map_get(&database->relations, path->name);
}

/* LEAT_E_UNKNOWN_TABLE with the nearest name of the same database as hint. */
static int unknown(const struct leat_catalog *catalog, const struct leat_path *path,
                   struct leat_span span, const char *noun, struct leat_err *err)
{
	const struct leat_database *database = leat_catalog_database(catalog, path->catalog,
	                                                             path->database);
	struct leat_nearest near = leat_nearest_of(path->name);
	const struct leat_map_entry *entry;
	uint32_t at = 0;
	int r;

	if (!database)
		return leat_err_at(err, LEAT_E_UNKNOWN_TABLE, span, "there is no database \"%.*s\"",
		                   LEAT_STR_ARG(path->database));
	while ((entry = leat_map_next(&database->relations, &at)))
		leat_nearest_offer(&near, entry->key);
	at = 0;
	while ((entry = leat_map_next(&database->temporary, &at)))
		leat_nearest_offer(&near, entry->key);
	r = leat_err_at(err, LEAT_E_UNKNOWN_TABLE, span, "there is no %s \"%.*s\"", noun,
	                LEAT_STR_ARG(path->name));
	leat_nearest_hint(&near, err);
	return r;
}

int leat_catalog_get(const struct leat_catalog *catalog, const struct leat_ast_name *name,
                     const struct leat_relation **ret, struct leat_err *err)
{
	const struct leat_relation *found;
	struct leat_path path;

	LEAT_TRY(leat_catalog_path(catalog, name, &path, err));
	found = leat_catalog_find(catalog, &path);
	if (!found)
		return unknown(catalog, &path, name->span, "table or view", err);
	*ret = found;
	return 0;
}

int leat_catalog_add(struct leat_catalog *catalog, const struct leat_relation *relation,
                     bool replace, struct leat_err *err)
{
	struct leat_database *database = leat_catalog_database(catalog, relation->catalog,
	                                                       relation->database);
	struct leat_map *map;

	if (!database)
		return leat_err_at(err, LEAT_E_UNKNOWN_TABLE, relation->span,
		                   "there is no database \"%.*s\"",
		                   LEAT_STR_ARG(relation->database));
	map = relation->is_temporary ? &database->temporary : &database->relations;
	if (!replace && leat_map_has(map, relation->name))
		return leat_err_at(err, LEAT_E_EXISTS, relation->span,
		                   "there is a table or view \"%.*s\" already",
		                   LEAT_STR_ARG(relation->name));
	(void)leat_map_set(map, relation->name, (void *)relation);
	return 0;
}

int leat_catalog_drop(struct leat_catalog *catalog, const struct leat_ast_drop *drop, bool is_view,
                      struct leat_err *err)
{
	const char *noun = is_view ? "view" : "table";
	struct leat_database *database;
	const struct leat_relation *found;
	struct leat_path path;
	struct leat_map *map;

	LEAT_TRY(leat_catalog_path(catalog, &drop->name, &path, err));
	database = leat_catalog_database(catalog, path.catalog, path.database);
	if (database) {
		map = drop->temporary ? &database->temporary : &database->relations;
		found = leat_map_get(map, path.name);
		if (found && found->is_view == is_view) {
			if (!drop->temporary && leat_map_has(&database->temporary, path.name))
				return leat_err_at(
					err, LEAT_E_EXISTS, drop->name.span,
					"a temporary \"%.*s\" hides the %s; drop it first",
					LEAT_STR_ARG(path.name), noun);
			(void)leat_map_remove(map, path.name);
			return 0;
		}
		if (found && !drop->if_exists)
			return leat_err_at(err, LEAT_E_UNKNOWN_TABLE, drop->name.span,
			                   "\"%.*s\" is a %s, not a %s", LEAT_STR_ARG(path.name),
			                   is_view ? "table" : "view", noun);
		if (!found && !drop->temporary && leat_map_has(&database->temporary, path.name)) {
			int r = leat_err_at(err, LEAT_E_UNKNOWN_TABLE, drop->name.span,
			                    "\"%.*s\" is temporary", LEAT_STR_ARG(path.name));

			leat_err_hint(err, "write DROP TEMPORARY %s", is_view ? "VIEW" : "TABLE");
			return r;
		}
	}
	return drop->if_exists ? 0 : unknown(catalog, &path, drop->name.span, noun, err);
}

int leat_catalog_rename(struct leat_catalog *catalog, const struct leat_relation *relation,
                        const struct leat_ast_name *to, struct leat_err *err)
{
	struct leat_relation *renamed = LEAT_ARENA_NEW(catalog->arena, struct leat_relation);
	struct leat_database *database;
	struct leat_map *map;
	struct leat_path path;

	LEAT_TRY(leat_catalog_path(catalog, to, &path, err));
	if (to->count == 1) {
		path.catalog = relation->catalog;
		path.database = relation->database;
	}
	*renamed = *relation;
	renamed->catalog = leat_arena_str(catalog->arena, path.catalog);
	renamed->database = leat_arena_str(catalog->arena, path.database);
	renamed->name = leat_arena_str(catalog->arena, path.name);
	renamed->span = to->span;
	LEAT_TRY(leat_catalog_add(catalog, renamed, false, err));
	database = leat_catalog_database(catalog, relation->catalog, relation->database);
	map = relation->is_temporary ? &database->temporary : &database->relations;
	(void)leat_map_remove(map, relation->name);
	return 0;
}

/* [catalog.]database */
static int database_path(const struct leat_catalog *catalog, const struct leat_ast_name *name,
                         struct leat_str *ret_catalog, struct leat_str *ret_database,
                         struct leat_err *err)
{
	if (name->count > 2)
		return leat_err_at(err, LEAT_E_NOT_FOUND, name->span,
		                   "a name of a database has at most two parts");
	*ret_catalog = name->count == 2 ? name->items[0].text : catalog->catalog;
	*ret_database = name->items[name->count - 1].text;
	if (!databases_of(catalog, *ret_catalog))
		return leat_err_at(err, LEAT_E_NOT_FOUND, name->span,
		                   "there is no catalog \"%.*s\"", LEAT_STR_ARG(*ret_catalog));
	return 0;
}

int leat_catalog_create_catalog(struct leat_catalog *catalog, const struct leat_ast_space *space,
                                struct leat_err *err)
{
	struct leat_str name = space->name.items[0].text;
	bool in_memory = false;

	for (uint32_t i = 0; i < space->options.count; i++) {
		const struct leat_ast_option *option = &space->options.items[i];

		if (leat_str_equal(option->key.value, LEAT_STR("type")))
			in_memory = leat_str_equal(option->value.value,
			                           LEAT_STR("generic_in_memory"));
	}
	if (!in_memory) {
		int r = leat_err_at(err, LEAT_E_UNSUPPORTED, space->name.span,
		                    "this type of catalog is not supported yet");

		leat_err_hint(err, "write WITH ('type' = 'generic_in_memory')");
		return r;
	}
	if (databases_of(catalog, name))
		return space->if_not_exists ? 0
		                            : leat_err_at(err, LEAT_E_EXISTS, space->name.span,
		                                          "there is a catalog \"%.*s\" already",
		                                          LEAT_STR_ARG(name));
	catalog_new(catalog, name);
	(void)database_new(catalog, name, LEAT_STR("default"));
	return 0;
}

int leat_catalog_create_database(struct leat_catalog *catalog, const struct leat_ast_space *space,
                                 struct leat_err *err)
{
	struct leat_str in, name;
	struct leat_database *database;

	LEAT_TRY(database_path(catalog, &space->name, &in, &name, err));
	if (leat_catalog_database(catalog, in, name))
		return space->if_not_exists ? 0
		                            : leat_err_at(err, LEAT_E_EXISTS, space->name.span,
		                                          "there is a database \"%.*s\" already",
		                                          LEAT_STR_ARG(name));
	database = database_new(catalog, in, name);
	if (space->comment.value.p)
		database->comment = leat_arena_str(catalog->arena, space->comment.value);
	return 0;
}

int leat_catalog_drop_catalog(struct leat_catalog *catalog, const struct leat_ast_drop *drop,
                              struct leat_err *err)
{
	struct leat_str name = drop->name.items[0].text;

	if (leat_str_equal(name, catalog->catalog))
		return leat_err_at(err, LEAT_E_CONFLICT, drop->name.span,
		                   "the catalog \"%.*s\" is in use", LEAT_STR_ARG(name));
	if (!leat_map_remove(&catalog->catalogs, name) && !drop->if_exists)
		return leat_err_at(err, LEAT_E_NOT_FOUND, drop->name.span,
		                   "there is no catalog \"%.*s\"", LEAT_STR_ARG(name));
	return 0;
}

int leat_catalog_drop_database(struct leat_catalog *catalog, const struct leat_ast_drop *drop,
                               struct leat_err *err)
{
	struct leat_str in, name;
	struct leat_database *database;

	LEAT_TRY(database_path(catalog, &drop->name, &in, &name, err));
	database = leat_catalog_database(catalog, in, name);
	if (!database)
		return drop->if_exists
		               ? 0
		               : leat_err_at(err, LEAT_E_NOT_FOUND, drop->name.span,
		                             "there is no database \"%.*s\"", LEAT_STR_ARG(name));
	if (leat_str_equal(in, catalog->catalog) && leat_str_equal(name, catalog->database))
		return leat_err_at(err, LEAT_E_CONFLICT, drop->name.span,
		                   "the database \"%.*s\" is in use", LEAT_STR_ARG(name));
	if ((database->relations.count || database->temporary.count) && !drop->cascade) {
		int r = leat_err_at(err, LEAT_E_CONFLICT, drop->name.span,
		                    "the database \"%.*s\" is not empty", LEAT_STR_ARG(name));

		leat_err_hint(err, "DROP DATABASE %.*s CASCADE drops its tables too",
		              LEAT_STR_ARG(name));
		return r;
	}
	(void)leat_map_remove(databases_of(catalog, in), name);
	return 0;
}

int leat_catalog_use_catalog(struct leat_catalog *catalog, const struct leat_ast_name *name,
                             struct leat_err *err)
{
	struct leat_map *databases = databases_of(catalog, name->items[0].text);
	uint32_t at = 0;
	const struct leat_map_entry *first;

	if (!databases)
		return leat_err_at(err, LEAT_E_NOT_FOUND, name->span,
		                   "there is no catalog \"%.*s\"",
		                   LEAT_STR_ARG(name->items[0].text));
	first = leat_map_next(databases, &at);
	catalog->catalog = leat_arena_str(catalog->arena, name->items[0].text);
	catalog->database = first ? first->key : LEAT_STR("default");
	return 0;
}

int leat_catalog_use_database(struct leat_catalog *catalog, const struct leat_ast_name *name,
                              struct leat_err *err)
{
	struct leat_str in, database;

	LEAT_TRY(database_path(catalog, name, &in, &database, err));
	if (!leat_catalog_database(catalog, in, database))
		return leat_err_at(err, LEAT_E_NOT_FOUND, name->span,
		                   "there is no database \"%.*s\"", LEAT_STR_ARG(database));
	catalog->catalog = leat_arena_str(catalog->arena, in);
	catalog->database = leat_arena_str(catalog->arena, database);
	return 0;
}

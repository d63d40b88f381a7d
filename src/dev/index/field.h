/* SPDX-License-Identifier: Apache-2.0 */
/* The mapping of an index: its fields, made by the user or by the documents (dynamic mapping).
 *
 * Fields make a tree; "properties" are children, "fields" (as name.keyword) are variants of the
 * same value.  A field remembers whether a document had an array in its place, as only then a query
 * has to look at more than one value. */
#pragma once

#include "base/json.h"
#include "base/map.h"

enum {
	DEV_DEPTH_MAX = 20,    /**< As Elasticsearch's index.mapping.depth.limit. */
	DEV_FIELDS_MAX = 1000, /**< As Elasticsearch's index.mapping.total_fields.limit. */
};

/** How values of a field are compared. */
enum dev_kind {
	DEV_OBJECT,  /**< Has children. */
	DEV_TEXT,    /**< Full text. */
	DEV_KEYWORD, /**< Text as a whole; also all types that this index does not know. */
	DEV_INTEGER, /**< byte to unsigned_long. */
	DEV_FLOAT,   /**< half_float to double, scaled_float. */
	DEV_BOOLEAN,
	DEV_DATE,    /**< By its time. */
};

/** What a new field of a document becomes. */
enum dev_dynamic {
	DEV_DYNAMIC_TRUE,   /**< A field. */
	DEV_DYNAMIC_FALSE,  /**< Nothing: it is only in the source. */
	DEV_DYNAMIC_STRICT, /**< An error. */
};

struct dev_field {
	struct dev_field *parent;  /**< NULL for the root. */
	enum dev_kind kind;        /**< How it is compared. */
	char *name;                /**< Within the parent. */
	char *type;                /**< As in the mapping: "long", "keyword".. */
	char *format;              /**< DEV_DATE: or NULL for the default. */
	char *extra;               /**< Its other members as `,"key":value..`, or NULL. */
	struct leat_map children;  /**< Name to dev_field, on the heap. */
	struct leat_map variants;  /**< The same for "fields". */
	bool is_array;             /**< A document had an array here. */
	uint32_t number;           /**< From 1: names it in the text index. */
};

/** The mapping of an index. */
struct dev_mapping {
	struct dev_field *root;     /**< An object without a name. */
	enum dev_dynamic dynamic;   /**< For fields that are new. */
	bool has_dynamic;           /**< It was given. */
	uint32_t field_count;       /**< Fields in the tree, but for the root. */
	uint32_t last_number;       /**< Given to the newest field. */
};

/** What is wrong with a document or a mapping, in Elasticsearch's words. */
struct dev_fault {
	const char *type;       /**< "mapper_parsing_exception".. */
	char reason[400];       /**< One sentence. */
	const char *cause_type; /**< Of caused_by, or NULL. */
	char cause[200];        /**< Its reason. */
};

/** An empty mapping; free what one holds. */
void leat_dev_mapping_init(struct dev_mapping *mapping);
void leat_dev_mapping_done(struct dev_mapping *mapping);

/** Take over the fields of @p json, a "mappings" object; fields that exist must agree.  On failure
 * nothing has changed. */
bool leat_dev_mapping_merge(struct dev_mapping *mapping, const struct leat_json *json,
                       struct dev_fault *fault) LEAT_MUSTCHECK;

/** Write the mapping as an object. */
void leat_dev_mapping_write(const struct dev_mapping *mapping, struct leat_json_writer *w);

/** The field of a dotted path, variants included, or NULL. */
const struct dev_field *leat_dev_mapping_find(const struct dev_mapping *mapping,
                                              struct leat_str path);

/** Does the document @p json fit?  If so its new fields are in the mapping afterwards, else nothing
 * has changed.  @p id is for the message.  Sets *@p ret_dotted when a key has dots, so that the
 * document must be stored unfolded too. */
bool leat_dev_mapping_admit(struct dev_mapping *mapping, const struct leat_json *json,
                            struct leat_str id, bool *ret_dotted, struct dev_fault *fault)
        LEAT_MUSTCHECK;

/** Fill @p fault and return false. */
bool leat_dev_fault_set(struct dev_fault *fault, const char *type, const char *fmt, ...)
        LEAT_PRINTF(3, 4);

/* Among the files of the mapping: */

/** A new child of @p parent (or variant), counted. */
struct dev_field *leat_dev_field_new(struct dev_mapping *mapping, struct dev_field *parent,
                                struct leat_str name, const char *type, bool is_variant);
/** Remove it from its parent and free it with what is below. */
void leat_dev_field_remove(struct dev_mapping *mapping, struct dev_field *field);
/** The kind of a type's name. */
enum dev_kind leat_dev_kind_of(const char *type);
/** May a field have this name?  Not when JSON paths cannot say it. */
bool leat_dev_field_is_name(struct leat_str name);
/** Append the dotted path of @p field. */
void leat_dev_field_path(const struct dev_field *field, struct leat_buf *out);

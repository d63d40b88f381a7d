/* SPDX-License-Identifier: Apache-2.0 */
/* MD5 and SHA, as hexadecimal text. */
#include <openssl/evp.h>

#include "expr/bind.h"
#include "expr/kernel.h"
#include "expr/registry.h"

static int digest(struct leat_out *out, uint32_t row, struct leat_str s, const EVP_MD *algorithm,
                  struct leat_err *err)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char bytes[EVP_MAX_MD_SIZE];
	unsigned int n;

	if (!EVP_Digest(s.p ? s.p : "", s.n, bytes, &n, algorithm, NULL))
		return leat_err_set(err, LEAT_E_RUNTIME, "the hash function is not available");
	char *to = leat_out_text(out, 2 * n);
	for (unsigned int i = 0; i < n; i++) {
		to[2 * i] = hex[bytes[i] >> 4];
		to[2 * i + 1] = hex[bytes[i] & 15];
	}
	out->bytes[row] = (struct leat_str){ to, 2 * n };
	return 0;
}

#define DIGEST(name, algorithm)                                                                    \
	LEAT_KERNEL(name)                                                                          \
	{                                                                                          \
		LEAT_EACH_ROW(row, sel)                                                            \
		LEAT_TRY(digest(out, row, args[0].bytes[row], algorithm, err));                    \
		return 0;                                                                          \
	}

DIGEST(md5, EVP_md5())
DIGEST(sha1, EVP_sha1())
DIGEST(sha224, EVP_sha224())
DIGEST(sha256, EVP_sha256())
DIGEST(sha384, EVP_sha384())
DIGEST(sha512, EVP_sha512())

/* SHA2(s, bits) */
LEAT_KERNEL(sha2)
{
	LEAT_EACH_ROW(row, sel)
	{
		int64_t bits = args[1].i64[row];
		const EVP_MD *algorithm = bits == 224   ? EVP_sha224()
		                          : bits == 256 ? EVP_sha256()
		                          : bits == 384 ? EVP_sha384()
		                          : bits == 512 ? EVP_sha512()
		                                        : NULL;
		if (!algorithm)
			return leat_err_set(err, LEAT_E_RUNTIME,
			                    "SHA2 makes 224, 256, 384 or 512 bits");
		LEAT_TRY(digest(out, row, args[0].bytes[row], algorithm, err));
	}
	return 0;
}

#define HASH(name_, kernel_, doc_, result_)                                                        \
	{                                                                                          \
		.name = name_, .group = "hash", .flags = LEAT_FN_STRICT | LEAT_FN_PURE,            \
		.min_args = 1, .max_args = 1, .signature = "s>S", .kernel = kernel_,               \
		.syntax = name_ "(string)", .doc = doc_, .example = name_ "('a')",                 \
		.result = result_                                                                  \
	}

const struct leat_function leat_functions_hash[] = {
	HASH("MD5", md5, "The MD5 hash in hexadecimal digits.",
	     "\"0cc175b9c0f1b6a831c399e269772661\""),
	HASH("SHA1", sha1, "The SHA-1 hash in hexadecimal digits.",
	     "\"86f7e437faa5a7fce15d1ddcb9eaeaea377667b8\""),
	HASH("SHA224", sha224, "The SHA-224 hash in hexadecimal digits.",
	     "\"abd37534c7d9a2efb9465de931cd7055ffdb8879563ae98078d6d6d5\""),
	HASH("SHA256", sha256, "The SHA-256 hash in hexadecimal digits.",
	     "\"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\""),
	HASH("SHA384", sha384, "The SHA-384 hash in hexadecimal digits.",
	     "\"54a59b9f22b0b80880d8427e548b7c23abd873486e1f035dce9cd697e85175033caa88e6d57bc35efae0b5"
	     "afd3145f31\""),
	HASH("SHA512", sha512, "The SHA-512 hash in hexadecimal digits.",
	     "\"1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5"
	     "e74210546f369fbbbce8c12cfc7957b2652fe9a75\""),
	{ .name = "SHA2",
	  .group = "hash",
	  .flags = LEAT_FN_STRICT | LEAT_FN_PURE,
	  .min_args = 2,
	  .max_args = 2,
	  .signature = "si>S",
	  .kernel = sha2,
	  .syntax = "SHA2(string, bits)",
	  .doc = "The SHA-2 hash of 224, 256, 384 or 512 bits.",
	  .example = "SHA2('a', 224)",
	  .result = "\"abd37534c7d9a2efb9465de931cd7055ffdb8879563ae98078d6d6d5\"" },
	{ .name = NULL },
};

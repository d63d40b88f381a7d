/* SPDX-License-Identifier: Apache-2.0 */
/* The kernels of kernels.h. */
#include "kernels.h"

#include <emmintrin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	KEYS = 7,
	SLOTS = 1 << 15,   /* Of the table of counts. */
	WINDOW_MS = 10000,
};

/* ---- records ---- */

static uint64_t random_state = 88172645463325252u;

static uint64_t next_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

static void shuffle(int *order)
{
	for (int i = KEYS - 1; i > 0; i--) {
		int k = (int)(next_random() % (uint64_t)(i + 1)), swap = order[i];
		order[i] = order[k];
		order[k] = swap;
	}
}

static int put_member(char *p, int key, uint64_t ms)
{
	static const char *const channels[] = { "Google", "Facebook", "Baidu", "Apple" };
	unsigned s = (unsigned)(ms / 1000);
	int n = 0;

	switch (key) {
	case 0:
		return sprintf(p, "\"auction\":%u", (unsigned)(1000 + next_random() % 10000));
	case 1:
		return sprintf(p, "\"bidder\":%u", (unsigned)(1000 + next_random() % 50000));
	case 2:
		return sprintf(p, "\"price\":%u", (unsigned)(100 + next_random() % 10000000));
	case 3:
		return sprintf(p, "\"channel\":\"%s\"", channels[next_random() % 4]);
	case 4:
		return sprintf(p, "\"url\":\"https://www.nexmark.com/googl/item.htm?query=%u&cat=%u\"",
		               (unsigned)(next_random() % 1000), (unsigned)(next_random() % 100));
	case 5:
		return sprintf(p, "\"dateTime\":\"2024-05-%02u %02u:%02u:%02u.%03u\"", 1 + s / 86400 % 28,
		               s / 3600 % 24, s / 60 % 60, s % 60, (unsigned)(ms % 1000));
	default:
		n = sprintf(p, "\"extra\":\"");
		for (uint64_t left = 50 + next_random() % 30; left; left--)
			p[n++] = (char)('a' + next_random() % 26);
		p[n++] = '"';
		return n;
	}
}

struct bids bids_new(uint32_t count, int shuffled)
{
	struct bids b = { .count = count };
	uint64_t ms = 0;
	int order[KEYS] = { 0, 1, 2, 3, 4, 5, 6 };

	b.bytes = malloc((size_t)count * 320 + 64);
	b.offset = malloc(count * sizeof(*b.offset));
	b.length = malloc(count * sizeof(*b.length));
	for (uint32_t i = 0; i < count; i++) {
		char *first = b.bytes + b.total, *p = first;
		ms += next_random() % 3;
		if (shuffled)
			shuffle(order);
		for (int k = 0; k < KEYS; k++) {
			*p++ = k ? ',' : '{';
			p += put_member(p, order[k], ms);
		}
		*p++ = '}';
		b.offset[i] = (uint32_t)b.total;
		b.length[i] = (uint32_t)(p - first);
		b.total += b.length[i];
	}
	memset(b.bytes + b.total, 0, 64);
	return b;
}

void bids_free(struct bids *bids)
{
	free(bids->bytes);
	free(bids->offset);
	free(bids->length);
}

/* ---- decoding ---- */

/* The keys in their order, as `"price":`, and which field each is. */
static struct shape {
	char key[KEYS][16];
	int key_bytes[KEYS], field[KEYS], is_text[KEYS];
	int count;
} shape;

struct bid {
	int64_t number[2]; /* auction, price */
	int64_t time_ms;
	const char *channel;
	size_t channel_bytes;
};

static const char *end_of_text(const char *p)
{
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\');

	for (;; p += 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)p);
		unsigned mask = (unsigned)_mm_movemask_epi8(
		        _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, slash)));
		if (!mask)
			continue;
		p += __builtin_ctz(mask);
		return *p == '"' ? p : NULL;
	}
}

static int field_of(const char *key, int n)
{
	static const char *const names[] = { "\"auction\":", "\"price\":", "\"dateTime\":",
		                             "\"channel\":" };

	for (int i = 0; i < 4; i++)
		if ((int)strlen(names[i]) == n && memcmp(names[i], key, (size_t)n) == 0)
			return i;
	return -1;
}

static void learn(const char *p)
{
	shape.count = 0;
	for (p++;; p++) {
		const char *key = p;
		int k = shape.count++;
		p = end_of_text(p + 1) + 2;
		shape.key_bytes[k] = (int)(p - key);
		memcpy(shape.key[k], key, (size_t)(p - key));
		shape.field[k] = field_of(key, (int)(p - key));
		shape.is_text[k] = *p == '"';
		if (*p == '"')
			p = end_of_text(p + 1) + 1;
		while (*p != ',' && *p != '}')
			p++;
		if (*p == '}')
			return;
	}
}

static int64_t days_of(const char *s)
{
	static char cached[10];
	static int64_t days;
	int64_t y, m, d;

	if (memcmp(cached, s, 10) == 0)
		return days;
	y = (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + (s[3] - '0');
	m = (s[5] - '0') * 10 + (s[6] - '0');
	d = (s[8] - '0') * 10 + (s[9] - '0');
	y -= m <= 2;
	int64_t era = y / 400, of_era = y - era * 400, of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	days = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
	memcpy(cached, s, 10);
	return days;
}

#define DIGIT(i) ((int64_t)(s[i] - '0'))

static int64_t parse_time(const char *s)
{
	int64_t hour = DIGIT(11) * 10 + DIGIT(12), minute = DIGIT(14) * 10 + DIGIT(15);
	int64_t second = DIGIT(17) * 10 + DIGIT(18);
	int64_t ms = DIGIT(20) * 100 + DIGIT(21) * 10 + DIGIT(22);

	return ((days_of(s) * 24 + hour) * 60 + minute) * 60000 + second * 1000 + ms;
}

/* One record, all the way through. */
static int decode(const char *p, struct bid *out)
{
	p++;
	for (int i = 0; i < shape.count; i++) {
		int field = shape.field[i];
		if (memcmp(p, shape.key[i], (size_t)shape.key_bytes[i]) != 0)
			return -1;
		p += shape.key_bytes[i];
		if (shape.is_text[i]) {
			const char *text = ++p;
			p = end_of_text(p);
			if (!p)
				return -1;
			if (field == 2) {
				out->time_ms = parse_time(text);
			} else if (field == 3) {
				out->channel = text;
				out->channel_bytes = (size_t)(p - text);
			}
			p++;
		} else {
			int64_t value = 0;
			for (; (unsigned char)(*p - '0') < 10; p++)
				value = value * 10 + (*p - '0');
			if (field >= 0)
				out->number[field] = value;
		}
		if (*p++ != (i + 1 < shape.count ? ',' : '}'))
			return -1;
	}
	return 0;
}

uint64_t kernel_decode(const struct bids *bids)
{
	struct bid bid = { .time_ms = 0 };
	uint64_t sum = 0;

	learn(bids->bytes);
	for (uint32_t i = 0; i < bids->count; i++) {
		if (decode(bids->bytes + bids->offset[i], &bid))
			abort();
		sum += (uint64_t)(bid.number[0] + bid.number[1] + bid.time_ms);
	}
	return sum;
}

/* ---- documents ---- */

static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536"
                            "37383940414243444546474849505152535455565758596061626364656667686970717273"
                            "74757677787980818283848586878889909192939495969798990";

static char *put_number(char *p, int64_t value)
{
	char text[20];
	int at = 20;

	for (; value >= 100; value /= 100) {
		at -= 2;
		memcpy(text + at, pairs + 2 * (value % 100), 2);
	}
	if (value >= 10) {
		at -= 2;
		memcpy(text + at, pairs + 2 * value, 2);
	} else {
		text[--at] = (char)('0' + value);
	}
	memcpy(p, text + at, (size_t)(20 - at));
	return p + 20 - at;
}

/* Without characters to be escaped, but looking for them. */
static char *put_text(char *p, const char *s, size_t n)
{
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), low = _mm_set1_epi8(0x1f);

	for (size_t at = 0; at < n; at += 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(s + at));
		__m128i found = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote),
		                                          _mm_cmpeq_epi8(bytes, slash)),
		                             _mm_cmpeq_epi8(_mm_max_epu8(bytes, low), low));
		unsigned mask = (unsigned)_mm_movemask_epi8(found);
		if (n - at < 16)
			mask &= (1u << (n - at)) - 1;
		_mm_storeu_si128((__m128i *)(p + at), bytes);
		if (mask)
			abort();
	}
	return p + n;
}

static char *put_time(char *p, int64_t ms)
{
	static int64_t cached = -1;
	static char text[64];
	int64_t second = ms / 1000;

	if (second != cached) {
		/* Seconds of one day of one month: enough for the bids. */
		int64_t day = second / 86400 - 19844, s = second % 86400;
		(void)snprintf(text, sizeof(text), "2024-05-%02d %02d:%02d:%02d.", (int)(day % 100),
		               (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
		cached = second;
	}
	memcpy(p, text, 20);
	p[20] = (char)('0' + ms % 1000 / 100);
	memcpy(p + 21, pairs + 2 * (ms % 100), 2);
	return p + 23;
}

#define LITERAL(p, s) (memcpy(p, s, sizeof(s) - 1), (p) += sizeof(s) - 1)

static char *put_document(char *p, int64_t auction, int64_t price, const char *channel, size_t n,
                          int64_t time_ms)
{
	LITERAL(p, "{\"index\":{}}\n{\"auction\":");
	p = put_number(p, auction);
	LITERAL(p, ",\"price\":");
	p = put_number(p, price);
	LITERAL(p, ",\"channel\":\"");
	p = put_text(p, channel, n);
	LITERAL(p, "\",\"dateTime\":\"");
	p = put_time(p, time_ms);
	LITERAL(p, "\"}\n");
	return p;
}

uint64_t kernel_bulk(const struct bids *bids, char *body, size_t capacity)
{
	struct bid bid = { .time_ms = 0 };
	uint64_t total = 0;
	char *p = body;

	learn(bids->bytes);
	for (uint32_t i = 0; i < bids->count; i++) {
		if (decode(bids->bytes + bids->offset[i], &bid))
			abort();
		if (bid.number[1] <= FILTER_PRICE_MIN)
			continue;
		char *first = p;
		p = put_document(p, bid.number[0], bid.number[1], bid.channel, bid.channel_bytes,
		                 bid.time_ms);
		total += (uint64_t)(p - first);
		if ((size_t)(p - body) > capacity - 4096)
			p = body;
	}
	return total;
}

uint64_t kernel_encode(const int64_t *auction, const int64_t *price, const char *const *channel,
                       const int64_t *time_ms, uint32_t count, char *body, size_t capacity)
{
	uint64_t total = 0;
	char *p = body;

	for (uint32_t i = 0; i < count; i++) {
		char *first = p;
		p = put_document(p, auction[i], price[i], channel[i], strlen(channel[i]), time_ms[i]);
		total += (uint64_t)(p - first);
		if ((size_t)(p - body) > capacity - 4096)
			p = body;
	}
	return total;
}

/* ---- counting ---- */

static struct slot {
	int64_t key, count, sum;
} *slots;

static uint64_t emit(void)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < SLOTS; i++)
		sum += (uint64_t)(slots[i].key + slots[i].count + slots[i].sum);
	memset(slots, 0, SLOTS * sizeof(*slots));
	return sum;
}

uint64_t kernel_count(const struct bids *bids)
{
	struct bid bid = { .time_ms = 0 };
	int64_t window = -1;
	uint64_t sum = 0;

	if (!slots)
		slots = calloc(SLOTS, sizeof(*slots));
	learn(bids->bytes);
	for (uint32_t i = 0; i < bids->count; i++) {
		if (decode(bids->bytes + bids->offset[i], &bid))
			abort();
		if (bid.time_ms / WINDOW_MS != window) {
			sum += emit();
			window = bid.time_ms / WINDOW_MS;
		}
		uint64_t hash = (uint64_t)bid.number[0] * 0x9e3779b97f4a7c15u >> 49;
		while (slots[hash].key && slots[hash].key != bid.number[0])
			hash = (hash + 1) % SLOTS;
		slots[hash].key = bid.number[0];
		slots[hash].count++;
		slots[hash].sum += bid.number[1];
	}
	return sum + emit();
}

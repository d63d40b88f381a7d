/* SPDX-License-Identifier: Apache-2.0 */
/* Days to civil dates and back.
 *
 * Years are counted from 1 March, so that the leap day is the last one; 400 years are one era of
 * 146097 days.  Month m (0 = March) begins at day (153 m + 2) / 5 of such a year. */
#include "base/civil.h"

enum {
	DAYS_PER_ERA = 146097,
	DAYS_TO_1970 = 719468, /* From 0000-03-01. */
};

#define US_PER_SECOND INT64_C(1000000)
#define US_PER_DAY INT64_C(86400000000)

/* Division that rounds down. */
static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t leat_civil_to_days(int64_t year, int month, int day)
{
	int64_t y = year - (month <= 2);
	int64_t era = floor_div(y, 400);
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
}

struct leat_civil leat_civil_of_days(int64_t days)
{
	int64_t shifted = days + DAYS_TO_1970;
	int64_t era = floor_div(shifted, DAYS_PER_ERA);
	uint32_t day_of_era = (uint32_t)(shifted - era * DAYS_PER_ERA);
	/* Without the leap days before it, a day of the era is 365 times a year. */
	uint32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
	                        day_of_era / (DAYS_PER_ERA - 1)) /
	                       365;
	uint32_t day_of_year = day_of_era -
	                       (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	uint32_t month = (5 * day_of_year + 2) / 153;

	return (struct leat_civil){
		.year = (int64_t)year_of_era + era * 400 + (month >= 10),
		.month = (int)(month < 10 ? month + 3 : month - 9),
		.day = (int)(day_of_year - (153 * month + 2) / 5 + 1),
	};
}

struct leat_civil leat_civil_of_us(int64_t us)
{
	int64_t days = floor_div(us, US_PER_DAY);
	int64_t rest = us - days * US_PER_DAY;
	struct leat_civil civil = leat_civil_of_days(days);
	int seconds = (int)(rest / US_PER_SECOND);

	civil.hour = seconds / 3600;
	civil.minute = seconds / 60 % 60;
	civil.second = seconds % 60;
	civil.nano = (int)(rest % US_PER_SECOND) * 1000;
	return civil;
}

int64_t leat_civil_to_us(const struct leat_civil *civil)
{
	int64_t days = leat_civil_to_days(civil->year, civil->month, civil->day);
	int64_t seconds = (int64_t)civil->hour * 3600 + civil->minute * 60 + civil->second;

	return days * US_PER_DAY + seconds * US_PER_SECOND + civil->nano / 1000;
}

void leat_buf_time(struct leat_buf *out, int64_t us)
{
	struct leat_civil c = leat_civil_of_us(us);

	leat_buf_printf(out, "%04lld-%02d-%02dT%02d:%02d:%02d.%03dZ", (long long)c.year, c.month,
	                c.day, c.hour, c.minute, c.second, c.nano / 1000000);
}

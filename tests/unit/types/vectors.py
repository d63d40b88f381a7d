#!/usr/bin/env python3
"""Write decimal.inc and timezone.inc: results of Python's decimal and zoneinfo for the tests here.

Run it in this folder when vectors are to change; the files are committed."""
import datetime
import decimal
import random
import zoneinfo

random.seed(20240229)
decimal.getcontext().prec = 200
D = decimal.Decimal


def text(value, scale):
    return f"{value:.{scale}f}" if value is not None else "NULL"


def fit(value, precision, scale):
    rounded = value.quantize(D(1).scaleb(-scale), rounding=decimal.ROUND_HALF_UP)
    return rounded if abs(rounded) < D(10) ** (precision - scale) else None


def number(precision, scale):
    digits = random.randint(1, precision)
    unscaled = random.randint(10 ** (digits - 1), 10**digits - 1)
    return D(random.choice((-1, 1)) * unscaled).scaleb(-scale)


def decimals():
    shapes = [(5, 2), (10, 0), (10, 2), (18, 9), (19, 0), (20, 10), (38, 0), (38, 10), (38, 18), (38, 38), (3, 3)]
    rows = []
    for _ in range(400):
        (p1, s1), (p2, s2) = random.choice(shapes), random.choice(shapes)
        a, b = number(p1, s1), number(p2, s2)
        p = random.choice((10, 20, 38))
        s = random.choice((0, 2, 6, 9, 18))
        s = min(s, p)
        op = random.choice("+-*/%r")
        if op == "+":
            value = fit(a + b, p, s)
        elif op == "-":
            value = fit(a - b, p, s)
        elif op == "*":
            value = fit(a * b, p, s)
        elif op == "/":
            value = fit(a / b, p, s)
        elif op == "%":
            value = fit(a - b * (a / b).to_integral_value(decimal.ROUND_DOWN), p, s)
        else:
            value = fit(a, p, s)
        zero = value is not None and value == 0
        shown = text(abs(value) if zero else value, s)
        rows.append(f'{{ \'{op}\', "{text(a, s1)}", {s1}, "{text(b, s2)}", {s2}, {p}, {s}, "{shown}" }},')
    return rows


def zones():
    names = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo",
             "Asia/Shanghai", "Africa/Casablanca", "Pacific/Apia", "Europe/Dublin", "America/St_Johns",
             "Asia/Tehran", "Pacific/Auckland", "UTC", "Etc/GMT+5"]
    rows = []
    for name in names:
        zone = zoneinfo.ZoneInfo(name)
        for _ in range(25):
            at = random.randint(-2_000_000_000, 4_000_000_000)
            moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(seconds=at)
            offset = int(moment.astimezone(zone).utcoffset().total_seconds())
            rows.append(f'{{ "{name}", {at}, {offset} }},')
    return rows


def locals_():
    """Local times beside every kind of change: Java's rules are fold=0, and for a gap the old offset."""
    rows = []
    for name, stamps in {
        "Europe/Berlin": ["2024-03-31 01:59:59", "2024-03-31 02:30:00", "2024-03-31 03:00:00", "2024-10-27 01:59:59",
                          "2024-10-27 02:30:00", "2024-10-27 03:00:00", "2050-03-27 02:30:00", "2050-10-30 02:30:00"],
        "America/New_York": ["2024-03-10 02:30:00", "2024-11-03 01:30:00", "2024-11-03 02:00:00", "1950-06-01 12:00:00"],
        "Australia/Lord_Howe": ["2024-04-07 01:45:00", "2024-10-06 02:15:00", "2024-10-06 02:30:00"],
        "Pacific/Apia": ["2011-12-29 12:00:00", "2011-12-30 12:00:00", "2011-12-31 12:00:00"],
        "Asia/Kolkata": ["2024-01-01 00:00:00"],
    }.items():
        zone = zoneinfo.ZoneInfo(name)
        for stamp in stamps:
            local = datetime.datetime.fromisoformat(stamp)
            utc = local.replace(tzinfo=zone, fold=0).astimezone(datetime.timezone.utc)
            seconds = int((local - datetime.datetime(1970, 1, 1)).total_seconds())
            rows.append(f'{{ "{name}", {seconds}, {int(utc.timestamp())} }},')
    return rows


for path, rows in (("decimal.inc", decimals()), ("timezone.inc", zones()), ("timezone_local.inc", locals_())):
    with open(path, "w") as file:
        file.write("\n".join(rows) + "\n")

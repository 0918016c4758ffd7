"""The job of `firstline import`, as one would write it with pandas: what `cargo xtask bench` measures Firstline against.

    python pandas_import.py STATEMENTS_FOLDER CATEGORIES_TOML DATABASE

Reads every statement file below a folder in its provider's true layout (encoding, the header wherever it stands, words for status and
direction, exact amounts in fen), gives every row its category by the same patterns, and commits the rows to SQLite. Files are read and
categorised on every core, and written by one process, a batch a transaction. Prints the rows and the milliseconds as JSON.
"""

import io
import json
import multiprocessing
import os
import re
import sqlite3
import sys
import time
import tomllib

import pandas

FILES_A_BATCH = 256

ROW_COLUMNS = (
    "file", "line", "at", "direction", "fen", "refunded_fen", "balance_fen", "status", "counterparty",
    "counterparty_account", "description", "provider_type", "method", "order_id", "merchant_order_id", "category",
)

# The words of a header by which a layout is known, and what each of its columns is.
LAYOUTS = {
    "alipay": ("wallet", {
        "交易时间": "at", "交易分类": "provider_type", "交易对方": "counterparty", "对方账号": "counterparty_account",
        "商品说明": "description", "收/支": "direction", "金额": "amount", "收/付款方式": "method", "交易状态": "status",
        "交易订单号": "order_id", "商家订单号": "merchant_order_id",
    }),
    "wechat": ("wallet", {
        "交易时间": "at", "交易类型": "provider_type", "交易对方": "counterparty", "商品": "description",
        "收/支": "direction", "金额(元)": "amount", "支付方式": "method", "当前状态": "status", "交易单号": "order_id",
        "商户单号": "merchant_order_id",
    }),
    "jd": ("wallet", {
        "交易时间": "at", "商户名称": "counterparty", "交易说明": "description", "金额": "amount", "收/付款方式": "method",
        "交易状态": "status", "收/支": "direction", "交易分类": "provider_type", "交易订单号": "order_id",
        "商家订单号": "merchant_order_id",
    }),
    "cmb_statement": ("bank_debit", {
        "记账日期": "at", "交易金额": "signed", "联机余额": "balance", "交易摘要": "provider_type",
        "对手信息": "counterparty", "客户摘要": "description",
    }),
    "cmb_export": ("bank_debit", {
        "交易日期": "day", "交易时间": "time", "收入": "in", "支出": "out", "余额": "balance", "交易类型": "provider_type",
        "交易备注": "description",
    }),
    "icbc": ("bank_debit", {
        "交易日期": "at", "摘要": "provider_type", "交易场所": "description", "记账金额(收入)": "in",
        "记账金额(支出)": "out", "余额": "balance", "对方户名": "counterparty",
    }),
}

HEADERS = {
    "记账日期,货币": "cmb_statement", '"交易日期","交易时间"': "cmb_export", "交易日期,摘要": "icbc",
    "交易时间,交易分类": "alipay", "交易时间,交易类型": "wechat", "交易时间,商户名称": "jd",
}

DIRECTIONS = {"收入": "in", "支出": "out", "不计收支": "neutral", "/": "neutral"}
REFUNDED = re.compile(r"已退款\(?[￥¥]?([0-9.]+)\)?")


def decoded(raw):
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def layout_of(lines):
    for number, line in enumerate(lines):
        for words, layout in HEADERS.items():
            if line.startswith(words):
                return layout, number
    raise ValueError("no layout fits")


def fen(amounts):
    """Exact fen of a column of text such as `1,234.5`."""
    parts = amounts.str.replace(r"[,¥￥\s]", "", regex=True).str.extract(r"^(-?)(\d+)(?:\.(\d{1,2}))?$")
    whole = pandas.to_numeric(parts[1]).astype("Int64") * 100
    rest = pandas.to_numeric(parts[2].fillna("0").str.ljust(2, "0")).astype("Int64")
    total = whole + rest
    return total.where(parts[0] != "-", -total)


def status_of(word, direction):
    if "退款" in word:
        # Money out that was given back in part is a purchase that stands.
        if direction == "out" and "全额" not in word:
            return "settled"
        return "refunded"
    if "关闭" in word or "失败" in word or "撤销" in word:
        return "closed"
    if "等待" in word or "处理中" in word or "冻结" in word:
        return "pending"
    return "settled"


def read_statement(path):
    with open(path, "rb") as file:
        lines = decoded(file.read()).splitlines()
    layout, header = layout_of(lines)
    kind, columns = LAYOUTS[layout]
    names = next(iter(pandas.read_csv(io.StringIO(lines[header]), header=None, dtype=str).values.tolist()))
    table = pandas.read_csv(
        io.StringIO("\n".join(lines[header + 1:])), header=None, names=range(max(len(names), 16)), dtype=str,
        keep_default_na=False, skip_blank_lines=False, comment=None, engine="c",
    )
    table.insert(0, "line", range(header + 2, header + 2 + len(table)))
    used = {place: columns[name.strip()] for place, name in enumerate(names) if str(name).strip() in columns}
    table = table[["line", *used]].rename(columns=used)
    for column in used.values():
        table[column] = table[column].fillna("").str.strip()
    day = table["day"] if "day" in table else table["at"]
    table = table[day.str.match(r"^\d{4}-?\d{2}-?\d{2}")].copy()
    return path, kind, finished(table)


def finished(table):
    if "day" in table:
        at = pandas.to_datetime(table["day"] + table["time"], format="%Y%m%d%H:%M:%S")
    else:
        at = pandas.to_datetime(table["at"], format="ISO8601")
    rows = pandas.DataFrame({"line": table["line"], "at": at.dt.strftime("%Y-%m-%dT%H:%M:%S")})
    rows["refunded_fen"] = 0
    rows["balance_fen"] = fen(table["balance"]) if "balance" in table else None
    if "amount" in table:
        rows["direction"] = table["direction"].map(DIRECTIONS)
        given_back = table["amount"].str.extract(REFUNDED)[0]
        given_back = given_back.fillna(table["status"].str.extract(REFUNDED)[0])
        rows["refunded_fen"] = fen(given_back.fillna("0"))
        rows["fen"] = fen(table["amount"].str.replace(r"\(.*\)$", "", regex=True))
        rows["status"] = [status_of(*row) for row in zip(table["status"], rows["direction"])]
    else:
        signed = fen(table["signed"]) if "signed" in table else fen(table["in"]).fillna(-fen(table["out"]))
        rows["direction"] = (signed > 0).map({True: "in", False: "out"})
        rows["fen"] = signed.abs()
        rows["status"] = "settled"
    for column in ("counterparty", "counterparty_account", "description", "provider_type", "method", "order_id",
                   "merchant_order_id"):
        rows[column] = table[column] if column in table else ""
    return rows


class Categories:
    """The pack's rules: the first whose words a row's text holds, and whose direction and kind fit."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.rules = tomllib.load(file)["rule"]
        words = {word for rule in self.rules for word in rule["any"] + rule.get("none", [])}
        self.words = sorted(words)
        self.known = {}

    def of(self, text, direction, kind):
        key = (text, direction, kind)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self.search(text, direction, kind)
        return found

    def search(self, text, direction, kind):
        there = {word for word in self.words if word in text}
        if there:
            for rule in self.rules:
                if (not there.isdisjoint(rule["any"]) and there.isdisjoint(rule.get("none", ()))
                        and direction in rule.get("direction", (direction,)) and kind in rule.get("kind", (kind,))):
                    return rule["category"]
        return "uncategorised"


CATEGORIES = None


def begin(categories):
    global CATEGORIES
    CATEGORIES = Categories(categories)


def read_batch(paths):
    tables = []
    for path, kind, rows in map(read_statement, paths):
        texts = rows["provider_type"] + "\n" + rows["counterparty"] + "\n" + rows["description"]
        rows["category"] = [CATEGORIES.of(text, direction, kind) for text, direction in zip(texts, rows["direction"])]
        rows["file"] = path
        tables.append(rows)
    return pandas.concat(tables, ignore_index=True)[list(ROW_COLUMNS)]


def files_below(folder):
    return sorted(os.path.join(where, name) for where, _, names in os.walk(folder) for name in names)


def main(folder, categories, database):
    begun = time.monotonic()
    files = files_below(folder)
    batches = [files[first:first + FILES_A_BATCH] for first in range(0, len(files), FILES_A_BATCH)]
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode = WAL")
    marks = ", ".join("?" * len(ROW_COLUMNS))
    connection.execute(f"CREATE TABLE rows ({', '.join(ROW_COLUMNS)})")
    rows = 0
    with multiprocessing.Pool(initializer=begin, initargs=(categories,)) as pool:
        for table in pool.imap(read_batch, batches):
            values = table.astype(object).where(table.notna(), None)
            with connection:
                connection.executemany(f"INSERT INTO rows VALUES ({marks})", values.itertuples(index=False, name=None))
            rows += len(table)
    connection.close()
    took = round((time.monotonic() - begun) * 1_000)
    uncategorised = sqlite3.connect(database).execute(
        "SELECT count(*) FROM rows WHERE category = 'uncategorised'").fetchone()[0]
    print(json.dumps({"rows": rows, "milliseconds": took, "uncategorised": uncategorised}))


if __name__ == "__main__":
    main(*sys.argv[1:])

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`memosaic table` as a whole: every command, round trips judged by Python's own csv and json, wrong use, full disks,
signals.

Argument: the program to test.
"""
import csv
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
import unittest

import command_test
from command_test import Folder, run

TRADES = '''id,price,volume,day,note
ABC,1.50,700,2024-02-29,"said ""no"""
XYZ,9,10,2024-03-01,
DEF,2.25,18446744073709551615,2024-03-02,"a,b"
ÄÖÜ,0,0,1970-01-01,"line
two"
'''


def table(*arguments, **more):
    """Runs a command; output and complaints are UTF-8."""
    code, out, complaint = run("table", *arguments, **more)
    return code, out.encode("latin-1").decode(), complaint.encode("latin-1").decode()


class Tables(Folder):
    def text(self, name, content):
        return self.file(name, content.encode())

    def built(self, source, *options, name="built.table"):
        target = self.folder / name
        code, out, complaint = table("build", source, "-o", target, *options)
        self.assertEqual((code, complaint), (0, ""))
        self.assertIn(f"{target}: ", out)
        return target

    def trades(self, *options):
        return self.built(self.text("trades.csv", TRADES), "--key", "id", *options)

    def rows(self, *arguments, code=0, **more):
        """The JSON lines of an answer."""
        found, out, complaint = table(*arguments, **more)
        self.assertEqual((found, complaint), (code, ""))
        return [json.loads(line) for line in out.splitlines()]

    def assert_refused(self, wanted, *arguments, code=2, **more):
        found, out, complaint = table(*arguments, **more)
        self.assertEqual((found, out), (code, ""), complaint)
        self.assertEqual(complaint.count("\n"), 1, complaint)
        self.assertIn(wanted, complaint)

    def litter(self):
        return [name for name in os.listdir(self.folder) if name.startswith(".")]


class Build(Tables):
    def test_types_are_found_in_the_rows(self):
        path = self.trades()
        self.assertEqual(table("info", "--schema", path)[1], "record row\n  1 id: fixed_text[6] key\n"
                         "  2 price: float64\n  3 volume: uint64\n  4 day: date\n  5 note: fixed_text[9]?\n")
        self.assertEqual(self.rows("get", path, "ÄÖÜ"), [{"id": "ÄÖÜ", "price": 0.0, "volume": 0, "day": "1970-01-01",
                                                          "note": "line\ntwo"}])

    def test_a_pipe_gives_what_a_file_gives(self):
        source = self.text("trades.csv", TRADES)
        from_file = self.built(source, "--key", "id", "--reproducible", name="file.table")
        target = self.folder / "pipe.table"
        with subprocess.Popen(["cat", source], stdout=subprocess.PIPE) as pipe:
            code = table("build", "-", "--from", "csv", "-o", target, "--key", "id", "--reproducible",
                         stdin=pipe.stdout)[0]
        self.assertEqual(code, 0)
        self.assertEqual(target.read_bytes(), from_file.read_bytes())
        with open(source, "rb") as opened:
            code = table("build", "-", "--from", "csv", "-o", target, "--key", "id", "--reproducible", stdin=opened)[0]
        self.assertEqual((code, target.read_bytes()), (0, from_file.read_bytes()))
        self.assertEqual(self.litter(), [])

    def test_named_pipes_are_opened_once(self):
        fifos = [self.folder / name for name in ("a.csv", "b.csv")]
        for fifo in fifos:
            os.mkfifo(fifo)
        writers = [subprocess.Popen(["sh", "-c", f"printf 'k\\n{i}\\n' > '{fifo}'"]) for i, fifo in enumerate(fifos)]
        target = self.folder / "t.table"
        self.assertEqual(table("build", *fifos, "-o", target)[0], 0)
        self.assertEqual([writer.wait() for writer in writers], [0, 0])
        self.assertEqual(self.rows("scan", target), [{"k": 0}, {"k": 1}])

    def test_several_inputs_in_their_order(self):
        one, two = self.text("1.csv", "k,v\na,1\n"), self.text("2.tsv", "v\tk\n2.5\tb\n")
        path = self.folder / "t.table"
        self.assert_refused("give inputs with the same columns", "build", one, two, "-o", path)
        two.write_text("k\tv\nb\t2.5\n")
        self.assertEqual(table("build", two, one, "-o", path)[0], 0)
        self.assertEqual(self.rows("scan", path), [{"k": "b", "v": 2.5}, {"k": "a", "v": 1.0}])

    def test_schemas_are_given_as_a_text_or_by_a_table(self):
        first = self.trades()
        schema = self.text("s.txt", table("info", "--schema", first)[1])
        rows = self.text("more.csv", "id,price\nX,1\n")
        self.assert_refused('more.csv:2:1: there is no column for field \'volume\'', "build", rows, "-o",
                            self.folder / "no.table", "--schema", schema, code=3)
        for given in (schema, first):
            again = self.built(self.folder / "trades.csv", "--schema", given, name="again.table")
            self.assertEqual(table("info", "--schema", again)[1], schema.read_text())
        self.assert_refused("s.txt:2:9: expected a type", "build", rows, "-o", self.folder / "no.table", "--schema",
                            self.text("s.txt", "record r\n  1 id: tex\n"), code=3)

    def test_fields_are_given_one_by_one(self):
        path = self.trades("--field", "price:float32", "--field", "id:text", "--field", "note:text?")
        self.assertIn("1 id: text key\n  2 price: float32\n  3 volume: uint64", table("info", "--schema", path)[1])
        self.assert_refused("trades.csv:2:1: row 1, column 'id': expected fixed_text[2], found 'ABC'", "build",
                            self.folder / "trades.csv", "-o", path, "--field", "id:fixed_text[2]", code=3)

    def test_duplicate_keys(self):
        a, b = self.text("a.csv", "k,v\n1,a\n2,b\n"), self.text("b.csv", "k,v\n3,c\n1,d\n")
        path = self.folder / "t.table"
        self.assert_refused(f"memosaic table build: {b}, row 2: its key 1 is that of {a}, row 1: leave one of them out",
                            "build", a, b, "-o", path, "--key", "k", code=4)
        self.assertFalse(path.exists())
        for which, wanted in (("first", ["a"]), ("last", ["d"]), ("multi", ["a", "d"])):
            self.assertEqual(table("build", a, b, "-o", path, "--key", "k", "--duplicates", which)[0], 0)
            self.assertEqual([row["v"] for row in self.rows("get", path, "1")], wanted)

    def test_what_may_be_replaced(self):
        path = self.trades()
        source = self.folder / "trades.csv"
        self.assert_refused("exists already, and is no table: name another file, or give --force", "build", source,
                            "-o", source, code=4)
        self.assertEqual(source.read_text(), TRADES)
        self.assertEqual(table("build", source, "-o", path)[0], 0)  # a table
        self.assertEqual(table("build", source, "-o", self.file("empty"))[0], 0)  # nothing is lost
        self.assertEqual(table("build", source, "-o", self.file("other", b"precious"), "--force")[0], 0)
        self.assertEqual(self.litter(), [])

    def test_a_failed_build_leaves_the_old_table(self):
        path = self.trades()
        before = path.read_bytes()
        bad = self.text("bad.csv", TRADES + "X,1,2\n")
        self.assert_refused("bad.csv:7:6: the row ends after 3 of 5 fields", "build", bad, "-o", path, "--key", "id", code=3)
        self.assertEqual(path.read_bytes(), before)
        self.assertEqual(self.litter(), [])

    def test_metadata_delimiters_headings_and_json(self):
        source = self.text("a.csv", "x;1\ny;2\n")
        target = self.folder / "a.table"
        code, out, _ = table("build", source, "-o", target, "--delimiter", ";", "--no-heading", "--key", "column1",
                             "--metadata", "nightly", "--json")
        answer = json.loads(out)
        self.assertEqual((code, answer["schema"], answer["records"]), (0, "memosaic.table.build/1", 2))
        self.assertEqual(self.rows("get", target, "y"), [{"column1": "y", "column2": 2}])
        self.assertIn('metadata: 7 bytes, "nightly"', table("info", target)[1])
        built = self.built(source, "--no-heading", "--delimiter", ";", "--metadata-file", self.file("m", b"\0\xff"))
        self.assertEqual(json.loads(table("info", built, "--json")[1])["tables"][0]["metadata_hex"], "00ff")

    def test_little_memory_and_many_threads_give_the_same(self):
        source = self.text("many.csv", "k,v\n" + "".join(f"{i * 7919 % 100003},{'x' * 40}{i}\n" for i in range(60000)))
        whole = self.built(source, "--key", "k", "--reproducible", name="whole.table").read_bytes()
        parts = self.built(source, "--key", "k", "--reproducible", "--memory", "1M", "--threads", "3", name="p.table")
        self.assertEqual(parts.read_bytes(), whole)
        self.assertEqual(self.litter(), [])

    def test_without_rows(self):
        self.assert_refused("there are no rows from which the types could be found: give --schema", "build",
                            self.text("e.csv", "a,b\n"), "-o", self.folder / "e.table")
        schema = self.text("s", "record r\n 1 a: int64 key\n 2 b: text\n")
        path = self.built(self.folder / "e.csv", "--schema", schema)
        self.assertEqual(table("export", path), (0, "a,b\n", ""))
        self.assertEqual(table("get", path, "1"), (1, "", ""))
        self.assertEqual(table("verify", path)[0], 0)
        self.assertEqual(table("diff", path, path), (0, "", ""))
        self.assertEqual(table("stats", path)[0], 0)


class RoundTrips(Tables):
    def odd_texts(self, seed):
        generator = random.Random(seed)
        alphabet = ["a", "b", ",", '"', "\n", "\t", " ", "ä", "€", "𝄞", "'", "\\", ";", "\x7f", "0", "-"]
        return ["".join(generator.choices(alphabet, k=generator.randrange(12))) for _ in range(200)]

    def test_csv_as_python_reads_it(self):
        rows = [(f"k{i}", text, "1.5" if i % 3 else "") for i, text in enumerate(self.odd_texts(1))]
        source = self.folder / "a.csv"
        with open(source, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
            writer.writerow(("key", "text", "number"))
            for key, text, number in rows:
                file.write(f'{key},"' + text.replace('"', '""') + f'",{number}\n')
        path = self.built(source, "--key", "key", "--insertion-order")
        for form, dialect in (("csv", "excel"), ("tsv", "excel-tab")):
            code, out, complaint = table("export", path, "--to", form)
            self.assertEqual((code, complaint), (0, ""))
            self.assertEqual([tuple(row) for row in csv.reader(io.StringIO(out, newline=""), dialect)][1:], rows)
        lines = [json.loads(line) for line in table("export", path, "--to", "jsonl")[1].split("\n")[:-1]]
        self.assertEqual(lines, [{"key": k, "text": t, "number": float(n) if n else None} for k, t, n in rows])

    def test_what_was_exported_is_built_again_as_equal(self):
        path = self.trades("--insertion-order", "--reproducible")
        for name in ("again.csv", "again.tsv", "again.jsonl"):
            rows = self.folder / name
            self.assertEqual(table("export", path, "-o", rows), (0, "", ""))
            again = self.built(rows, "--schema", path, "--insertion-order", "--reproducible", name="again.table")
            self.assertEqual(again.read_bytes(), path.read_bytes(), name)

    def test_json_lines_of_every_shape(self):
        rows = [{"id": i, "tags": ["x"] * (i % 3), "place": {"city": f"c{i}", "zip": i}, "odd": None if i % 2 else i}
                for i in range(50)]
        rows[7]["more"] = True
        source = self.text("a.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        path = self.built(source, "--key", "id", "--insertion-order")
        self.assertEqual(self.rows("scan", path), rows)
        self.assertIn("record row\n  1 id: int64 key\n", table("info", "--schema", path)[1])
        again = self.built(source, "--schema", self.text("s", table("info", "--schema", path)[1]), name="b.table")
        self.assertEqual(table("diff", path, again), (0, "", ""))
        self.assert_refused("has no form in a delimited text: write JSON lines", "export", path)

    def test_an_array_keeps_its_order(self):
        path = self.built(self.text("a.csv", "v\n3\n1\n2\n3\n"))
        self.assertEqual(table("export", path)[1], "v\n3\n1\n2\n3\n")
        self.assert_refused("is an array, and its records have no keys", "get", path, "1")


class Get(Tables):
    def test_keys_as_arguments(self):
        path = self.trades()
        self.assertEqual([row["id"] for row in self.rows("get", path, "XYZ", "ABC")], ["XYZ", "ABC"])
        self.assertEqual([row["id"] for row in self.rows("get", path, "ABC", "none", code=1)], ["ABC"])
        self.assertEqual(table("get", path, "none"), (1, "", ""))
        self.assertEqual(table("get", path, "much too long for any key"), (1, "", ""))
        self.assertEqual(table("get", path, b"\xff"), (1, "", ""))
        self.assertEqual(table("get", path, "ABC", "--field", "price"), (0, "1.5\n", ""))
        self.assertEqual(table("get", path, "XYZ", "--field", "note", "--field", "day"), (0, "\t2024-03-01\n", ""))
        self.assertEqual(table("get", path, "XYZ", "--csv")[1], "id,price,volume,day,note\nXYZ,9.0,10,2024-03-01,\n")
        answer = json.loads(table("get", path, "ABC", "none", "--json")[1])
        self.assertEqual((answer["schema"], answer["count"]), ("memosaic.table.get/1", 1))

    def test_keys_from_a_pipe(self):
        count = 5000
        path = self.built(self.text("n.csv", "k,v\n" + "".join(f"{i},{i * i}\n" for i in range(count))), "--key", "k")
        keys = [str(random.Random(i).randrange(-50, count + 50)) for i in range(3000)]
        wanted = "".join(f"{int(k) ** 2}\n" for k in keys if 0 <= int(k) < count)
        asked = "\n".join(keys).encode()
        for arguments in ((), ("-",)):
            code, out, complaint = table("get", path, *arguments, "--field", "v", data=asked)
            self.assertEqual((code, out, complaint), (1, wanted, ""))
        absent = "".join(k + "\n" for k in keys if not 0 <= int(k) < count)
        self.assertEqual(table("get", path, "--absent", data=asked), (1, absent, ""))
        self.assertEqual(table("get", path, "--absent", "-", data=b"1\n2"), (0, "", ""))

    def test_keys_with_any_characters(self):
        names = ["a b", "new\nline", "tab\t", "-dash", "--help", '"quoted"', "ä€𝄞", "\x1b[31m", "*", ""]
        source = self.text("a.jsonl", "".join(json.dumps({"k": name}) + "\n" for name in names))
        path = self.built(source, "--key", "k", "--field", "k:text")
        self.assertEqual([row["k"] for row in self.rows("get", path, "--", *names)], names)
        asked = "\0".join([name for name in names if name] + ["none"]).encode()
        self.assertEqual([row["k"] for row in self.rows("get", path, "-", "-z", data=asked, code=1)], names[:-1])

    def test_keys_of_every_kind(self):
        for kind, text, absent in (("uint8", "200", "300"), ("int16", "-3", "40000"), ("uint64", str(2**64 - 1), "-1"),
                                   ("int64", str(-2**63), str(2**63)), ("date", "2024-02-29", "2023-01-01"),
                                   ("datetime", "2024-02-29T12:30:00Z", "2024-02-29T12:30:00"), ("boolean", "true",
                                   "false"), ("bytes", "00ff", "00"), ("fixed_bytes[4]", "beef", "beefbeefbe"),
                                   ("decimal", "1.50", "1.6"), ("float64", "0.1", "0.2"), ("text", "x", "y")):
            with self.subTest(kind=kind):
                path = self.built(self.text("a.csv", f"k,v\n{text},1\n"), "--schema",
                                  self.text("s", f"record r\n 1 k: {kind} key\n 2 v: int64\n"))
                self.assertEqual(table("get", path, "--field", "v", "--", text), (0, "1\n", ""))
                self.assertEqual(table("get", path, "--", absent), (1, "", ""))
        path = self.built(self.text("a.jsonl", '{"k":["a",1]}\n'), "--schema",
                          self.text("s", "record r\n 1 k: tuple<any> key\n"))
        self.assertEqual(self.rows("get", path, '["a", 1]'), [{"k": ["a", 1]}])
        self.assert_refused("expected tuple<any> as JSON", "get", path, "a")

    def test_what_is_no_key(self):
        path = self.built(self.text("a.csv", "k\n1\n"), "--key", "k")
        self.assert_refused("KEY: expected int64, found 'x'", "get", path, "x")
        self.assert_refused("KEY: expected int64, found '01'", "get", path, "01")

    def test_keys_that_are_not_kept(self):
        source = self.text("a.csv", "k,v\n" + "".join(f"key{i % 900},{i}\n" for i in range(1000)))
        path = self.built(source, "--key", "k", "--approximate", "24", "--duplicates", "multi")
        facts = json.loads(table("info", path, "--json")[1])["tables"][0]
        self.assertEqual((facts["kind"], facts["records"], facts["keys"], facts["key"]),
                         ("approximate multimap", 1000, 900, None))
        self.assertEqual(self.rows("get", path, "key7"), [{"v": 7}, {"v": 907}])
        self.assertEqual(table("get", path, "none")[0], 1)
        self.assertEqual(len(self.rows("scan", path)), 1000)
        for command in ("verify", "stats", "info", "export"):
            self.assertEqual(table(command, path)[0], 0)
        self.assert_refused("does not keep its keys", "diff", path, path)
        self.assert_refused("does not keep its keys", "scan", path, "--from", "a")
        self.assert_refused("--approximate: hashes the keys", "build", source, "-o", path, "--approximate", "8")

    def test_a_multimap_gives_all(self):
        path = self.built(self.text("a.csv", "k,v\na,1\nb,2\na,3\n"), "--key", "k", "--duplicates", "multi", "--sorted")
        self.assertEqual([row["v"] for row in self.rows("get", path, "a")], [1, 3])
        self.assertEqual([row["v"] for row in self.rows("scan", path, "--prefix", "a")], [1, 3])
        self.assertEqual([row["v"] for row in self.rows("scan", path, "--key-order")], [1, 3, 2])
        self.assertEqual([row["v"] for row in self.rows("scan", path, "--key-order", "--limit", "2")], [1, 3])


class Scan(Tables):
    def test_ranges(self):
        names = sorted("".join(random.Random(i).choices("abc", k=4)) + str(i) for i in range(300))
        path = self.built(self.text("a.csv", "k\n" + "\n".join(names) + "\n"), "--key", "k", "--sorted")

        def keys(*options):
            return [row["k"] for row in self.rows("scan", path, *options)]
        self.assertEqual(keys("--key-order"), names)
        self.assertEqual(keys("--from", "b"), [n for n in names if n >= "b"])
        self.assertEqual(keys("--to", "b"), [n for n in names if n < "b"])
        self.assertEqual(keys("--from", "ab", "--to", "bb"), [n for n in names if "ab" <= n < "bb"])
        self.assertEqual(keys("--prefix", "ca"), [n for n in names if n.startswith("ca")])
        self.assertEqual(keys("--from", "c", "--to", "a"), [])
        self.assertEqual(sorted(keys()), names)

    def test_ranges_of_numbers_and_days(self):
        path = self.built(self.text("n.csv", "k\n" + "".join(f"{i}\n" for i in range(-9, 10))), "--key", "k", "--sorted")
        self.assertEqual([row["k"] for row in self.rows("scan", path, "--from", "-3", "--to", "2")], list(range(-3, 2)))
        self.assertEqual(len(self.rows("scan", path, "--to", str(2**64 - 1))), 19)
        self.assert_refused("only texts and bytes have prefixes", "scan", path, "--prefix", "1")
        path = self.built(self.text("d.csv", "k\n2024-03-01\n1969-01-01\n2024-02-29\n"), "--key", "k", "--sorted")
        self.assertEqual(table("scan", path, "--from", "1970-01-01", "--field", "k")[1], "2024-02-29\n2024-03-01\n")

    def test_orders(self):
        path = self.trades("--insertion-order", "--sorted")
        inserted = ["ABC", "XYZ", "DEF", "ÄÖÜ"]
        self.assertEqual([row["id"] for row in self.rows("scan", path)], inserted)
        self.assertEqual([row["id"] for row in self.rows("scan", path, "--limit", "2")], inserted[:2])
        self.assertEqual([row["id"] for row in self.rows("scan", path, "--key-order")], sorted(inserted))
        self.assertEqual(self.rows("scan", path, "--limit", "0"), [])
        plain = self.trades()
        self.assert_refused("was built without an order of keys: build it with --sorted", "scan", plain, "--from", "A")
        self.assert_refused("was built without the order of insertion", "scan", plain, "--insertion-order")


class Diff(Tables):
    def test_maps(self):
        one = self.trades("--sorted")
        changed = TRADES.replace("XYZ,9", "XYZ,9.5").replace("DEF", "DEG")
        two = self.built(self.text("new.csv", changed), "--key", "id", name="two.table")
        self.assertEqual(table("diff", one, one), (0, "", ""))
        code, out, complaint = table("diff", one, two)
        self.assertEqual((code, complaint), (1, ""))
        lines = out.splitlines()
        self.assertEqual(lines[0][:14], '- "DEF": {"id"')
        self.assertEqual(lines[1], '~ "XYZ": price: 9.0 -> 9.5')
        self.assertEqual(lines[2][:14], '+ "DEG": {"id"')
        self.assertEqual(lines[3], f"{one} {two} differ: 1 removed, 1 added, 1 changed, 2 equal")
        self.assertEqual(table("diff", one, two, "--summary")[1].splitlines(), lines[3:])
        self.assertEqual(table("diff", one, two, "--limit", "1")[1].splitlines(), [lines[0], lines[3]])
        answer = json.loads(table("diff", one, two, "--json")[1])
        self.assertEqual([(each["kind"], each["key"]) for each in answer["differences"]],
                         [("removed", "DEF"), ("changed", "XYZ"), ("added", "DEG")])
        self.assertEqual((answer["equal"], answer["unchanged"]), (False, 2))

    def test_against_python(self):
        for seed in range(4):
            generator = random.Random(seed)
            tables, contents = [], []
            for name in ("a", "b"):
                content = {generator.randrange(300): generator.randrange(3) for _ in range(200)}
                source = self.text(name + ".csv", "k,v\n" + "".join(f"{k},{v}\n" for k, v in content.items()))
                tables.append(self.built(source, "--key", "k", name=name + ".table"))
                contents.append(content)
            a, b = contents
            answer = json.loads(table("diff", *tables, "--json")[1])
            found = {kind: sorted(each["key"] for each in answer["differences"] if each["kind"] == kind)
                     for kind in ("added", "removed", "changed")}
            self.assertEqual(found, {"added": sorted(b.keys() - a.keys()), "removed": sorted(a.keys() - b.keys()),
                                     "changed": sorted(k for k in a.keys() & b.keys() if a[k] != b[k])})

    def test_arrays_and_multimaps(self):
        a = self.built(self.text("a.csv", "k,v\nx,1\ny,2\nx,3\n"), name="a.table")
        b = self.built(self.text("b.csv", "k,v\nx,1\ny,5\n"), name="b.table")
        self.assertEqual(table("diff", a, b)[1].splitlines()[:2],
                         ["~ record 1: v: 2 -> 5", '- record 2: {"k":"x","v":3}'])
        multi = ("--key", "k", "--duplicates", "multi", "--sorted")
        c = self.built(self.folder / "a.csv", *multi, name="c.table")
        d = self.built(self.text("d.csv", "k,v\ny,2\nx,1\nx,4\nx,9\n"), *multi, name="d.table")
        self.assertEqual(table("diff", c, d)[1].splitlines()[:2], ['~ "x" (1): v: 3 -> 4',
                                                                   '+ "x" (2): {"k":"x","v":9}'])
        self.assert_refused("is an array", "diff", a, c)

    def test_types_that_differ_are_no_difference(self):
        a = self.trades()
        b = self.built(self.folder / "trades.csv", "--key", "id", "--field", "id:text", name="b.table")
        self.assertEqual(table("diff", a, b), (0, "", ""))


class Whole(Tables):
    def test_info_and_stats(self):
        path = self.trades("--sorted")
        facts = json.loads(table("info", path, "--json")[1])["tables"][0]
        self.assertEqual((facts["kind"], facts["records"], facts["key"], facts["has_key_order"]), ("map", 4, "id", True))
        self.assertEqual(facts["size"], path.stat().st_size)
        self.assertEqual([field["type"] for field in facts["fields"]],
                         ["fixed_text[6]", "float64", "uint64", "date", "fixed_text[9]?"])
        numbers = json.loads(table("stats", path, "--json")[1])["tables"][0]
        self.assertEqual((numbers["index"], numbers["stride"], numbers["most_probes"]), ("linear", 64, 4))
        sizes = sum(section["length"] for section in numbers["sections"])
        self.assertEqual(192 + 64 * len(numbers["sections"]) + sizes + numbers["between_sections"], facts["size"])

    def test_every_bit_that_flips_is_found(self):
        path = self.trades()
        content = bytearray(path.read_bytes())
        self.assertEqual(table("verify", path)[0], 0)
        generator = random.Random(5)
        for _ in range(40):
            damaged = bytearray(content)
            damaged[generator.randrange(8, len(content))] ^= 1 << generator.randrange(8)
            code, out, complaint = table("verify", self.file("damaged.table", damaged))
            self.assertEqual((code, out), (3, ""), complaint)
            self.assertIn("damaged.table: ", complaint)

    def test_what_was_cut_off(self):
        path = self.trades()
        content = path.read_bytes()
        for size in (9, 127, 128, 500, len(content) - 1):
            cut = self.file("cut.table", content[:size])
            for command in ("info", "verify", "stats", "scan", "export"):
                self.assertEqual(table(command, cut)[0], 3, (size, command))
        for command in ("info", "verify", "scan"):
            self.assert_refused("is no table", command, self.file("no.table"))

    def test_several_tables(self):
        path, none = self.trades(), self.folder / "none"
        code, out, complaint = table("verify", none, path)
        self.assertEqual(code, 2)
        self.assertIn(f"{path}: whole: 4 records", out)
        self.assertIn("no such file", complaint)
        self.assertEqual(table("verify", none, path, self.file("bad.table", path.read_bytes()[:-9]))[0], 3)

    def test_what_is_no_table(self):
        for path in (self.file("text", b"memosaic"), self.file("empty"), "/dev/null", "/proc/self/status"):
            for command in ("info", "get", "scan", "export", "verify", "stats"):
                more = ("x",) if command == "get" else ()
                self.assert_refused(f"{path}: is no table: name a file that memosaic table build has written", command,
                                    path, *more)
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        self.assert_refused("is no table", "info", fifo)
        self.assert_refused("is a folder", "info", self.folder)
        self.assert_refused("is standard input", "info", "-")


class WrongUse(Tables):
    def test_arguments(self):
        path = self.trades()
        source = self.folder / "trades.csv"
        out = self.folder / "out.table"
        for wanted, arguments in (
                ("COMMAND: is missing", ()), ("nope: no such command", ("nope",)),
                ("-o: is missing", ("build", source)), ("INPUT: is missing", ("build", "-o", out)),
                ("--nope: no such option: see memosaic table build --help", ("build", "--nope")),
                ("extension stands for no form", ("build", path, "-o", out)),
                ("standard input: has no extension", ("build", "-", "-o", out)),
                ("-: is named twice", ("build", "-", "-", "--from", "csv", "-o", out)),
                ('--from: "xls" is no form', ("build", source, "--from", "xls", "-o", out)),
                ("--key: there is no column", ("build", source, "--key", "x", "-o", out)),
                ('column "note" cannot be the key', ("build", source, "--key", "note", "-o", out)),
                ("--sorted: is for tables with keys", ("build", source, "--sorted", "-o", out)),
                ('--duplicates: "x" is no choice', ("build", source, "--duplicates", "x", "-o", out)),
                ("cannot be written to standard output", ("build", source, "-o", "-")),
                ("is a pipe or a device", ("build", source, "-o", "/dev/full")),
                ("does not exist: create it first", ("build", source, "-o", self.folder / "no" / "x.table")),
                ("--memory", ("build", source, "-o", out, "--memory", "1")),
                ("--threads", ("build", source, "-o", out, "--threads", "0")),
                ("do not go together", ("get", path, "ABC", "--csv", "--json")),
                ('"x" is no field of', ("scan", path, "--field", "x")),
                ("B: is missing", ("diff", path)), ("one table too many", ("diff", path, path, path)),
                ("one table too many", ("scan", path, path)), ("TABLE: is missing", ("stats",))):
            with self.subTest(arguments=arguments):
                self.assert_refused(wanted, *arguments)
        self.assertFalse(out.exists())

    def test_errors_as_json(self):
        code, out, complaint = table("info", self.folder / "none", "--json")
        self.assertEqual(code, 2)
        self.assertEqual(json.loads(out), {"schema": "memosaic.table.info/1", "tables": []})
        error = json.loads(complaint)
        self.assertEqual((error["schema"], error["command"]), ("memosaic.error/1", "memosaic table info"))

    def test_help(self):
        code, overview, _ = table("--help")
        self.assertEqual((code, table("help")[1]), (0, overview))
        self.assertEqual(run("help", "table")[1], overview)
        for command in ("build", "info", "get", "scan", "export", "verify", "diff", "stats"):
            self.assertIn(f"  {command} ", overview)
            code, text, _ = table(command, "--help")
            self.assertEqual(code, 0)
            self.assertIn("Examples:\n", text)
            self.assertIn("Exit codes:\n", text)
            self.assertEqual(run("help", "table", command)[1], text)
            self.assertLessEqual(max(map(len, text.splitlines())), 120)

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_what_may_not_be_read(self):
        path = self.trades()
        path.chmod(0)
        self.assert_refused("permission denied", "info", path)


class Ends(Tables):
    def test_a_full_disk(self):
        path = self.trades()
        for arguments in (("get", path, "ABC"), ("scan", path), ("export", path), ("info", path), ("stats", path),
                          ("verify", path)):
            with open("/dev/full", "wb") as full:
                code, _, complaint = table(*arguments, stdout=full)
            self.assertEqual((code, complaint.count("\n")), (2, 1))
            self.assertIn("no space left on the device", complaint)
        self.assert_refused("/dev/full: no space left on the device", "export", path, "-o", "/dev/full")

    def test_a_small_disk_keeps_the_old_table(self):
        disk = self.folder / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], capture_output=True,
                          check=False).returncode != 0:
            self.skipTest("may not mount a small disk")
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=True)
        old = self.built(self.text("a.csv", "k\n1\n"), name="disk/t.table").read_bytes()
        big = self.text("big.csv", "k,v\n" + "".join(f"{i},{random.Random(i).random()}\n" for i in range(30000)))
        for more in ((), ("--memory", "1M"), ("--key", "k", "--sorted")):
            self.assert_refused("no space left on the device", "build", big, "-o", disk / "t.table", *more)
            self.assertEqual(os.listdir(disk), ["t.table"])
        with open(big, "rb") as rows, subprocess.Popen(["cat"], stdin=rows, stdout=subprocess.PIPE) as pipe:
            self.assert_refused("no space left on the device", "build", "-", "--from", "csv", "-o", disk / "t.table",
                                stdin=pipe.stdout)
        self.assertEqual(os.listdir(disk), ["t.table"])
        self.assertEqual((disk / "t.table").read_bytes(), old)

    def test_signals_leave_the_old_table_and_no_litter(self):
        path = self.built(self.text("a.csv", "k\n1\n"))
        old = path.read_bytes()
        big = self.text("big.csv", "k,v\n" + "".join(f"{i},{i * i}\n" for i in range(200000)))
        for wanted, code in ((signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)):
            for delay in (0.05, 0.3, 0.6, 0.9):
                started = self.start("table", "build", big, "-o", path, "--key", "k", "--sorted", "--reproducible",
                                     stdout=subprocess.DEVNULL)
                time.sleep(delay)
                started.send_signal(wanted)
                started.communicate()
                self.assertIn(started.returncode, (code, 0))
                self.assertEqual(self.litter(), [])
                if started.returncode != 0:
                    self.assertEqual(path.read_bytes(), old)
                self.assertEqual(table("verify", path)[0], 0)
                path.write_bytes(old)

    def test_a_signal_while_a_pipe_is_kept(self):
        path = self.folder / "t.table"
        started = self.start("table", "build", "-", "--from", "csv", "-o", path, stdin=subprocess.PIPE)
        started.stdin.write(b"k\n1\n" * 200000)
        started.stdin.flush()
        time.sleep(0.3)
        started.send_signal(signal.SIGINT)
        started.communicate()
        self.assertEqual((started.returncode, os.listdir(self.folder)), (130, []))

    def test_a_reader_that_goes(self):
        path = self.built(self.text("a.csv", "k\n" + "".join(f"{i}\n" for i in range(200000))))
        started = self.start("table", "export", path, stdout=subprocess.PIPE)
        started.stdout.read(10)
        started.stdout.close()
        self.assertEqual((started.stderr.read(), started.wait()), (b"", -signal.SIGPIPE))
        started.stderr.close()

    def test_an_interrupted_export_leaves_nothing(self):
        path = self.built(self.text("a.csv", "k\n" + "".join(f"{i}\n" for i in range(200000))))
        rows = self.file("rows.csv", b"old")
        started = self.start("table", "export", path, "-o", rows)
        time.sleep(0.1)
        started.send_signal(signal.SIGINT)
        started.communicate()
        self.assertEqual(self.litter(), [])
        if started.returncode == 130:
            self.assertEqual(rows.read_bytes(), b"old")


if __name__ == "__main__":
    command_test.PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)

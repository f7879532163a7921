#!/usr/bin/env python3
"""Reads a file of ours by Python's own parsers and checks it by what is
published of its format:  parse.py KIND FILE"""
import csv
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as tree


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def table(path, header):
    rows = list(csv.reader(io.StringIO(read(path)), strict=True))
    assert rows[0] == header, rows[0]
    assert all(len(row) == len(header) for row in rows), rows
    assert not any(cell[:1] in "=+-@\t\r" for row in rows for cell in row
                   if cell), rows


def gradebook(path):
    table(path, ["student", "lab", "attempt", "received_utc", "raw",
                 "late_days", "late_charged", "score", "max", "status",
                 "flags", "tests_digest"])


def moodle_import(path):
    table(path, ["ID number", "Email address", "Lab 1 (points)",
                 "Lab 1 (feedback)"])


def number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def gradescope(path):
    formats = {"text", "html", "simple_format", "md", "ansi"}
    shown = {"visible", "hidden", "after_due_date", "after_published"}
    result = json.loads(read(path))
    tops = {"score": number, "execution_time": number,
            "output": lambda v: isinstance(v, str),
            "output_format": formats.__contains__,
            "test_output_format": formats.__contains__,
            "test_name_format": formats.__contains__,
            "visibility": shown.__contains__,
            "stdout_visibility": shown.__contains__,
            "tests": lambda v: isinstance(v, list)}
    of_test = {"score": number, "max_score": number,
               "status": {"passed", "failed"}.__contains__,
               "name": lambda v: isinstance(v, str),
               "number": lambda v: re.fullmatch(r"\d+\.\d+", v),
               "output": lambda v: isinstance(v, str),
               "output_format": formats.__contains__,
               "visibility": shown.__contains__,
               "tags": lambda v: all(isinstance(tag, str) for tag in v)}
    for name, value in result.items():
        assert tops[name](value), (name, value)
    for test in result["tests"]:
        assert ("score" in test) == ("max_score" in test), test
        for name, value in test.items():
            assert of_test[name](value), (name, value)


def junit(path):
    assert subprocess.run(["xmllint", "--noout", "--nonet", path],
                          check=False).returncode == 0
    root = tree.parse(path).getroot()
    assert root.tag == "testsuites", root.tag
    for suite in root:
        count = {"failure": 0, "error": 0, "skipped": 0}
        cases = suite.findall("testcase")
        for case in cases:
            outcomes = [child.tag for child in case if child.tag in count]
            assert len(outcomes) <= 1, case.attrib
            for outcome in outcomes:
                count[outcome] += 1
            assert re.fullmatch(r"\d+\.\d{3}", case.get("time"))
            assert case.get("classname") and case.get("name")
        said = [suite.get(name) for name in
                ("tests", "failures", "errors", "skipped")]
        assert said == [str(n) for n in (len(cases), count["failure"],
                                         count["error"], count["skipped"])]
        assert suite.get("hostname") == "localhost"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
                            suite.get("timestamp"))
    for name in ("tests", "failures", "errors"):
        assert int(root.get(name)) == sum(int(s.get(name)) for s in root)


def classroom(path):
    result = json.loads(read(path))
    assert result.pop("schema") == "classroom50/result/v1"
    result.pop("usernames", None)
    for name in ("classroom", "assignment", "submission", "commit",
                 "release", "review"):
        assert isinstance(result.pop(name), str)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
                        result.pop("datetime"))
    for test in result.pop("tests"):
        assert set(test) == {"test-name", "passed", "score", "max-score"}
        assert test["test-name"] and isinstance(test["passed"], bool)
        assert 0 <= test["score"] <= test["max-score"]
    assert set(result) == {"score", "max-score"}
    assert 0 <= result["score"] <= result["max-score"]
    assert all(type(value) is int for value in result.values())


def autolab(path):
    shown, scores = map(json.loads, read(path).splitlines())
    assert shown["_presentation"] == "semantic"
    for stage in shown["stages"]:
        for test in shown[stage].values():
            assert isinstance(test["passed"], bool)
    assert all(type(value) is int for value in scores["scores"].values())


if __name__ == "__main__":
    globals()[sys.argv[1].replace("-", "_")](sys.argv[2])
# private: linnet-0f5d3f897d262c7d

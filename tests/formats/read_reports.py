"""Reads each report of the samples with a reader that is not ours.

usage: read_reports.py REPORT_SAMPLE SCHEMA

JSON and JSON lines have to be strict and keep to docs/report-schema.json, CSV to be rectangular, JUnit and Atom
to be well-formed XML of the right root, and no format may let a control character through. Exit code 77: a reader
is missing (python3-jsonschema).
"""

import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree as xml

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("python3-jsonschema is missing; scripts/install-deps.sh --tests installs it")
    sys.exit(77)

ATOM = "{http://www.w3.org/2005/Atom}"
# What turns the direction of writing, beside the control characters.
TURNING = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def strict(text):
    def refuse(word):
        raise ValueError(f"{word} is no JSON")

    return json.loads(text, parse_constant=refuse)


def complaints_of(validator, value):
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]


class Reader:
    def __init__(self, schema):
        self.report = Draft202012Validator(schema)
        self.link = self.report.evolve(schema={"$ref": "#/$defs/link", "$defs": schema["$defs"]})

    def json(self, text):
        return complaints_of(self.report, strict(text))

    def jsonl(self, text):
        return [found for line in text.splitlines() for found in complaints_of(self.link, strict(line))]

    def csv(self, text):
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
        wrong = [f"row {number} has {len(row)} cells" for number, row in enumerate(rows) if len(row) != len(rows[0])]
        formulas = [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@", "\t", "\r")]
        return wrong + [f"a spreadsheet would compute {cell[:40]!r}" for cell in formulas]

    def xml(self, text):
        root = xml.fromstring(text.encode("utf-8"))
        return [] if root.tag == "testsuites" else [f"the root is {root.tag}"]

    def atom(self, text):
        root = xml.fromstring(text.encode("utf-8"))
        missing = [
            f"{element.tag} has no {name}"
            for element in [root, *root.findall(f"{ATOM}entry")]
            for name in ("id", "title", "updated")
            if element.find(ATOM + name) is None
        ]
        ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
        return missing + (["an id comes twice"] if len(ids) != len(set(ids)) else [])

    def sarif(self, text):
        log = strict(text)
        run = log["runs"][0]
        wrong = [] if log["version"] == "2.1.0" else ["the version is not 2.1.0"]
        for result in run.get("results", []):
            if result["level"] not in ("none", "note", "warning", "error"):
                wrong.append(f"level {result['level']}")
            if run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] != result["ruleId"]:
                wrong.append(f"rule {result['ruleId']} stands elsewhere")
        return wrong

    def badge(self, text):
        badge = strict(text)
        return [] if badge["schemaVersion"] == 1 and badge["label"] and badge["message"] else ["not a badge"]

    def md(self, text):
        units = len(text.encode("utf-16-le")) // 2
        return [] if units <= 60_000 else [f"{units} characters"]

    def txt(self, _text):
        return []

    def github(self, text):
        levels = ("::error ", "::warning ", "::notice ", "::error::", "::warning::", "::notice::")
        return [f"no command: {line[:60]}" for line in text.splitlines() if line and not line.startswith(levels)]


def raw_controls(text):
    found = {c for c in text if (unicodedata.category(c) == "Cc" and c not in "\r\n") or c in TURNING}
    return [f"has {c!r} in it" for c in sorted(found)]


def main():
    program, schema = sys.argv[1:]
    reader = Reader(json.loads(pathlib.Path(schema).read_text(encoding="utf-8")))
    failed = read = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "--formats", folder], check=True, timeout=120)
        for file in sorted(pathlib.Path(folder).iterdir()):
            text = file.read_bytes().decode("utf-8")
            try:
                wrong = getattr(reader, file.suffix[1:])(text) + raw_controls(text)
            except Exception as error:  # pylint: disable=broad-except
                wrong = [f"{type(error).__name__}: {error}"]
            read += 1
            failed += bool(wrong)
            for complaint in wrong[:5]:
                print(f"{file.name}: {complaint}")
    print(f"{read} reports read, {failed} failed")
    return 0 if read > 0 and failed == 0 else 1


sys.exit(main())

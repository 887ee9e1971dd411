"""Reads what primerank wrote: CSV by --csv, JSON by --json."""

import csv
import json


class Unusable(Exception):
    """The file is not what the plot needs; the sentence says why."""


def read_rows(path, columns):
    """The rows of a CSV file as dictionaries; it must have these columns and a row."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in columns if name not in (reader.fieldnames or [])]
            if missing:
                raise Unusable(f"'{path}' has no column {missing[0]}")
            rows = list(reader)
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(path, error) from None
    if not rows:
        raise Unusable(f"'{path}' has no rows")
    return rows


def read_document(path, command=None):
    """A JSON document of primerank, of this command."""
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    if not isinstance(document, dict) or document.get("program") != "primerank":
        raise Unusable(f"'{path}' was not written by primerank --json")
    if command and document["command"] != command:
        raise Unusable(f"'{path}' is of `{document['command']}`, not of `{command}`")
    return document


def unreadable(path, error):
    reason = "it is not what --json or --csv write"
    if isinstance(error, OSError):
        reason = error.strerror
    return Unusable(f"'{path}' cannot be read: {reason}")

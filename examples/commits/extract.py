#!/usr/bin/env python3
"""Derive observations of people from the commits of local git clones.

Writes the CSV that `selfmodel evaluate` and `selfmodel import` take: one row a commit,

    user,source,t,period,weekend,verbosity,conventional,area,size,subject_len,areas

Names, addresses, texts and paths stay on this machine: what comes out are categories, a length
and a day, under pseudonyms. They can still be traced through public history, so keep the file.

    extract.py ~/src/tokio ~/src/axum > commits.csv
    extract.py tokio-rs/tokio=~/src/tokio@v1.40.0 > commits.csv
    extract.py --features tokio-rs/tokio=~/src/tokio     blocks to add to schema.toml

Needs Python 3.9 and git, nothing else.
"""

import argparse
import csv
import datetime
import hashlib
import hmac
import os
import re
import secrets
import subprocess
import sys

COLUMNS = ("user source t period weekend verbosity conventional area size subject_len areas").split()
DAY = 86_400
LONGEST_SUBJECT = 2_000

# A prefix such as `fix:`, `fix(parser)!:` or `rt, chore:`.
CONVENTIONAL = re.compile(r"[A-Za-z][\w ,./-]{0,30}(\([^)]*\))?!?: ")
# Lines that say who and where, not why.
TRAILER = re.compile(r"(?i)\s*([a-z-]+-by:|(cc|fixes|closes|refs?|see)\b|changelog:)")
BOT = re.compile(r"(?i)\[bot\]|(^|[^a-z])bot([^a-z]|$)|github-actions|greenkeeper|renovate")
# The first that matches a path names its area; what is left is code.
AREAS = {
    "tests": re.compile(r"(?i)(^|/)(tests?|testing)/|(^|/)test_|_test\."),
    "docs": re.compile(r"(?i)\.(md|txt|adoc|rst)$|(^|/)(doc|changes|changelog)"),
    "config": re.compile(r"(?i)\.(toml|ya?ml|json|lock)$|(^|/)\."),
    "code": re.compile(""),
}
AREA_ORDER = ["code", "tests", "docs", "config"]

MARK, FIELD = "\x01", "\x02"
FORMAT = MARK + FIELD.join(["%an", "%ae", "%ad", "%B", ""])


def main():
    arguments = parse_arguments()
    repositories = [repository(text) for text in arguments.repositories]
    if arguments.features:
        sys.stdout.write("".join(feature_block(name) for name, _, _ in repositories))
        return
    salt = arguments.salt or secrets.token_hex(16)
    if not arguments.salt:
        note(f"pseudonyms are fresh; for the same ones again: --salt {salt}")
    rows = []
    for name, path, revision in repositories:
        before = len(rows)
        rows.extend(commits(name, path, revision))
        note(f"{name}: {len(rows) - before:,} commits")
    kept = people(rows, arguments.least, arguments.most)
    write(kept, salt, arguments.exact_times)


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("repositories", metavar="[NAME=]PATH[@REVISION]", nargs="+")
    parser.add_argument("--salt", help="key of the pseudonyms; without it they differ each run")
    parser.add_argument("--least", type=int, default=8, help="fewest commits of a person [8]")
    parser.add_argument("--most", type=int, default=2_000, help="most, the earliest ones [2000]")
    parser.add_argument(
        "--exact-times", action="store_true", help="keep the second; coarsened to the day otherwise"
    )
    parser.add_argument(
        "--features", action="store_true", help="print schema blocks of the repositories instead"
    )
    return parser.parse_args()


def repository(text):
    """The name under which a repository is known, its path, and the revision to read up to."""
    name, equals, rest = text.partition("=")
    path, revision = rest if equals else text, "HEAD"
    if not os.path.exists(os.path.expanduser(path)) and "@" in path:
        path, _, revision = path.rpartition("@")
    path = os.path.expanduser(path)
    if not os.path.isdir(path):
        sys.exit(f"error: {path} is no directory; give the path of a git clone")
    if revision.startswith("-"):
        sys.exit(f"error: {revision} is no revision")
    name = name if equals else os.path.basename(os.path.abspath(path))
    if not re.fullmatch(r"[A-Za-z0-9_\-./:@]{1,128}", name):
        sys.exit(f"error: {name!r} cannot name a feature; put another name before it: NAME={path}")
    return name, path, revision


def commits(name, path, revision):
    """All commits but merges and those of bots."""
    command = ["git", "-C", path, "-c", "core.quotePath=false", "-c", "log.showSignature=false"]
    command += ["log", "--no-color", "--no-notes", "--no-merges", "-M", "--name-only"]
    command += ["--encoding=UTF-8", "--date=raw", f"--format={FORMAT}", revision, "--"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    for block in blocks(process.stdout):
        author, address, date, message, paths = block.split(FIELD, 4)
        identity = re.sub(r"^\d+\+", "", address.lower())
        if identity and not BOT.search(author) and not BOT.search(address):
            paths = [path.strip('"') for path in paths.split("\n") if path]
            yield identity, name, *observe(date, message, paths)
    if process.wait() != 0:
        sys.exit(f"error: git could not read {path} at {revision}")


def blocks(stream):
    """The output cut at its marks, as it comes."""
    rest = ""
    while True:
        chunk = stream.read(1 << 20)
        if not chunk:
            break
        # Marks are single bytes, so that a character cut in half stays in the last piece.
        *whole, rest = (rest.encode("utf-8", "surrogateescape") + chunk).split(MARK.encode())
        for block in whole:
            if block:
                yield block.decode("utf-8", "replace")
        rest = rest.decode("utf-8", "surrogateescape")
    if rest:
        yield rest.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def observe(date, message, paths):
    """Time and details of one commit."""
    seconds, zone = date.split()
    sign = -1 if zone[0] == "-" else 1
    shift = sign * (int(zone[1:3]) * 3_600 + int(zone[3:5]) * 60)
    local = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=int(seconds) + shift)
    subject, _, body = message.strip().partition("\n")
    counts = {area: 0 for area in AREA_ORDER}
    for path in paths:
        counts[area_of(path)] += 1
    return int(seconds), {
        "period": ("night", "morning", "afternoon", "evening")[local.hour // 6],
        "weekend": int(local.weekday() >= 5),
        "verbosity": verbosity(body),
        "conventional": int(bool(CONVENTIONAL.match(subject))),
        # Ties go to what is rarer than code.
        "area": max(AREAS, key=counts.get) if paths else "",
        "size": size(len(paths)),
        "subject_len": min(len(subject), LONGEST_SUBJECT),
        "areas": "|".join(area for area in AREA_ORDER if counts[area]),
    }


def area_of(path):
    return next(area for area, pattern in AREAS.items() if pattern.search(path))


def verbosity(body):
    lines = [line for line in body.split("\n") if line.strip() and not TRAILER.match(line)]
    length = len("\n".join(lines).strip())
    return "terse" if length == 0 else "brief" if length <= 200 else "detailed"


def size(files):
    return "" if files == 0 else "small" if files == 1 else "medium" if files <= 4 else "large"


def people(rows, least, most):
    """Rows by person, in order of time; those of people with too few commits are left out."""
    by_person = {}
    for row in rows:
        by_person.setdefault(row[0], []).append(row)
    for identity, own in by_person.items():
        if len(own) >= least:
            yield identity, sorted(own, key=lambda row: row[2])[:most]


def write(kept, salt, exact_times):
    def pseudonym(identity):
        return "g" + hmac.new(salt.encode(), identity.encode(), hashlib.sha256).hexdigest()[:12]

    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    total = persons = 0
    for user, own in sorted((pseudonym(identity), own) for identity, own in kept):
        for _, source, seconds, details in own:
            t = seconds if exact_times else seconds // DAY * DAY
            writer.writerow({"user": user, "source": source, "t": t, **details})
        total, persons = total + len(own), persons + 1
    note(f"{total:,} commits of {persons:,} people")


def feature_block(name):
    return (
        f'[contexts."{name}"]\ndescription = "Commits to {name}"\n'
        f'[features."{name}"]\ncontext = "{name}"\nwrites = ["*"]\nreads = ["*"]\n\n'
    )


def note(text):
    print(text, file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        # Whoever read the output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

"""Shows that arguments arrive, and what a report looks like."""

from client import args, kind, report

report("arguments", kind, *args)
if args[0] == "fail":
    raise RuntimeError("as asked")

"""`isteam letter`: the letter templates from a terminal or a script."""

import argparse
import json
from pathlib import Path
from typing import Any, TextIO

from isteam_app.errors import RuleBroken
from isteam_app.services.templates import (
    lint,
    list_templates,
    must_contain,
    render_example,
    render_letter,
)


def add_parser(commands: Any) -> None:
    parser = commands.add_parser("letter", help="list, check or render letters")
    doing = parser.add_subparsers(dest="doing", required=True, metavar="WHAT")
    listing = doing.add_parser("list", help="the templates and what each must say")
    listing.add_argument("--json", action="store_true")
    checking = doing.add_parser("lint", help="name what a template lacks")
    checking.add_argument("template", nargs="?", metavar="TEMPLATE", help="key or file")
    checking.add_argument("--json", action="store_true")
    rendering = doing.add_parser("render", help="write one letter as a PDF")
    rendering.add_argument("template", metavar="TEMPLATE")
    facts = rendering.add_mutually_exclusive_group(required=True)
    facts.add_argument("--fields", type=Path, metavar="FILE.json")
    facts.add_argument("--example", action="store_true", help="made-up facts")
    rendering.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE.pdf"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    if args.doing == "list":
        return _list(args, out)
    if args.doing == "lint":
        return _lint(args, out, err)
    return _render(args, out)


def _list(args: argparse.Namespace, out: TextIO) -> int:
    templates = list_templates()
    if args.json:
        facts = [
            {
                "key": template.key,
                "version": template.version,
                "title": template.title,
                "kinds": list(template.kinds),
                "purpose": template.purpose,
                "event": template.event,
                "must_contain": list(must_contain(template)),
            }
            for template in templates
        ]
        json.dump(facts, out, indent=2)
        out.write("\n")
        return 0
    for template in templates:
        out.write(f"{template.key}  {template.title}\n")
        for part in must_contain(template):
            out.write(f"    {part}\n")
    return 0


def _lint(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    names = [args.template] if args.template else [t.key for t in list_templates()]
    checked = [lint(name) for name in names]
    failed = sum(1 for one in checked if one.problems)
    if args.json:
        facts = [
            {
                "template": one.key,
                "problems": one.problems,
                "warnings": one.warnings,
            }
            for one in checked
        ]
        json.dump(facts, out, indent=2)
        out.write("\n")
    else:
        for one in checked:
            out.write(f"{one.key}: {' '.join(one.problems) or 'sound'}\n")
            for sentence in one.warnings:
                out.write(f"    worth a look: {sentence}\n")
    if failed:
        err.write(f"{failed} of {len(checked)} templates need mending.\n")
    return 1 if failed else 0


def _render(args: argparse.Namespace, out: TextIO) -> int:
    if args.example:
        built = render_example(args.template, args.output)
    else:
        built = render_letter(args.template, _facts(args.fields), args.output)
    out.write(f"{built.pages} pages, SHA-256 {built.sha256}\n")
    return 0


def _facts(file: Path) -> dict[str, Any]:
    try:
        facts = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise RuleBroken(f"{file.name} cannot be read. Check its path.") from error
    except ValueError as error:
        raise RuleBroken(
            f"{file.name} is not JSON. Write the fields as one JSON object."
        ) from error
    if not isinstance(facts, dict):
        raise RuleBroken(f"{file.name} must hold one JSON object of fields.")
    return facts

"""`imfact policy`: folders checked and compared, versions published and rolled back, effects foreseen."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from imfact.bootstrap.house import House
from imfact.cli import policy_text as say
from imfact.cli.arguments import as_text
from imfact.cli.console import console, errors
from imfact.cli.policy_text import Lang, either
from imfact.cli.policy_what_if import what_if
from imfact.cli.session import open_house
from imfact.contracts.policy import Policy
from imfact.kit.errors import ConfigError
from imfact.policy import names
from imfact.policy.defaults import bundled_version_files
from imfact.policy.diff import compare
from imfact.policy.folder import check_folder, read_folder, write_folder
from imfact.policy.pointer import current_id, point_to
from imfact.policy.versions import find_version, load_version, publish_files, version_files
from imfact.policy.versions import list_versions as known_versions

app = typer.Typer(help="Lexicon, rules and thresholds, in versions.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that holds a policy.")]
Version = Annotated[str, typer.Argument(help="An id or a number, see `imfact policy list`.")]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON.")]
LangOption = Annotated[Lang, typer.Option(help="Language of the answer.")]


@app.command()
def lint(folder: Folder, json: JsonFlag = False, lang: LangOption = "ko") -> None:
    """Check every file of a folder and name every fault with file, field and remedy."""
    files, checked = check_folder(folder)
    if json:
        faults = [{"message": fault.message, **fault.context} for fault in checked.faults]
        console.print_json(data={"ok": not faults, "files": sorted(files), "faults": faults})
    elif checked.policy is not None:
        entries, rules = len(checked.policy.lexicon.entries), len(checked.policy.rules.rules)
        _print(
            either(
                lang,
                f"파일 {len(files)}개, 낱말 {entries}개, 규칙 {rules}개: 고칠 것이 없습니다.",
                f"{len(files)} files, {entries} entries, {rules} rules: nothing to mend.",
            )
        )
    else:
        for fault in checked.faults:
            _print(fault.message)
    if checked.faults:
        raise ConfigError(f"{folder}: {len(checked.faults)} faults; mend them and lint again.")


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A version, `current` or a folder.")],
    after: Annotated[str, typer.Argument(metavar="B", help="A version, `current` or a folder.")],
    json: JsonFlag = False,
    lang: LangOption = "ko",
) -> None:
    """Show the entries, rules and thresholds that B adds to A, removes from it or changes."""
    with open_house() as house:
        changes = compare(_policy(house, before), _policy(house, after))
    if json:
        console.print_json(data=[{"kind": change.kind, **asdict(change)} for change in changes])
    else:
        console.print(say.diff_text(changes, lang))


@app.command()
def publish(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="A folder that holds a policy.")
    ] = None,
    note: Annotated[
        str, typer.Option(help="Why, for whoever reads the list of versions.", callback=as_text)
    ] = "",
    bundled: Annotated[
        bool, typer.Option("--bundled", help="Publish the policy of this release instead.")
    ] = False,
    json: JsonFlag = False,
    lang: LangOption = "ko",
) -> None:
    """Make an immutable version of a folder and point to it; running services follow in seconds."""
    if (folder is None) != bundled:
        raise ConfigError("Give a folder, or --bundled.")
    files = bundled_version_files()
    if folder is not None:
        files, checked = check_folder(folder)
        checked.require()
        if live := [name for name in read_folder(folder) if names.is_live(name)]:
            errors.print(Text(f"left out, since they are changed in place: {', '.join(live)}"))
    with open_house() as house:
        before = current_id(house.config)
        record = publish_files(house.config, files, house.clock(), note)
        point_to(house.config, record.version, expected=before)
    _say_current(record.version, before, json, lang)


@app.command()
def rollback(version: Version, json: JsonFlag = False, lang: LangOption = "ko") -> None:
    """Point to an earlier (or later) version, after it was verified; nothing else changes."""
    with open_house() as house:
        try:
            before: str | None = current_id(house.config)
        except ConfigError as exc:
            # A lost or broken pointer is just what a rollback mends.
            errors.print(Text(exc.message))
            before = None
        now = point_to(house.config, version, expected=before)
    _say_current(now, before, json, lang)


@app.command("what-if")
def what_if_command(
    folder: Folder,
    input: Annotated[
        Path | None,
        typer.Option(help="JSON lines of id, title, body; without it, the stored articles."),
    ] = None,
    limit: Annotated[
        int, typer.Option(min=0, help="How many of the biggest changes to show.")
    ] = 20,
    json: JsonFlag = False,
    lang: LangOption = "ko",
) -> None:
    """Judge stored articles by a folder's policy beside the one in force; nothing is stored."""
    candidate = check_folder(folder)[1].require()
    with open_house() as house:
        current = house.policy
        tally = what_if(house, candidate, input, limit)
    if json:
        console.print_json(data=say.what_if_json(tally, current, candidate))
    else:
        console.print(say.what_if_text(tally, current, candidate, lang))


@app.command("list")
def list_versions(json: JsonFlag = False) -> None:
    """List the published versions; the current one is marked."""
    lost: ConfigError | None = None
    with open_house() as house:
        known, current = known_versions(house.config), ""
        try:
            current = current_id(house.config)
        except ConfigError as exc:
            # Its remedy, a rollback, asks for the name of a version.
            lost = exc
    if json:
        console.print_json(
            data=[
                {**record.model_dump(mode="json"), "current": record.version == current}
                for record in known
            ]
        )
    else:
        say.versions_table(console, known, current)
    if lost is not None:
        raise lost


@app.command()
def show(
    version: Annotated[str | None, typer.Argument(help="Without it, the current one.")] = None,
    to: Annotated[
        Path | None, typer.Option(help="A new folder to write its files to, for editing.")
    ] = None,
    json: JsonFlag = False,
    lang: LangOption = "ko",
) -> None:
    """Show a version in short, or write its files to a folder."""
    with open_house() as house:
        record = find_version(house.config, version or current_id(house.config))
        policy = load_version(house.config, record.version)
        files = version_files(house.config, record)
    if to is not None:
        write_folder(to, files)
    if json:
        thresholds = policy.thresholds.model_dump(mode="json")
        console.print_json(data={**record.model_dump(mode="json"), "thresholds": thresholds})
    elif to is not None:
        _print(f"{record.version} → {to}")
    else:
        console.print(say.policy_text(policy, record, lang))


def _policy(house: House, name: str) -> Policy:
    if Path(name).is_dir():
        return check_folder(Path(name))[1].require()
    return load_version(house.config, current_id(house.config) if name == "current" else name)


def _say_current(now: str, before: str | None, json: bool, lang: Lang) -> None:
    if json:
        console.print_json(data={"current": now, "before": before})
    elif now == before:
        _print(either(lang, f"{now}: 이미 쓰고 있습니다.", f"{now} is current already."))
    else:
        was = before or either(lang, "없음", "none")
        _print(either(lang, f"이제 {now} (앞서 {was})", f"current: {now} (before: {was})"))


def _print(text: str) -> None:
    console.print(Text(text))

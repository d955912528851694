"""`imfact model`: versions of the registry, the pointer and its history."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar, get_args

import typer
from rich.table import Table
from rich.text import Text

from imfact.bootstrap.house import House
from imfact.bootstrap.promotion import go_back, make_current, put_on_trial
from imfact.cli import trials
from imfact.cli.arguments import as_text
from imfact.cli.console import console, errors
from imfact.cli.session import open_house
from imfact.contracts.policy import ModelRouting
from imfact.kit.clock import SEOUL
from imfact.kit.errors import ConfigError, ImfactError
from imfact.policy.routing import read_routing
from imfact.registry.adding import add_version
from imfact.registry.candidate import read_candidate
from imfact.registry.checksums import ModelCorrupt
from imfact.registry.gate import evaluations
from imfact.registry.install import install_bundled
from imfact.registry.names import ModelKind
from imfact.registry.pointer import current_version, read_pointer
from imfact.registry.versions import list_versions, show_version

app = typer.Typer(help="The model registry.", no_args_is_help=True)
app.command()(trials.evaluate)
app.command()(trials.diff)
app.command()(trials.shadow)
app.command()(trials.canary)

Answer = TypeVar("Answer")

_NEXT = Text.assemble("Next: ", ("imfact rescore", "bold"), " judges stored articles again")

Reason = Annotated[
    str | None, typer.Option(help="Why; kept in the pointer's history.", callback=as_text)
]


@app.command("list")
def list_models() -> None:
    """List the versions of the registry; what judges now and what is on trial is marked."""
    with open_house() as house:
        # Whoever mends a broken pointer or version looks here for what else there is.
        current = _or_tell(lambda: read_pointer(house.models).target)
        routing = _or_tell(lambda: read_routing(house.config)) or ModelRouting()
        table = Table(box=None)
        for column in ("kind", "version", "", "description"):
            table.add_column(column)
        versions = list_versions(house.models, "clickbait")
        for version in versions:
            marks = _marks(version, current, routing)
            table.add_row("clickbait", version, marks, _description(house, "clickbait", version))
        for version in list_versions(house.models, "encoder"):
            table.add_row("encoder", version, "", _description(house, "encoder", version))
        console.print(table)
        if current is not None and current not in versions:
            _or_tell(lambda: current_version(house.models))
        try:
            slot = read_candidate(house.models)
            console.print(f"candidate slot: {slot.version if slot else 'empty'}")
        except ModelCorrupt as exc:
            console.print(f"candidate slot: {exc.message}")


@app.command()
def show(
    version: Annotated[str | None, typer.Argument(help="Without it, the current one.")] = None,
    evaluated: Annotated[
        bool, typer.Option("--evaluations", help="Instead, how it did beside current versions.")
    ] = False,
) -> None:
    """Print a clickbait version's meta.json: data, readings, figures, provenance."""
    with open_house() as house:
        target = version or read_pointer(house.models).target
        meta = show_version(house.models, "clickbait", target)
        for record in evaluations(house.models, target) if evaluated else [meta]:
            typer.echo(record.model_dump_json(indent=2))


@app.command()
def history() -> None:
    """Print who was current when (Asia/Seoul), and why: the pointer's audit log."""
    with open_house() as house:
        table = Table(box=None)
        for column in ("at", "action", "version", "reason"):
            table.add_column(column, overflow="fold")
        for change in read_pointer(house.models).history:
            moment = "" if change.at is None else f"{change.at.astimezone(SEOUL):%Y-%m-%d %H:%M:%S}"
            action = f"{change.action} (forced)" if change.forced else change.action
            table.add_row(moment, action, change.target, change.reason or "")
        console.print(table)


@app.command()
def verify() -> None:
    """Check every file of every version against its checksum, then the golden outputs."""
    with open_house() as house:
        faults: list[ImfactError] = []
        checks: list[Callable[[], object]] = [partial(current_version, house.models)]
        for kind in get_args(ModelKind):
            checks += [partial(_answers, house, kind, v) for v in list_versions(house.models, kind)]
        for check in checks:
            try:
                check()
            except ImfactError as exc:
                faults.append(exc)
    if not faults:
        console.print("all files and golden outputs are as they should be")
        return
    for fault in faults[:-1]:
        errors.print(fault.message)
    raise faults[-1]


@app.command()
def add(
    folder: Annotated[Path, typer.Argument(help="A version as `imfact train` makes it.")],
) -> None:
    """Put a trained version into the registry, for good; it judges nothing yet."""
    with open_house() as house:
        meta = add_version(house.models, folder)
        console.print(f"{meta.kind} {meta.version} is in the registry")


@app.command()
def candidate(
    version: Annotated[str, typer.Argument(help="The version that goes on trial.")],
) -> None:
    """Put a version into the candidate slot, in place of the one that is there."""
    with open_house() as house:
        put_on_trial(house, version)
        console.print(f"candidate: {version}")


@app.command()
def promote(
    version: Annotated[str, typer.Argument(help="The version that becomes current.")],
    force: Annotated[
        bool, typer.Option("--force", help="Although it keeps no floor; needs --reason.")
    ] = False,
    reason: Reason = None,
) -> None:
    """Make a version current: it must be sound and no worse than the current one.

    Running services follow within seconds. It must have been evaluated (`imfact model evaluate`)
    beside the current version, unless it was current before without being forced.
    """
    if force and not (reason or "").strip():
        raise ConfigError("--force needs --reason: the history must say why.")
    with open_house() as house:
        before = make_current(house, version, reason, force=force)
        console.print(f"current: {version}" + (f" (before: {before})" if before else ""))
        if before != version:
            console.print(_NEXT)
            encoder = _encoder(house, before) if before else None
            if encoder is not None and encoder != _encoder(house, version):
                console.print(
                    Text.assemble(
                        "It requires another encoder: then ",
                        ("imfact index build", "bold"),
                        ", and start running services anew; until then they judge by the version "
                        "before.",
                    )
                )


@app.command()
def rollback(reason: Reason = None) -> None:
    """Make the version current again that was so before the last promotion."""
    with open_house() as house:
        left, target = go_back(house, reason)
        console.print(f"current: {target} (before: {left})")
        console.print(_NEXT)


@app.command()
def install(
    repair: Annotated[
        bool, typer.Option("--repair", help="Put altered bundled versions back as they were.")
    ] = False,
) -> None:
    """Install the bundled versions that the registry lacks."""
    with open_house() as house:
        written = install_bundled(house.models, repair=repair)
        console.print(f"{len(written)} files written")


def _or_tell(ask: Callable[[], Answer]) -> Answer | None:
    """Return the answer, or say on stderr why there is none."""
    try:
        return ask()
    except (ConfigError, ModelCorrupt) as exc:
        errors.print(exc.message)
        return None


def _description(house: House, kind: ModelKind, version: str) -> str:
    try:
        return show_version(house.models, kind, version).description
    except ModelCorrupt as exc:
        return exc.message


def _answers(house: House, kind: ModelKind, version: str) -> object:
    """Open a version, which checks its files and what it answers here. Raises ImfactError."""
    if kind == "encoder":
        return house.engines.encoder(version)
    return house.engines.of(version)


def _encoder(house: House, version: str) -> str | None:
    """Return the encoder that a version requires, None where that cannot be read any more."""
    try:
        return show_version(house.models, "clickbait", version).requires_encoder
    except ModelCorrupt:
        return None


def _marks(version: str, current: str | None, routing: ModelRouting) -> str:
    marks = ["current"] if version == current else []
    if routing.canary is not None and routing.canary.version == version:
        marks.append(f"canary {trials.percent(routing.canary.share)}")
    if routing.shadow == version:
        marks.append("shadow")
    return ", ".join(marks)

"""Rules over HTTP: `/api/admin/rules`, their presets and their dry run."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response

from relaydesk.gateway.parameters import EnabledQuery, UpstreamIdQuery
from relaydesk.gateway.rules import store
from relaydesk.gateway.rules.dry_run import dry_run
from relaydesk.gateway.rules.presets import PRESETS
from relaydesk.gateway.rules.schemas import (
    DryRun,
    DryRunResult,
    RuleCreate,
    RuleOut,
    RulePatch,
    RulePreset,
    Threshold,
)
from relaydesk.gateway.rules.service import RULES, compile_draft
from relaydesk.gateway.rules.tables import RuleRow
from relaydesk.gateway.upstreams.service import check_upstream
from relaydesk.identity.api import Principal, require
from relaydesk.kernel.changes import changes_of
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep, UowDep
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import NameQuery
from relaydesk.kernel.http.rows import shown_row

router = APIRouter(prefix="/api/admin/rules", tags=["gateway"])
MayRead = Annotated[Principal, Depends(require("gateway.read"))]
MayReadBodies = Annotated[Principal, Depends(require("gateway.bodies.read"))]
MayWrite = Annotated[Principal, Depends(require("gateway.write"))]
RuleId = Annotated[int, Path(ge=1, le=2**63 - 1, description="The rule's id.")]
NULLABLE = {"upstream_id"}
# how a rule is shown whose columns cannot be read; Health says that the gateway leaves it out, and why
UNREADABLE: dict[str, Any] = {"condition": {"any": []}, "actions": [], "threshold": Threshold()}


def _out(row: RuleRow) -> RuleOut:
    return shown_row(RuleOut, row, instead=UNREADABLE)


@router.get("")
async def list_rules(
    db: ReadDbDep,
    page: PageQuery,
    _principal: MayRead,
    upstream_id: UpstreamIdQuery = None,
    enabled: EnabledQuery = None,
    q: NameQuery = None,
) -> Page[RuleOut]:
    """In the order they are held against an answer: higher priority first."""
    rows, total = await store.list_rules(
        db, upstream_id=upstream_id, enabled=enabled, query=q, limit=page.limit, offset=page.offset
    )
    return page.page([_out(row) for row in rows], total)


@router.post("", status_code=201)
async def create_rule(uow: UowDep, principal: MayWrite, body: RuleCreate) -> RuleOut:
    """What is wrong with a tree is named by its place in it, such as `condition.all[1].body.regex`."""
    return RuleOut.model_validate(await RULES.create(uow, principal, body.model_dump()))


@router.get("/presets")
async def list_rule_presets(_principal: MayRead) -> list[RulePreset]:
    """Rules to begin with; post one of them to keep it."""
    return PRESETS


@router.post("/dry-run", summary="Try a rule on logged requests")
async def try_rule(kernel: KernelDep, _principal: MayReadBodies, body: DryRun) -> DryRunResult:
    """Holds a rule against logged requests, newest first, and changes nothing. It tells what kept bodies hold."""
    rule = compile_draft(body.rule)
    async with kernel.database.read() as db:
        await check_upstream(db, body.rule.upstream_id, "rule.")
    return await dry_run(kernel.database, rule, actions=body.rule.actions, since=body.since, limit=body.limit)


@router.get("/{rule_id}")
async def get_rule(db: ReadDbDep, _principal: MayRead, rule_id: RuleId) -> RuleOut:
    return _out(await RULES.get(db, rule_id))


@router.patch("/{rule_id}")
async def change_rule(uow: UowDep, principal: MayWrite, rule_id: RuleId, body: RulePatch) -> RuleOut:
    changes = changes_of(body, nullable=NULLABLE)
    return _out(await RULES.change(uow, principal, rule_id, changes))


@router.delete("/{rule_id}", status_code=204)
async def delete_rule(uow: UowDep, principal: MayWrite, rule_id: RuleId) -> Response:
    await RULES.delete(uow, principal, rule_id)
    return Response(status_code=204)

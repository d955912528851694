"""Route: judge a headline that somebody pastes."""

from __future__ import annotations

from fastapi import APIRouter

from imfact.contracts.ai_api import AssessBatch, AssessItem
from imfact.contracts.public_api import AssessAnswer, AssessRequest
from imfact.services.gateway.parts import GatewayParts
from imfact.services.gateway.present import to_verdict
from imfact.services.problems import InvalidRequest, problems


def assess_router(parts: GatewayParts) -> APIRouter:
    """Return the route over ``parts``."""
    router = APIRouter(tags=["assess"])

    @router.post("/assess", operation_id="assess_headline", responses=problems(400, 413))
    def assess_headline(request: AssessRequest) -> AssessAnswer:
        """Judge a headline, with its text where there is one; nothing is stored."""
        if not request.title.strip():
            raise InvalidRequest("The headline is empty; write at least one word in title.")
        item = AssessItem(title=request.title, body=request.body, summarise=bool(request.body))
        judged = parts.ai.assess(AssessBatch(items=(item,))).items[0]
        return AssessAnswer(
            verdict=to_verdict(judged.assessment, request.title),
            assessment=judged.assessment,
            summary=judged.summary,
        )

    return router

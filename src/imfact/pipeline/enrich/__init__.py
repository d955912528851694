"""enrich: article + vectors → AI service (judge, summarise) → gateway."""

import type { components } from "./schema.gen";

type Schemas = components["schemas"];

export type ArticleDetail = Schemas["ArticleDetail"];
export type ArticleItem = Schemas["ArticleItem"];
export type ArticlePage = Schemas["ArticlePage"];
export type AssessAnswer = Schemas["AssessAnswer"];
export type AssessRequest = Schemas["AssessRequest"];
export type Assessment = Schemas["Assessment"];
export type Method = Schemas["Method"];
export type Problem = Schemas["Problem"];
export type Quality = Schemas["Quality"];
export type QualityFigure = Schemas["QualityFigure"];
export type RelatedItem = Schemas["RelatedItem"];
export type Reason = Schemas["Reason"];
export type ReliabilityBin = Schemas["ReliabilityBin"];
export type RevisionItem = Schemas["RevisionItem"];
export type RiskCoverage = Schemas["RiskCoverage"];
export type SearchItem = Schemas["SearchItem"];
export type SearchPage = Schemas["SearchPage"];
export type Signal = Schemas["Signal"];
export type SourceItem = Schemas["SourceItem"];
export type Summary = Schemas["Summary"];
export type TitleMark = Schemas["TitleMark"];
export type Today = Schemas["Today"];
export type TodayPoint = Schemas["TodayPoint"];
export type Verdict = Schemas["Verdict"];

export type Band = Verdict["band"];
export type Tactic = NonNullable<Verdict["tactic"]>;
export type SignalName = NonNullable<Reason["signal"]>;
export type SearchMode = SearchPage["mode"];

export const BANDS: readonly Band[] = ["suspected", "unsure", "low"];
export const MODES: readonly SearchMode[] = ["hybrid", "text", "vector"];
export const SORTS = ["newest", "least_trusted", "most_trusted"] as const;
export type Sort = (typeof SORTS)[number];

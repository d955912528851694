import { useParams } from "react-router";
import { ApiError } from "../api/client";
import { useArticle } from "../api/queries";
import { ArticleHead } from "../components/ArticleHead";
import { ArticleSkeleton } from "../components/ArticleSkeleton";
import { BackToEvidence } from "../components/BackToEvidence";
import { BodyText } from "../components/BodyText";
import { CopiesBlock } from "../components/CopiesBlock";
import { Evidence } from "../components/Evidence";
import { Failed } from "../components/Failed";
import { History } from "../components/History";
import { LitProvider } from "../components/LitProvider";
import { OriginalLink } from "../components/OriginalLink";
import { StoryBlock } from "../components/StoryBlock";
import { SummaryBlock } from "../components/SummaryBlock";
import { SuggestedTitle } from "../components/SuggestedTitle";
import { useTitle } from "../components/useTitle";
import { VerdictBlock } from "../components/VerdictBlock";
import { VersionsLine } from "../components/VersionsLine";
import { NotFoundPage } from "./NotFoundPage";
import page from "./Page.module.css";

export function ArticlePage() {
  const { urlHash = "" } = useParams();
  const query = useArticle(urlHash);
  useTitle(query.data?.article.title);
  if (query.isError) {
    const { error } = query;
    if (error instanceof ApiError && !error.passing) return <NotFoundPage />;
    return <Failed error={error} retry={() => void query.refetch()} />;
  }
  if (query.isPending) return <ArticleSkeleton />;
  const { article, assessment, body, summary, revisions } = query.data;
  return (
    <LitProvider key={urlHash}>
      <article className={page.read}>
        <ArticleHead detail={query.data} />
        <VerdictBlock verdict={article.verdict} />
        {assessment && <Evidence assessment={assessment} hasBody={body !== null} />}
        {summary && summary.sentences.length > 0 && (
          <SummaryBlock summary={summary} linked={body !== null} />
        )}
        <SuggestedTitle summary={summary} />
        <BodyText
          body={body}
          snippet={article.snippet}
          reasons={assessment?.reasons ?? []}
          summary={summary}
        />
        {revisions.length > 1 && <History revisions={revisions} />}
        <StoryBlock article={article} />
        <CopiesBlock article={article} />
        <OriginalLink article={article} />
        {assessment && <VersionsLine assessment={assessment} />}
        <BackToEvidence />
      </article>
    </LitProvider>
  );
}

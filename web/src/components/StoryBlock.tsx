import type { ArticleItem } from "../api/types";
import { useI18n } from "../i18n/context";
import { RelatedList } from "./RelatedList";
import { Section } from "./Section";

/** How other outlets headed the same event, with this article's headline on top to compare. */
export function StoryBlock({ article }: { readonly article: ArticleItem }) {
  const { t } = useI18n();
  const { story, verdict } = article;
  if (story === null) return null;
  const { url_hash, title, source, published_at } = article;
  const current = {
    url_hash,
    title,
    source,
    published_at,
    is_original: false,
    p_clickbait: verdict?.p_clickbait ?? null,
    interval: verdict?.interval ?? null,
    trust: verdict?.trust ?? null,
    band: verdict?.band ?? null,
    sentence_ko: "",
    sentence_en: "",
  };
  const cut = story.count > story.items.length;
  const note = cut ? t.article.storyMore(story.items.length, story.count) : t.article.storyNote;
  return (
    <Section title={t.article.story} note={note}>
      <RelatedList items={story.items} current={current} />
    </Section>
  );
}

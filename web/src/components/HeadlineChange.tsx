import { useI18n } from "../i18n/context";
import { diff } from "../kit/diff";
import styles from "./History.module.css";

interface Props {
  readonly before: string | undefined;
  readonly after: string;
}

/** A headline with what went struck through and what came underlined. */
export function HeadlineChange({ before, after }: Props) {
  const { t, language } = useI18n();
  if (before === undefined || before === after) return after;
  return diff(before, after).map(({ kind, text }, i) => {
    if (kind === "same") return <span key={i}>{text}</span>;
    const Tag = kind === "gone" ? "del" : "ins";
    return (
      <Tag key={i} className={kind === "gone" ? styles.gone : styles.added}>
        <span className="hidden" lang={language}>
          [{kind === "gone" ? t.article.gone : t.article.added}]{" "}
        </span>
        {text}
      </Tag>
    );
  });
}

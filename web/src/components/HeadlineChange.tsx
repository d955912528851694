import { Fragment } from "react";
import { useI18n } from "../i18n/context";
import { diff, type Change } from "../kit/diff";
import styles from "./History.module.css";

/** Headlines with little in common are told one after the other, not word by word. */
function readable(changes: readonly Change[]): readonly Change[] {
  const length = (kind: Change["kind"]) =>
    changes.filter((c) => c.kind === kind).reduce((sum, c) => sum + c.text.length, 0);
  if (length("same") >= length("new") / 2) return changes;
  const text = (leave: Change["kind"]) =>
    changes.flatMap((c) => (c.kind === leave ? [] : [c.text])).join("");
  return [
    { kind: "gone", text: text("new") },
    { kind: "new", text: text("gone") },
  ];
}

interface Props {
  readonly before: string | undefined;
  readonly after: string;
}

/** A headline with what went struck through and what came underlined. */
export function HeadlineChange({ before, after }: Props) {
  const { t, language } = useI18n();
  if (before === undefined || before === after) return after;
  return readable(diff(before, after)).map(({ kind, text }, i) => {
    if (kind === "same") return <span key={i}>{text}</span>;
    const Tag = kind === "gone" ? "del" : "ins";
    return (
      <Fragment key={i}>
        {/^\s/u.test(text) || i > 0 ? " " : ""}
        <Tag className={kind === "gone" ? styles.gone : styles.added}>
          <span className="hidden" lang={language}>
            [{kind === "gone" ? t.article.gone : t.article.added}]{" "}
          </span>
          {text.trim()}
        </Tag>
      </Fragment>
    );
  });
}

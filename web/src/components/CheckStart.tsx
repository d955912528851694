import { useI18n } from "../i18n/context";
import { Button } from "./Button";
import styles from "./CheckStart.module.css";
import { Gauge } from "./Gauge";

interface Props {
  /** A first verdict is on its way. */
  readonly judging: boolean;
  readonly onExample?: (title: string) => void;
}

/** Before a verdict: the empty scale, and headlines to try. */
export function CheckStart({ judging, onExample }: Props) {
  const { t } = useI18n();
  return (
    <div className={styles.start}>
      <p role="status">{judging ? t.check.judging : t.check.waiting}</p>
      <Gauge trust={null} large />
      {onExample !== undefined && !judging && (
        <div className={styles.examples}>
          <h2>{t.check.examples}</h2>
          {t.check.exampleTitles.map((title) => (
            <Button
              key={title}
              lang="ko"
              onClick={() => {
                onExample(title);
              }}
            >
              {title}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

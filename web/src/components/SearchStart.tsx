import { useI18n } from "../i18n/context";
import { Button } from "./Button";
import { Notice } from "./Notice";

/** Before anything was asked: what can be asked. */
export function SearchStart({ onExample }: { readonly onExample: (q: string) => void }) {
  const { t } = useI18n();
  return (
    <Notice title={t.search.start} hint={t.search.startHint}>
      {t.search.examples.map((example) => (
        <Button
          key={example}
          lang="ko"
          onClick={() => {
            onExample(example);
          }}
        >
          {example}
        </Button>
      ))}
    </Notice>
  );
}

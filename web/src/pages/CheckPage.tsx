import { useState } from "react";
import { useAssess } from "../api/queries";
import { CheckForm, type Draft } from "../components/CheckForm";
import { CheckResult } from "../components/CheckResult";
import { CheckStart } from "../components/CheckStart";
import { Failed } from "../components/Failed";
import { useDebounced } from "../components/useDebounced";
import { useTitle } from "../components/useTitle";
import { useI18n } from "../i18n/context";
import page from "./Page.module.css";

const PAUSE_MS = 400;
const EMPTY: Draft = { title: "", body: "" };

export function CheckPage() {
  const { t } = useI18n();
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const settled = useDebounced(draft, PAUSE_MS);
  const asked = draft.title.trim() === "" || settled.title.trim() === "" ? null : settled;
  const answer = useAssess(asked);
  useTitle(t.check.title);
  return (
    <div className={page.read}>
      <h1 className={page.title}>{t.check.title}</h1>
      <p className={page.lead}>{t.check.lead}</p>
      <CheckForm
        draft={draft}
        onChange={setDraft}
        onClear={() => {
          setDraft(EMPTY);
        }}
      />
      {asked === null ? (
        <CheckStart
          judging={draft.title.trim() !== ""}
          onExample={(title) => {
            setDraft({ title, body: "" });
          }}
        />
      ) : answer.isError ? (
        <Failed error={answer.error} retry={() => void answer.refetch()} />
      ) : answer.data === undefined ? (
        <CheckStart judging />
      ) : (
        <CheckResult
          asked={asked}
          answer={answer.data}
          stale={answer.isPlaceholderData || draft !== settled}
        />
      )}
    </div>
  );
}

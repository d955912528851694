import { ApiError } from "../api/client";
import { useI18n } from "../i18n/context";
import type { Messages } from "../i18n/ko";
import { Button } from "./Button";
import { Notice } from "./Notice";
import styles from "./Notice.module.css";

function reason(error: Error, t: Messages): string {
  if (!(error instanceof ApiError)) return t.state.server;
  if (error.status === 0) return t.state.offline;
  if (error.status === 429) return t.state.limited;
  // A full queue, a part that is away, an index that the first run has yet to build: nothing is broken.
  if (error.status === 503) return t.state.busy;
  return error.status >= 500 ? t.state.server : t.state.refused;
}

/** What happened, and the way to try again. */
export function Failed({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const { t } = useI18n();
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <Notice title={t.state.failed} hint={reason(error, t)} role="alert">
      <div>
        <Button onClick={retry}>{t.state.retry}</Button>
        {requestId !== null && <p className={styles.code}>{t.state.request(requestId)}</p>}
      </div>
    </Notice>
  );
}

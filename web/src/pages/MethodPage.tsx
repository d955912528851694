import { useEffect } from "react";
import { useLocation } from "react-router";
import { useMethod } from "../api/queries";
import { Failed } from "../components/Failed";
import { MethodInForce } from "../components/MethodInForce";
import { MethodMeaning } from "../components/MethodMeaning";
import { MethodQuality } from "../components/MethodQuality";
import { MethodSkeleton } from "../components/MethodSkeleton";
import { useTitle } from "../components/useTitle";
import { useI18n } from "../i18n/context";
import page from "./Page.module.css";

/** What a verdict means, by what it is made, and how good it was seen to be. */
export function MethodPage() {
  const { t } = useI18n();
  const { hash } = useLocation();
  const method = useMethod();
  const there = method.data !== undefined;
  useTitle(t.method.title);
  // A version's name leads to its line, which is there once the answer is.
  useEffect(() => {
    if (!there || hash === "") return;
    const line = document.getElementById(hash.slice(1));
    line?.scrollIntoView({ block: "center" });
    line?.focus({ preventScroll: true });
  }, [there, hash]);
  return (
    <div className={page.read}>
      <h1 className={page.title}>{t.method.title}</h1>
      <p className={page.lead}>{t.method.lead}</p>
      <MethodMeaning />
      {method.isError ? (
        <Failed error={method.error} retry={() => void method.refetch()} />
      ) : method.data === undefined ? (
        <MethodSkeleton />
      ) : (
        <>
          <MethodInForce method={method.data} />
          <MethodQuality quality={method.data.quality ?? null} />
        </>
      )}
    </div>
  );
}

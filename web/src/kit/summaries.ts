import type { Summary } from "../api/types";

type Reason = NonNullable<Summary["fallback_reason"]>;
type Why = "service" | "budget" | "orders" | "refused";

// A record: a new reason of the API does not compile until it is named here.
const WHY: Readonly<Record<Reason, Why>> = {
  throttled: "service",
  unavailable: "service",
  timeout: "service",
  late: "service",
  misconfigured: "service",
  budget: "budget",
  orders_in_article: "orders",
  unusable_reply: "refused",
  form: "refused",
  foreign_matter: "refused",
  unknown_figure: "refused",
  unknown_name: "refused",
  not_from_article: "refused",
};

/** Why a summary was picked although a model is configured, as readers are told; null where none is. */
export function whyPicked(reason: Reason | null | undefined): Why | null {
  return reason == null ? null : WHY[reason];
}

import { BANDS, SORTS, type Band, type Sort } from "../api/types";
import { clamp, type Range } from "./geometry";

/** What the reader asked the list for. It lives in the address, so that back and sharing work. */
export interface Filters {
  readonly band: Band | null;
  readonly section: string | null;
  readonly source: string | null;
  readonly sort: Sort;
  readonly range: Range | null;
}

function oneOf<T extends string>(value: string | null, allowed: readonly T[]): T | null {
  return allowed.find((one) => one === value) ?? null;
}

function readRange(value: string | null): Range | null {
  const found = /^(\d{1,3})-(\d{1,3})$/u.exec(value ?? "");
  if (found === null) return null;
  const [from, to] = [clamp(Number(found[1])), clamp(Number(found[2]))];
  return from <= to ? { from, to } : null;
}

export function readFilters(params: URLSearchParams): Filters {
  return {
    band: oneOf(params.get("band"), BANDS),
    section: params.get("section"),
    source: params.get("source"),
    sort: oneOf(params.get("sort"), SORTS) ?? "newest",
    range: readRange(params.get("trust")),
  };
}

/** The address with the changed filters; what is not a filter (q, mode) stays. */
export function writeFilters(params: URLSearchParams, change: Partial<Filters>): URLSearchParams {
  const next = new URLSearchParams(params);
  const { band, section, source, sort, range } = { ...readFilters(params), ...change };
  const put = (key: string, value: string | null) => {
    if (value === null) next.delete(key);
    else next.set(key, value);
  };
  put("band", band);
  put("section", section);
  put("source", source);
  put("sort", sort === "newest" ? null : sort);
  put("trust", range === null ? null : `${range.from}-${range.to}`);
  return next;
}

export const NO_FILTERS: Partial<Filters> = {
  band: null,
  section: null,
  source: null,
  range: null,
};

export const isFiltered = (f: Filters): boolean =>
  f.band !== null || f.section !== null || f.source !== null || f.range !== null;

/** Whether a judged headline lies in the chosen range; one without a verdict lies in none. */
export const inRange = (range: Range | null, trust: number | undefined): boolean =>
  range === null || (trust !== undefined && trust >= range.from && trust <= range.to);

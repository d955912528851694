import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Filters } from "../kit/filters";
import { get, post } from "./client";
import type {
  ArticleDetail,
  ArticlePage,
  AssessAnswer,
  AssessRequest,
  Method,
  SearchMode,
  SearchPage,
  SourceItem,
  Today,
} from "./types";

const PAGE = 30;
/** A range of trust is chosen here, not by the server: fewer, larger pages. */
const RANGE_PAGE = 100;

function filterParams(filters: Filters) {
  return {
    band: filters.band,
    section: filters.section,
    source: filters.source,
  };
}

export function useMethod() {
  return useQuery({
    queryKey: ["method"],
    queryFn: ({ signal }) => get<Method>("/v1/method", {}, signal),
    staleTime: Infinity,
  });
}

export function useToday() {
  return useQuery({
    queryKey: ["today"],
    queryFn: ({ signal }) => get<Today>("/v1/today", {}, signal),
  });
}

export function useSources() {
  return useQuery({
    queryKey: ["sources"],
    queryFn: ({ signal }) => get<SourceItem[]>("/v1/sources", {}, signal),
    staleTime: Infinity,
  });
}

export function useArticles(filters: Filters) {
  return useInfiniteQuery({
    queryKey: ["articles", { ...filters, range: filters.range !== null }],
    queryFn: ({ signal, pageParam }) => {
      const limit = filters.range === null ? PAGE : RANGE_PAGE;
      // The brush chooses dots of the strip, which stand for every headline of a story.
      const fold = filters.range === null ? "all" : "copies";
      const { sort } = filters;
      const params = { ...filterParams(filters), sort, fold, limit, cursor: pageParam };
      return get<ArticlePage>("/v1/articles", params, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

export function useArticle(urlHash: string, enabled = true) {
  return useQuery({
    queryKey: ["article", urlHash],
    queryFn: ({ signal }) => get<ArticleDetail>(`/v1/articles/${urlHash}`, {}, signal),
    enabled,
  });
}

export function useSearch(q: string, mode: SearchMode, filters: Filters) {
  return useInfiniteQuery({
    queryKey: ["search", q, mode, filterParams(filters)],
    queryFn: ({ signal, pageParam }) =>
      get<SearchPage>(
        "/v1/search",
        { q, mode, ...filterParams(filters), limit: PAGE, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    enabled: q !== "",
  });
}

/** Judges what was typed; a newer text aborts the request of an older one. */
export function useAssess(request: AssessRequest | null) {
  return useQuery({
    queryKey: ["assess", request],
    queryFn: ({ signal }) => post<AssessAnswer>("/v1/assess", request ?? {}, signal),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createBrowserRouter, RouterProvider } from "react-router";
import { ApiError } from "../api/client";
import { LanguageProvider } from "../i18n/context";
import { ArticlePage } from "../pages/ArticlePage";
import { CheckPage } from "../pages/CheckPage";
import { MethodPage } from "../pages/MethodPage";
import { NotFoundPage } from "../pages/NotFoundPage";
import { SearchPage } from "../pages/SearchPage";
import { TodayPage } from "../pages/TodayPage";
import { Crashed } from "./Crashed";
import { Layout } from "./Layout";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 1 && error instanceof ApiError && error.passing,
    },
  },
});

const router = createBrowserRouter([
  {
    element: <Layout />,
    errorElement: <Crashed />,
    children: [
      { index: true, element: <TodayPage /> },
      { path: "search", element: <SearchPage /> },
      { path: "article/:urlHash", element: <ArticlePage /> },
      { path: "check", element: <CheckPage /> },
      { path: "method", element: <MethodPage /> },
      { path: "*", element: <NotFoundPage /> },
    ],
  },
]);

export function App() {
  return (
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </LanguageProvider>
  );
}

import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, vi } from "vitest";
import { ApiError } from "../api/client";
import { LanguageProvider } from "../i18n/context";
import { ko } from "../i18n/ko";
import { Failed } from "./Failed";

vi.stubGlobal("navigator", { languages: ["ko-KR"] });

const told = (status: number): string =>
  renderToStaticMarkup(
    <LanguageProvider>
      <Failed error={new ApiError(status)} retry={() => undefined} />
    </LanguageProvider>,
  );

it.each([
  [0, ko.state.offline],
  [422, ko.state.refused],
  [429, ko.state.limited],
  [500, ko.state.server],
  [502, ko.state.server],
  [503, ko.state.busy],
])("says of status %i what it is", (status, why) => {
  const page = told(status);
  expect(page).toContain(why);
  expect(page).toContain(ko.state.retry);
});

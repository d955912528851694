const ID = "search-field";

export const searchFieldId = ID;

export function focusSearch(): void {
  const field = document.getElementById(ID);
  if (field instanceof HTMLInputElement) {
    field.focus();
    field.select();
  }
}

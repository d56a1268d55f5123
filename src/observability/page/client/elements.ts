/** The element of the page with that id. */
export function byId(id: string): HTMLElement;
export function byId<E extends Element>(id: string, type: new () => E): E;
export function byId(id: string, type: new () => Element = HTMLElement): Element {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`the page has no ${type.name} #${id}`);
}

/** A new element. Its text is never read as markup, since transcripts come from outside. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  text = '',
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Sets a text only where it differs: otherwise it would be announced, laid out and selected anew. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

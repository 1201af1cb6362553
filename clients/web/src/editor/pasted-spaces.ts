/** Elements that begin and end a line. */
export const kBlocks: ReadonlySet<string> = new Set(
  ('ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY BR DD DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR ' +
    'LI MAIN NAV OL P PRE SECTION TABLE TBODY TD TH THEAD TR UL').split(' '),
);
/** What collapses in HTML. Every other space (no-break, thin, ideographic) is a character like a letter. */
const kCollapsible = /[ \t\n\r\f]+/g;
const kOnlyCollapsible = /^[ \t\n\r\f]*$/;

/**
 * Collapses spaces as a browser does when it shows the page, so that each text that is left is to be taken as it is.
 * Where the style keeps spaces, they are kept; lines that only indent the source are not words.
 */
export function collapseSpaces(body: HTMLElement): void {
  let atStart = true; // of a line, or behind a space: one more would not be seen
  let last: Text | null = null; // ends with a space that is not seen if the line ends here
  const endLine = (): void => {
    if (last) last.data = last.data.slice(0, -1);
    last = null;
    atStart = true;
  };
  const walk = (node: Node, kept: boolean): void => {
    if (node instanceof Text) return take(node, kept);
    if (!(node instanceof HTMLElement)) return;
    const keeps = keepsSpaces(node, kept);
    const isBlock = kBlocks.has(node.tagName);
    if (isBlock) endLine();
    for (const child of [...node.childNodes]) walk(child, keeps);
    if (isBlock) endLine();
  };
  const take = (text: Text, kept: boolean): void => {
    if (kOnlyCollapsible.test(text.data) && text.data.includes('\n') && isBesideBlock(text)) return text.remove();
    if (kept) {
      text.data = text.data.replaceAll(/\r\n?/g, '\n');
      last = null;
      atStart = text.data.endsWith('\n');
      return;
    }
    const collapsed = text.data.replaceAll(kCollapsible, ' ');
    text.data = atStart ? collapsed.replace(/^ /, '') : collapsed;
    if (text.data === '') return text.remove();
    atStart = text.data.endsWith(' ');
    last = atStart ? text : null;
  };
  walk(body, false);
}

function keepsSpaces(element: HTMLElement, kept: boolean): boolean {
  if (element.tagName === 'PRE' || element.classList.contains('ql-code-block')) return true;
  const { whiteSpace } = element.style;
  return whiteSpace === '' || whiteSpace === 'inherit' ? kept : /pre|break-spaces/.test(whiteSpace);
}

function isBesideBlock(text: Text): boolean {
  const beside = [text.previousSibling, text.nextSibling];
  return !(text.parentElement?.tagName === 'PRE') && beside.some((node) => node instanceof Element && kBlocks.has(node.tagName) && node.tagName !== 'BR');
}

/**
 * Words that are drawn in the page and take a caret, so that they can be selected by keyboard where nobody may write. An empty
 * value of the attribute is "editable" to a browser; whoever uses this refuses all input.
 */
export function takeCaret(element: HTMLElement, yes: boolean): void {
  if (!yes) {
    element.removeAttribute('contenteditable');
    element.removeAttribute('inputmode');
    return;
  }
  element.setAttribute('contenteditable', '');
  element.setAttribute('inputmode', 'none'); // no keyboard of the screen
}

/** Refuses whatever would change the words in `element` unless `mayChange` says otherwise. */
export function refuseInput(element: HTMLElement, mayChange: () => boolean): void {
  for (const type of ['beforeinput', 'dragover', 'drop']) {
    element.addEventListener(type, (event) => mayChange() || event.preventDefault(), { capture: true });
  }
}

/** Takes back one change of the page. Call with the latest one first: then each finds the page as it left it. */
export function putBack(record: MutationRecord): void {
  const { target, oldValue } = record;
  if (record.type === 'characterData') {
    (target as CharacterData).data = oldValue ?? '';
  } else if (record.type === 'attributes') {
    putAttributeBack(target as Element, record);
  } else {
    putNodesBack(target, record);
  }
}

function putAttributeBack(element: Element, { attributeName, attributeNamespace, oldValue }: MutationRecord): void {
  if (attributeName === null) return;
  // The page's Content-Security-Policy lets nobody set the style by its attribute, but for the style's own object.
  if (attributeName === 'style' && element instanceof HTMLElement) element.style.cssText = oldValue ?? '';
  else if (oldValue !== null) element.setAttributeNS(attributeNamespace, attributeName, oldValue);
  if (oldValue !== null) return;
  if (attributeNamespace === null) element.removeAttribute(attributeName);
  else element.removeAttributeNS(attributeNamespace, attributeName);
}

function putNodesBack(parent: Node, { addedNodes, removedNodes, previousSibling, nextSibling }: MutationRecord): void {
  for (const node of addedNodes) if (node.parentNode === parent) parent.removeChild(node);
  const before = nextSibling?.parentNode === parent ? nextSibling : after(parent, previousSibling);
  for (const node of removedNodes) parent.insertBefore(node, before);
}

/** The node behind `sibling`; without one, the first. */
function after(parent: Node, sibling: Node | null): Node | null {
  if (!sibling) return parent.firstChild;
  return sibling.parentNode === parent ? sibling.nextSibling : null;
}

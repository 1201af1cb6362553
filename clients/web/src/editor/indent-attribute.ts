import { Parchment } from 'quill/core.js';
import { kMaxIndent } from '../text/indents.ts';

/** How far in a line is. "+1" and "-1" move it from where it is. */
class IndentAttribute extends Parchment.ClassAttributor {
  constructor() {
    super('indent', 'ql-indent', { scope: Parchment.Scope.BLOCK });
  }

  override add(node: HTMLElement, value: unknown): boolean {
    const by = value === '+1' ? 1 : value === '-1' ? -1 : null;
    const wanted = by === null ? Number(value) : (this.value(node) ?? 0) + by;
    if (!Number.isInteger(wanted) || wanted > kMaxIndent) return false;
    if (wanted > 0) return super.add(node, String(wanted));
    this.remove(node);
    return true;
  }

  override value(node: HTMLElement): number | undefined {
    const found = Number.parseInt(String(super.value(node)), 10);
    return found >= 1 && found <= kMaxIndent ? found : undefined;
  }
}

/** For the editor's registry. */
export const indentAttribute = new IndentAttribute();

import type { Component } from './api.ts';
import type { Random } from './random.ts';

type Attributes = Record<string, unknown>;

/** Words that clipboards damage: spaces of every kind, several of them, tabs, signs of HTML, other scripts. */
const kWords = [
  'plain words', ' two  spaces ', '10\u00a0km', '«\u202fmot\u202f»', 'a\u2009b', '\u3000全角', 'x\ty', 'ab\ufeffcd', '<b>&amp;"\'', '1986. ',
  'سلام', 'नमस्ते', '👩‍🚀', 'soft\u00adhyphen', 'no\u2011break', '\u200bzero', 'e\u0301', '   ', '\t\t', '\u00a0', '- ', '#5',
];
/** What goes through HTML only: in plain text a break is the end of a line. */
const kBrokenWords = ['Ministry of X\u2028Street 1', '\u2028', 'a\u2028\u2028b'];
const kMarks: readonly Attributes[] = [
  {}, {}, {}, { bold: true }, { italic: true }, { underline: true }, { strike: true }, { code: true }, { script: 'super' }, { script: 'sub' },
  { link: 'https://example.org/?a=1&b="2"#c' }, { link: 'mailto:a@example.org', bold: true }, { bold: true, italic: true, underline: true },
];
const kLines: readonly Attributes[] = [
  {}, {}, {}, { header: 1 }, { header: 3 }, { blockquote: true }, { 'code-block': true }, { list: 'bullet' }, { list: 'ordered' }, { list: 'checked' },
  { list: 'unchecked' }, { list: 'bullet', indent: 1 }, { list: 'ordered', indent: 2 }, { list: 'ordered', indent: 1 }, { align: 'center' }, { indent: 2 },
  { list: 'bullet', blockquote: true }, { list: 'ordered', blockquote: 2 }, { list: 'bullet', indent: 1, blockquote: true }, { header: 2, blockquote: true },
  { 'code-block': true, blockquote: true }, { blockquote: 3 }, { blockquote: true, indent: 1 }, { list: 'bullet', indent: 15 },
];

/** A document of up to nine lines. With `plain`, only words. */
export function randomContent(random: Random, plain: boolean): Component[] {
  const components: Component[] = [];
  for (let lines = 1 + random.below(9); lines > 0; lines -= 1) {
    const line = plain ? {} : random.pick(kLines);
    for (let parts = random.below(4); parts > 0; parts -= 1) {
      const marks = plain || line['code-block'] ? {} : random.pick(kMarks);
      components.push({ insert: random.pick(plain ? kWords : [...kWords, ...kBrokenWords]), ...(Object.keys(marks).length > 0 ? { attributes: marks } : {}) });
    }
    components.push({ insert: '\n', ...(Object.keys(line).length > 0 ? { attributes: line } : {}) });
    if (!plain && lines > 1 && random.below(9) === 0) components.push({ insert: { divider: true } });
  }
  return components;
}

/** `components` with neighbours of the same attributes joined: equal contents are equal lists. */
export function joined(components: readonly Component[]): Component[] {
  const list: Component[] = [];
  for (const component of components) {
    const last = list.at(-1);
    const isSame = JSON.stringify(sorted(last?.attributes)) === JSON.stringify(sorted(component.attributes));
    if (last && isSame && typeof last.insert === 'string' && typeof component.insert === 'string') {
      list[list.length - 1] = { ...last, insert: last.insert + component.insert };
    } else {
      const attributes = sorted(component.attributes);
      list.push({ insert: component.insert, ...(attributes.length > 0 ? { attributes: Object.fromEntries(attributes) } : {}) });
    }
  }
  return list;
}

function sorted(attributes: Readonly<Attributes> | undefined): [string, unknown][] {
  return Object.entries(attributes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

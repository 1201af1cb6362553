import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../../../', import.meta.url).pathname;
/** The folder of real documents, which are not in the repository: the variable PLENARY_SHARED, or `shared` beside it. */
const shared = process.env.PLENARY_SHARED ?? join(root, '../shared');

/** The real session template if it is there, else the sample in the repository: the same parts in our own words. */
export function sessionTemplate(): string {
  const real = join(shared, 'real-documents/session-template.txt');
  if (existsSync(real)) return readFileSync(real, 'utf8');
  console.log(`${real} is not there: the repository's sample stands in`);
  return sampleTemplate();
}

/** The sample in the repository, as Markdown. */
export const sampleTemplate = (): string => readFileSync(join(root, 'samples/session-template.md'), 'utf8');

/** A paper with names and passages of several scripts. */
export const kPaper = `# Digital cooperation: what the coalitions propose

This paper gathers what twenty-five dynamic coalitions of the forum have found in their work on inclusive digital cooperation. Version 2 goes out for public comment; whoever commented on version 1 finds their comment carried to where the text is now.

## 1. Why we write together

Recent discussions about the roles of governments and international corporations have raised issues of digital sovereignty, data localisation, economic growth and human rights. No single group holds the whole picture, and each has its own words for it.

> A paper that nobody may change is a monument; one that everybody may change needs good manners and a good record.

The coalition on accessibility, led by फातिमा शर्मा and 李明, asks that every session be readable without sound and without sight. The coalition on core values, with محمد العربي as its coordinator, holds that *openness* is not a feature but a **condition**; see [the register](https://example.org/register).

## 2. Policy questions

1. Digital sovereignty: what does it mean for the global nature of the internet?
2. Which mechanisms foster inclusiveness at the regional level?
3. Who shapes the future of governance, and by what right?

- [x] Collect the answers of the coalitions
- [ ] Merge them into one text
- [ ] Open the comment period

يجب أن تكون كل جلسة متاحة للجميع، بلا صوت وبلا صورة، وبلغات المنطقة كلها.

### 2.1 What the coalitions bring

Each coalition fills in its part of the template before the intermediate deadline. What is missing on that day is shown, not guessed.

बच्चों के अधिकार और ऑनलाइन सुरक्षा पर गठबंधन की राय अलग से दी गई है।

数字合作需要所有利益攸关方的参与，包括政府、企业、学术界和民间社会。

---

## 3. Next steps

The compiled document goes to the main session in December. Its address is \`/d/dc-paper\`.
`;

/** `pages` pages of 2,540 characters: six paragraphs and a heading each, some words in bold, some in other scripts. */
export function longPaper(pages: number): readonly object[] {
  const ops: object[] = [];
  const sentence = 'The coalition asks that every session be readable without sound and without sight, by whoever comes. ';
  for (let page = 1; page <= pages; page += 1) {
    ops.push({ insert: `Section ${page}` }, { insert: '\n', attributes: { header: 2 } });
    for (let paragraph = 0; paragraph < 6; paragraph += 1) {
      ops.push({ insert: sentence.repeat(2) }, { insert: 'In its own words', attributes: { bold: true } });
      ops.push({ insert: `: ${sentence}Überall, où que ce soit, 李明 said.\n` });
    }
  }
  return ops;
}

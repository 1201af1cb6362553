import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../../../', import.meta.url).pathname;

/** The real session template if the shared files are there, else one of our own words. */
export function sessionTemplate(): string {
  const shared = process.env.PLENARY_SHARED ?? join(root, '../shared');
  const file = join(shared, 'real-documents/session-template.txt');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  console.log(`SKIPPING the real session template: ${file} is not there; an own sample is used`);
  return ['Title of the session', '', 'Facilitators', 'Aims', '1. 5 minutes: introduction', '2. 30 minutes: statements']
    .concat(Array.from({ length: 60 }, (_, i) => `Policy question ${i + 1}: who decides, and by what right?`))
    .join('\n');
}

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

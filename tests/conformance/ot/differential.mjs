// Random requests, answered by the stock JavaScript types and by ot-vectors: the answers must be the same.
//   node differential.mjs PROGRAM         environment: SEED (default 1), CASES (default 3000, of each source)
import { ask, same } from './answers.mjs';
import * as json0 from './json0_cases.mjs';
import { copy, Random } from './random.mjs';
import * as richText from './rich_text_cases.mjs';
import * as tables from './table_cases.mjs';

/** Names of requests: the type that ot-vectors is told, their source, and a number that keeps their seeds apart. */
const SOURCES = [['richtext', richText, 2], ['json0', json0, 1], ['richtext', tables, 3]];

const [program] = process.argv.slice(2);
const seed = Number(process.env.SEED ?? 1);
const count = Number(process.env.CASES ?? 3000);
const kBatch = 20000;

/** Requests with what the stock type says; a thrown error is any error. */
function cases(source, apart, from, number) {
  return Array.from({ length: number }, (_, i) => {
    const random = new Random(seed * 7919 + (from + i) * 31 + apart);
    const request = { id: from + i, ...source.request(random, random.pick(source.functions)) };
    try {
      const answer = source.stockAnswer(request);
      return { request, expected: answer === undefined ? null : copy(answer) };
    } catch (error) {
      return { request, error: String(error.message) };
    }
  });
}

function agrees(expectation, answer) {
  return expectation.error !== undefined ? 'error' in answer : 'result' in answer && same(answer.result, expectation.expected);
}

let failed = 0;
for (const [type, source, apart] of SOURCES) {
  let refused = 0;
  for (let from = 0; from < count; from += kBatch) {
    const batch = cases(source, apart, from, Math.min(kBatch, count - from));
    const answers = ask(program, type, batch.map(({ request }) => request));
    refused += batch.filter(({ error }) => error !== undefined).length;
    batch.forEach((expectation, i) => {
      if (!agrees(expectation, answers[i]) && ++failed <= 5) {
        console.error(`SEED=${seed}: ${type} differs`);
        console.error(`  request  ${JSON.stringify(expectation.request)}`);
        console.error(`  stock    ${JSON.stringify(expectation.expected ?? { error: expectation.error })}`);
        console.error(`  ours     ${JSON.stringify(answers[i])}`);
      }
    });
  }
  console.log(`${source === tables ? 'tables and notes' : type}: ${count} random requests, SEED=${seed}, ${refused} of them errors of the stock type`);
}
console.log(failed === 0 ? 'all answers are the same' : `${failed} answers differ`);
process.exit(failed === 0 ? 0 : 1);

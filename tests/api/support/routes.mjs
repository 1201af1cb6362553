// The routes that server/api/service.cpp registers, read from its text.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../../stock/support/server.mjs';

/** A sum of strings and of names of strings: `one + "/comments"`. */
function evaluate(expression, names) {
  return expression.split('+').map((part) => part.trim()).map((part) => {
    const literal = /^"([^"]*)"$/.exec(part)?.[1];
    const value = literal ?? names.get(part);
    assert.notEqual(value, undefined, `service.cpp: ${part} is not known in ${expression}`);
    return value;
  }).join('');
}

/** Of one function that adds routes; `literals`: how many methods are written in it. */
function routesIn(body) {
  const names = new Map();
  for (const [, name, expression] of body.matchAll(/const std::string (\w+) = ([^;]+);/g)) {
    names.set(name, evaluate(expression, names));
  }
  const prefix = /add_blocking\(method, "([^"]*)" \+ path/.exec(body)?.[1] ?? '';
  const direct = [...body.matchAll(/(\brouter_\.)?add\w*\("([A-Z]+)", (?!pattern,)([^,]+),/g)].map(([, isWhole, method, expression]) =>
    `${method} ${isWhole ? '' : prefix}${evaluate(expression, names)}`);
  // A function for routes of one method: add_reversal(paper + "/undo", …).
  const helpers = [...body.matchAll(/const auto (\w+) = \[this\]\(const std::string& pattern,[^{]*\{\s*router_\.add\("([A-Z]+)", pattern,/g)];
  const byHelpers = helpers.flatMap(([, helper, method]) =>
    [...body.matchAll(new RegExp(`\\b${helper}\\(([^,()]+),`, 'g'))].map(([, expression]) => `${method} ${evaluate(expression, names)}`));
  return { routes: [...direct, ...byHelpers], literals: direct.length + helpers.length };
}

/** "GET /healthz" …, sorted. */
export function servedRoutes() {
  const source = readFileSync(path.join(repository, 'server/api/service.cpp'), 'utf8');
  const functions = source.split(/\n {2}(?=void add_\w+\(\) \{|explicit |Service\()/);
  const understood = functions.map(routesIn);
  const methods = source.match(/"(GET|PUT|POST|PATCH|DELETE)",/g).length;
  assert.equal(understood.reduce((sum, { literals }) => sum + literals, 0), methods, 'every route of service.cpp is understood');
  return understood.flatMap(({ routes }) => routes).sort();
}

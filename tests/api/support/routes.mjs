// The routes that server/http/service.cpp registers, read from its text.
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

/** Of one function that adds routes. */
function routesIn(body) {
  const names = new Map();
  for (const [, name, expression] of body.matchAll(/const std::string (\w+) = ([^;]+);/g)) {
    names.set(name, evaluate(expression, names));
  }
  const prefix = /add_blocking\(method, "([^"]*)" \+ path/.exec(body)?.[1] ?? '';
  return [...body.matchAll(/(\brouter_\.)?add\w*\("([A-Z]+)", ([^,]+),/g)].map(([, isWhole, method, expression]) =>
    `${method} ${isWhole ? '' : prefix}${evaluate(expression, names)}`);
}

/** "GET /healthz" …, sorted. */
export function servedRoutes() {
  const source = readFileSync(path.join(repository, 'server/http/service.cpp'), 'utf8');
  const functions = source.split(/\n {2}(?=void add_\w+\(\) \{|explicit |Service\()/);
  const routes = functions.flatMap(routesIn);
  const methods = source.match(/"(GET|PUT|POST|PATCH|DELETE)",/g).length;
  assert.equal(routes.length, methods, 'every route of service.cpp is understood');
  return routes.sort();
}

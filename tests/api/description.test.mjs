// The description itself: it is valid, its examples are, and it names exactly what the server serves.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { repository, startServer } from '../stock/support/server.mjs';
import { exchange } from './support/client.mjs';
import { document, operations } from './support/description.mjs';
import { routeOf, servedRoutes } from './support/routes.mjs';
import { errorsOfValue } from './support/validation.mjs';

const described = operations.map(({ method, template }) => `${method} ${template}`).sort();
const sampleOf = (template) => template.replaceAll(/\{\w+\}/g, '0');
const fits = (template, path) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);

describe('the description', () => {
  test('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(document));
    assert.deepEqual(result.errors ?? [], []);
    assert.equal(result.valid, true);
  });

  test('is made of schemas that say what they mean', () => {
    const isSchema = (errors) => assert.ok(Array.isArray(errors)); // an unknown keyword throws
    for (const name of Object.keys(document.components.schemas)) isSchema(errorsOfValue(`#/components/schemas/${name}`, null));
    for (const { parameters, body, answers } of operations) {
      for (const { schema } of [...parameters, ...(body ? [body] : [])]) isSchema(errorsOfValue(schema, null));
      for (const { content, headers } of Object.values(answers)) {
        for (const schema of [...Object.values(content), ...headers.map((header) => header.schema)]) isSchema(errorsOfValue(schema, null));
      }
    }
  });

  test('says of each operation what it is, what it needs, and how it can fail', () => {
    const ids = operations.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, 'names of operations are used once');
    for (const { id, method, template, needs, answers } of operations) {
      assert.ok(document.paths[template][method.toLowerCase()].summary, `${id} has a summary`);
      assert.ok(needs, `${id} has x-needs`);
      assert.ok(answers.default, `${id} says what can become of any request`);
    }
  });

  test('has a word for every kind of happening that the server tells webhooks of', () => {
    const source = readFileSync(path.join(repository, 'server/webhooks/webhooks.cpp'), 'utf8');
    const told = [.../kTypes\{([^}]*)\}/.exec(source)[1].matchAll(/"([\w.]+)"/g)].map(([, type]) => type);
    assert.deepEqual([...document.components.schemas.HappeningType.enum].sort(), told.sort());
  });

  test('names every parameter of a path', () => {
    for (const { id, template, parameters } of operations) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      assert.deepEqual(inPath.sort(), [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort(), id);
    }
  });

  test('has examples that its schemas take', () => {
    let count = 0;
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      for (const example of schema.examples ?? []) {
        assert.deepEqual(errorsOfValue(`#/components/schemas/${name}`, example), [], `${name}: ${JSON.stringify(example)}`);
        count += 1;
      }
    }
    for (const [name, { content = {} }] of Object.entries(document.components.responses)) {
      for (const [type, { example }] of Object.entries(content)) {
        if (example === undefined) continue;
        const pointer = `#/components/responses/${name}/content/${type.replace('/', '~1')}/schema`;
        assert.deepEqual(errorsOfValue(pointer, example), [], name);
        count += 1;
      }
    }
    assert.ok(count > 20, `${count} examples`);
  });

  test('uses every component that it has', () => {
    const text = JSON.stringify(document);
    for (const kind of ['schemas', 'responses', 'parameters', 'headers']) {
      for (const name of Object.keys(document.components[kind])) {
        assert.ok(text.includes(`"#/components/${kind}/${name}"`), `${kind}/${name} is used`);
      }
    }
  });

  test('has the routes of the server, and no others', () => {
    assert.deepEqual(described, servedRoutes());
  });

  test('names each operation as the server does, and says what it needs', () => {
    for (const { id, method, template, needs } of operations) {
      const route = routeOf(id);
      assert.deepEqual([route.method, route.path], [method, template], id);
      assert.ok(route.needs.includes(needs), `${id} needs ${route.needs}`);
    }
  });
});

describe('the server', () => {
  let server;
  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  test('allows at each described address the described methods', async () => {
    for (const template of Object.keys(document.paths)) {
      const target = sampleOf(template);
      const methods = operations.filter((operation) => fits(operation.template, target)).map(({ method }) => method);
      const { status, headers } = await exchange(server, { method: 'OPTIONS', target });
      assert.equal(status, 204, template);
      const expected = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort();
      assert.equal(headers.allow, expected.join(', '), template);
    }
  });

  test('refuses other methods, and other addresses of the API', async () => {
    for (const template of Object.keys(document.paths)) {
      const answer = await exchange(server, { method: 'PROPFIND', target: sampleOf(template) });
      assert.equal(answer.status, 405, template);
      assert.ok(answer.headers.allow, template);
      assert.deepEqual(errorsOfValue('#/components/schemas/Problem', answer.body), []);
      assert.equal(answer.body.code, 'method_not_allowed');
    }
    const nowhere = await exchange(server, { target: '/api/v1/nothing' });
    assert.equal(nowhere.status, 404);
    assert.deepEqual(errorsOfValue('#/components/schemas/Problem', nowhere.body), []);
  });

  test('answers HEAD like GET, without content', async () => {
    for (const target of ['/healthz', '/api/v1/documents', '/api/v1/me', '/api/v1/documents/none']) {
      const got = await exchange(server, { target });
      const head = await exchange(server, { method: 'HEAD', target });
      assert.equal(head.status, got.status, target);
      delete got.headers['server-timing']; // of a GET only
      assert.deepEqual(head.headers, got.headers, target);
      assert.equal(head.text, '');
    }
  });
});

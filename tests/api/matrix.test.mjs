// Every kind of asker against every operation of the description, and what the answers give away.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { everybody } from './matrix/identities.mjs';
import { askToAppear, listen } from './matrix/presence.mjs';
import { expected, rows } from './matrix/rows.mjs';
import { askOverSocket } from './matrix/socket.mjs';
import { socketRows } from './matrix/socket_rows.mjs';
import { Stage } from './matrix/stage.mjs';
import { operationOf } from './support/description.mjs';
import { actions, routeOf, routes } from './support/routes.mjs';

/** An answer without what differs between any two papers: their ids. */
const anonymous = ({ status, headers, text }, id) => JSON.stringify({ status, headers, text }).replaceAll(id, 'ID');

test("every route of the server is in the table, and no row asks for less than its route does", () => {
  const inTable = new Set(rows.map(({ operation }) => operation));
  assert.deepEqual(routes.map(({ operation }) => operation).filter((operation) => !inTable.has(operation)), [], 'routes without a row');
  for (const { operation, name = '', needs } of rows) {
    const asked = needs.map((need) => (need === 'found' ? 'create_document' : need));
    assert.deepEqual(routeOf(operation).needs.filter((need) => !asked.includes(need)), [], `${operation} ${name}`);
  }
  const isSaid = rows.filter(({ needs, otherwise }) => !otherwise).map(({ operation, needs: [first] }) => [operation, first === 'found' ? 'create_document' : first]);
  for (const [operation, needs] of isSaid) assert.equal(operationOf(operation).needs, needs, operation);
});

test('every action of the socket is in the table', () => {
  const inTable = new Set(socketRows.map(({ action }) => action));
  assert.deepEqual([...inTable].sort(), [...actions].sort());
});

describe('who asks for what', () => {
  let stage;
  let identities;
  let cells = 0;
  before(async () => {
    stage = await Stage.build();
    identities = await everybody(stage);
    await stage.takeAway();
  });
  after(() => stage.close());

  /** Runs `ask` for each identity that `fits`. `ask` answers the fault that it found, or nothing. */
  async function forEverybody(ask, fits = () => true) {
    const wrong = [];
    for (const identity of identities.filter(fits)) {
      cells += 1;
      const fault = await ask(identity);
      if (fault) wrong.push(`${identity.name}: ${fault}`);
    }
    assert.deepEqual(wrong, []);
  }

  /** A secret that the answer tells and this identity may not know; nothing if there is none. A token may have a right other than reading. */
  function leakIn({ status, text, headers }, { operation, needs }, { may }) {
    const isAboutPaper = operationOf(operation).template.includes('{id}') || ['listDocuments', 'createDocument'].includes(operation);
    if (!isAboutPaper) return undefined;
    const isAllowed = status < 400 && needs.every((ability) => may.has(ability));
    const hidden = isAllowed || may.has('read_document') ? [] : stage.secrets;
    const threads = isAllowed || may.has('read_threads') ? [] : stage.remarks;
    const past = may.has('read_history') ? [] : stage.past;
    const quoted = may.has('read_history') || may.has('read_threads') ? [] : stage.quoted;
    return [...hidden, ...threads, ...past, ...quoted].find((secret) => (text + JSON.stringify(headers)).includes(secret));
  }

  /** Asks the same about a paper that is not there. An identity that may not know of the other paper must not see a difference. */
  async function betrays(row, identity, request, answer) {
    const other = await identity.client.call(row.operation, undefined, { ...request, id: stage.missing });
    const isSame = anonymous(answer, stage.paper) === anonymous(other, stage.missing);
    return isSame ? undefined : `one that is not there answers ${other.status} ${other.text.slice(0, 200)}`;
  }

  const knowsNothing = ({ may }, { needs: [first] }) => !may.has('read_document') && !may.has(first);

  async function ask(row, identity) {
    const wanted = expected(row, identity);
    const request = await row.ask(stage, identity.client, wanted === row.allowed);
    const answer = await identity.client.call(row.operation, undefined, request);
    if (answer.status < 300 && row.then) await row.then(stage);
    if (answer.status !== wanted) return `${answer.status} instead of ${wanted}: ${answer.text.slice(0, 200)}`;
    const leak = leakIn(answer, row, identity);
    if (leak) return `tells "${leak}"`;
    const fault = answer.status < 300 ? row.check?.(answer) : undefined;
    if (fault) return fault;
    if (row.operation === 'listDocuments' && answer.body.documents.some(({ id }) => id === stage.paper) !== identity.may.has('read_document')) {
      return 'lists what must not be read, or does not list what may be';
    }
    const isComparable = request.id === stage.paper && knowsNothing(identity, row) && !identity.isAdministrator;
    return isComparable ? betrays(row, identity, request, answer) : undefined;
  }

  // All of what follows comes before the rows: the last of them ends sessions.
  for (const row of socketRows) {
    test(`over a socket: ${row.action} ${row.name ?? ''}`, () => forEverybody((identity) => askOverSocket(stage, row, identity)));
  }

  test('in presence everybody has their own name, and a guest is said to be one', async () => {
    const listener = await listen(stage);
    await forEverybody((identity) => askToAppear(stage, listener, identity));
    await listener.close();
  });

  /** The refusal by the route's own row to an identity that may not pass it; nothing for one that may. */
  function refusalOf({ needs, scope, people }, { may, account, logsIn, administers, founds }) {
    const without = { nothing: true, account, log_in: logsIn, administer: administers, create_document: founds };
    if (scope !== 'paper') return needs.every((need) => without[need]) ? undefined : 403;
    if (needs.every((need) => may.has(need))) return undefined;
    return may.has('read_document') ? 403 : 404;
  }

  // Generated: a route that is added tomorrow is asked by all of these without a line written here.
  test('every route refuses by its row alone, whatever is sent', async () => {
    const wrong = [];
    const isAsked = ({ name }) => /^(nobody|link: |link of another|token of the owner with nothing|revoked|signed token: |an account without)/.test(name);
    for (const identity of identities.filter(isAsked)) {
      for (const route of routes) {
        const wanted = refusalOf(route, identity);
        if (wanted === undefined) continue;
        cells += 1;
        const target = route.path.replace('{id}', stage.paper).replaceAll(/\{\w+\}/g, '0');
        const json = route.method === 'GET' || route.method === 'DELETE' ? {} : { headers: { 'content-type': route.body_type }, body: '{}' };
        const answer = await identity.client.sendUntilTaken({ method: route.method, target, headers: {}, ...json }, wanted);
        const leak = stage.secrets.find((secret) => answer.text.includes(secret));
        if (answer.status !== wanted || leak) wrong.push(`${identity.name}: ${route.method} ${target} answers ${answer.status} instead of ${wanted} ${leak ?? ''}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  test('a body that is larger than its route takes is refused', async () => {
    const wrong = [];
    for (const { method, path, body_bytes_max: most, body_type: type } of routes) {
      if (method === 'GET' || most > 1 << 20) continue;
      const target = path.replace('{id}', stage.paper).replaceAll(/\{\w+\}/g, '0');
      const body = JSON.stringify('x'.repeat(most));
      const { status } = await stage.administration.sendUntilTaken({ method, target, headers: { 'content-type': type }, body });
      if (status !== 413 && status !== 404 && status !== 403) wrong.push(`${method} ${target}: ${status}`);
    }
    assert.deepEqual(wrong, []);
  });

  for (const row of rows) {
    test(`${row.operation}${row.name ? ` ${row.name}` : ''}`, () => forEverybody((identity) => ask(row, identity)));
  }

  // An administrator may know that it was never made: the audit names every paper.
  test('of a paper that is not there an administrator gets and makes nothing', async () => {
    const { client } = identities.find(({ name }) => name === 'token of an administrator');
    for (const row of rows) {
      const request = await row.ask(stage, client, false);
      if (request.id === stage.paper) await client.call(row.operation, 404, { ...request, id: stage.missing });
    }
  });

  test('nobody who may not has changed the paper', async (context) => {
    const { body } = await stage.program.call('readDocument', 200, { id: stage.paper });
    assert.deepEqual([body.title, body.version, body.role], [stage.secrets[0], 1, 'owner']);
    context.diagnostic(`${cells} cells: ${rows.length} rows over HTTP, ${socketRows.length} over the socket, ${identities.length} identities`);
  });
});

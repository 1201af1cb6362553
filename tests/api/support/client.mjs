// Somebody who uses the API. Every exchange by the name of its operation is held against the description.
import assert from 'node:assert/strict';
import http from 'node:http';
import { delay } from '../../stock/support/raw.mjs';
import { operationOf } from './description.mjs';
import { errorsOfAnswer, errorsOfRequest } from './validation.mjs';

const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
/** The longest that a call waits because it asked too often, and how often it does. */
const WAIT_S = 2;
const WAITS_MAX = 20;

let addresses = 0;
/** An address that nobody else comes from (RFC 2544 keeps them for tests). */
function freshAddress() {
  addresses += 1;
  return `198.18.${addresses >> 8}.${addresses & 255}`;
}

/** One exchange as it is: `target` goes out unchanged. Answers {status, headers, bytes, text, body}. */
export function exchange(server, { method = 'GET', target, headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port: server.port, method, path: target, headers, agent },
      (response) => {
        const pieces = [];
        response.on('data', (piece) => pieces.push(piece));
        response.once('error', reject);
        response.once('end', () => {
          const bytes = Buffer.concat(pieces);
          const text = bytes.toString();
          const isJson = /[/+]json$/.test(response.headers['content-type'] ?? '');
          resolve({ status: response.statusCode, headers: response.headers, bytes, text, body: isJson && text ? JSON.parse(text) : text });
        });
      },
    );
    request.once('error', reject);
    if (body !== undefined) headers['content-length'] ?? request.setHeader('content-length', Buffer.byteLength(body));
    request.end(body);
  });
}

/** Fills an operation's address and headers from parameters by name. */
function fill(operation, parameters) {
  let target = operation.template;
  const query = new URLSearchParams();
  const headers = {};
  for (const [name, value] of Object.entries(parameters)) {
    const place = operation.parameters.find((parameter) => parameter.name === name)?.in;
    assert.ok(place, `${operation.id} has no parameter ${name}`);
    if (place === 'path') target = target.replace(`{${name}}`, encodeURIComponent(value));
    else if (place === 'query') query.append(name, value);
    else headers[name] = value;
  }
  assert.ok(!target.includes('{'), `${operation.id} needs ${target}`);
  return { target: query.size > 0 ? `${target}?${query}` : target, headers };
}

export class Client {
  /** `server`: anything with `port`. `credentials`: request headers that say who it is. */
  constructor(server, credentials = {}) {
    this.server = server;
    this.credentials = { 'x-forwarded-for': freshAddress(), ...credentials };
  }

  static withToken(server, token) {
    return new Client(server, { authorization: `Bearer ${token}` });
  }

  static withCookie(server, secret) {
    return new Client(server, { cookie: `plenary_session=${secret}` });
  }

  /** The secret of the session, if there is one. */
  get secret() {
    return this.credentials.cookie?.replace(/^plenary_session=/, '');
  }

  /** Sends anything, with one's credentials. */
  async send({ headers, ...rest }) {
    const answer = await exchange(this.server, { ...rest, headers: { ...this.credentials, ...headers } });
    this.keepCookie(answer);
    return answer;
  }

  /**
   * Calls an operation, and asserts that it answers `expected` (nothing: whatever it is) and that the description knows both
   * the request and the answer. `parameters`: by name, whether in the path, the query or a header; and `body`, a value, or `file`,
   * {type, bytes}.
   */
  async call(operationId, expected, { body, file, ...parameters } = {}) {
    const operation = operationOf(operationId);
    const { target, headers } = fill(operation, parameters);
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (file) headers['content-type'] = file.type;
    const sent = { method: operation.method, target, headers, body: file ? file.bytes : body && JSON.stringify(body) };
    const answer = await this.sendUntilTaken(sent, expected);
    const explain = (what) => `${operation.method} ${target} ${file ? file.type : (sent.body ?? '')}\n→ ${answer.status} ${answer.text.slice(0, 2_000)}\n${what}`;
    if (expected !== undefined) assert.equal(answer.status, expected, explain(`${expected} expected`));
    const errors = errorsOfAnswer(operation, answer);
    assert.deepEqual(errors, [], explain('the description does not know this answer'));
    // The server must refuse every request that the description forbids. A schema cannot express the reverse.
    if (answer.status < 400) {
      assert.deepEqual(errorsOfRequest(operation, { parameters, body, file }), [], explain('the description does not allow this request'));
    }
    return answer;
  }

  /** Programs wait when they are told that they ask too often. */
  async sendUntilTaken(sent, expected) {
    for (let waits = 0; ; waits++) {
      const answer = await this.send({ ...sent, headers: { ...sent.headers } });
      const wait = Number(answer.headers['retry-after']);
      if (answer.status !== 429 || expected === 429 || wait > WAIT_S || waits === WAITS_MAX) return answer;
      await delay(1_000 * wait);
    }
  }

  keepCookie(answer) {
    for (const line of answer.headers['set-cookie'] ?? []) {
      const secret = /^plenary_session=([^;]*)/.exec(line)?.[1];
      if (secret) this.credentials.cookie = `plenary_session=${secret}`;
      else if (secret === '') delete this.credentials.cookie;
    }
  }
}

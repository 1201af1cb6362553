// Whether a request and its answer are as the description says.
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { document } from './description.mjs';

/** Headers that every answer has. */
const ALWAYS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' };
/** These and headers of the transport are not described one by one. */
const NOT_DESCRIBED = new Set([...Object.keys(ALWAYS), 'cache-control', 'content-type', 'content-length', 'connection', 'server-timing']);

function makeValidator(options) {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true, ...options });
  addFormats(ajv);
  ajv.addVocabulary(Object.keys(document)); // the whole document is given as a schema: its parts refer to each other
  ajv.addSchema(document, 'openapi', undefined, false);
  const known = new Map();
  return (pointer, value) => {
    if (!known.has(pointer)) known.set(pointer, ajv.compile({ $ref: `openapi${pointer}` }));
    const validate = known.get(pointer);
    if (validate(value)) return [];
    return validate.errors.map(({ instancePath, message, params }) => `${instancePath || 'it'} ${message} ${JSON.stringify(params)}`);
  };
}

/** The faults of a JSON value by the schema at a pointer. */
export const errorsOfValue = makeValidator({});
/** The same for text in an address or a header, where a number is text, too. */
const errorsOfText = makeValidator({ coerceTypes: true });

/** The faults of a request by the description. `sent`: {parameters: {name: text}, body: undefined or a value, file: undefined or {type, bytes}} */
export function errorsOfRequest(operation, { parameters, body, file }) {
  const errors = [];
  for (const [name, value] of Object.entries(parameters)) {
    const known = operation.parameters.find((parameter) => parameter.name === name);
    if (!known) errors.push(`there is no parameter ${name}`);
    else errors.push(...errorsOfText(known.schema, value).map((error) => `parameter ${name}: ${error}`));
  }
  if (file) {
    if (!operation.body?.types.includes(file.type)) errors.push(`there must be no file of type ${file.type}`);
  } else if (body === undefined) {
    if (operation.body?.required) errors.push('there is no body');
  } else if (!operation.body) {
    errors.push('there must be no body');
  } else {
    errors.push(...errorsOfValue(operation.body.schema, body).map((error) => `body: ${error}`));
  }
  return errors;
}

function errorsOfHeaders(described, headers) {
  const errors = [];
  for (const { name, required, schema } of described) {
    if (headers[name] === undefined) {
      if (required) errors.push(`header ${name} is missing`);
      continue;
    }
    for (const value of [headers[name]].flat()) errors.push(...errorsOfValue(schema, value).map((error) => `header ${name}: ${error}`));
  }
  for (const name of Object.keys(headers)) {
    const isDescribed = NOT_DESCRIBED.has(name) || described.some((header) => header.name === name);
    if (!isDescribed) errors.push(`header ${name} is not described`);
  }
  for (const [name, value] of Object.entries(ALWAYS)) {
    if (headers[name] !== value) errors.push(`header ${name} must be ${value}`);
  }
  if (headers['cache-control'] === undefined) errors.push('header cache-control is missing');
  return errors;
}

function errorsOfContent(described, { status, headers, text, body }) {
  const type = headers['content-type']?.split(';')[0];
  if (Object.keys(described).length === 0) return text === '' ? [] : ['there must be no content'];
  if (described[type] === undefined) return [`content type ${type} is not described`];
  const errors = errorsOfValue(described[type], body);
  if (type === 'application/problem+json' && body.status !== status) errors.push(`the problem says status ${body.status}`);
  return errors;
}

/** The faults of an answer {status, headers, text, body} by the description. */
export function errorsOfAnswer(operation, answer) {
  const described = operation.answers[answer.status] ?? operation.answers.default;
  if (answer.status < 400 && described === operation.answers.default) return [`status ${answer.status} is not described`];
  return [...errorsOfHeaders(described.headers, answer.headers), ...errorsOfContent(described.content, answer)];
}

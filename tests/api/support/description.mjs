// The OpenAPI description as data: its operations with their parameters and answers.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { repository } from '../../stock/support/server.mjs';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

export const document = parse(readFileSync(path.join(repository, 'docs/openapi.yaml'), 'utf8'));

/** A key as a step of a JSON pointer. */
const step = (key) => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Follows a $ref, if `node` is one. Answers the node and its pointer from the document's root. */
function resolve(node, pointer) {
  if (node.$ref === undefined) return { node, pointer };
  const steps = node.$ref.replace(/^#\//, '').split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return { node: steps.reduce((at, key) => at[key], document), pointer: node.$ref };
}

function parametersOf(item, pointer) {
  return (item.parameters ?? []).map((entry, i) => {
    const found = resolve(entry, `${pointer}/parameters/${i}`);
    return { name: found.node.name, in: found.node.in, schema: `${found.pointer}/schema` };
  });
}

function answersOf(operation, pointer) {
  return Object.fromEntries(Object.entries(operation.responses).map(([status, entry]) => {
    const { node, pointer: at } = resolve(entry, `${pointer}/responses/${status}`);
    const content = Object.keys(node.content ?? {}).map((type) => [type, `${at}/content/${step(type)}/schema`]);
    const headers = Object.entries(node.headers ?? {}).map(([name, header]) => {
      const found = resolve(header, `${at}/headers/${name}`);
      return { name: name.toLowerCase(), required: found.node.required === true, schema: `${found.pointer}/schema` };
    });
    return [status, { content: Object.fromEntries(content), headers }];
  }));
}

function operationAt(template, item, method) {
  const operation = item[method];
  const at = `#/paths/${step(template)}`;
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    template,
    needs: operation['x-needs'],
    parameters: [...parametersOf(item, at), ...parametersOf(operation, `${at}/${method}`)],
    body: operation.requestBody && {
      required: operation.requestBody.required === true,
      types: Object.keys(operation.requestBody.content),
      schema: `${at}/${method}/requestBody/content/${step(Object.keys(operation.requestBody.content)[0])}/schema`,
    },
    answers: answersOf(operation, `${at}/${method}`),
  };
}

/** Every operation: {id, method, template, needs, parameters, body, answers}. Schemas are pointers into the document. */
export const operations = Object.entries(document.paths).flatMap(([template, item]) =>
  METHODS.filter((method) => item[method]).map((method) => operationAt(template, item, method)));

const byId = new Map(operations.map((operation) => [operation.id, operation]));

export function operationOf(id) {
  const operation = byId.get(id);
  if (!operation) throw new Error(`the description has no operation ${id}`);
  return operation;
}

/** The values that a parameter may have. */
export function enumOf(id, parameter) {
  const { schema } = operationOf(id).parameters.find(({ name }) => name === parameter);
  return resolve({ $ref: schema }, schema).node.enum;
}

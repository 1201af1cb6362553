// The server's own tables: of routes, as `plenaryd --print-routes` prints it, and of the socket's actions.
import { execFileSync } from 'node:child_process';
import { plenarydPath } from '../../stock/support/server.mjs';

/**
 * Each: method, path, operation, needs (abilities, or one of nothing, account, log_in, create_document, administer), scope,
 * made, people, body_bytes_max, body_type, workplace, weight.
 */
export const routes = JSON.parse(execFileSync(plenarydPath, ['--print-routes'], { encoding: 'utf8' }));

/** The actions of the socket, as `plenaryd --print-actions` prints them. */
export const actions = execFileSync(plenarydPath, ['--print-actions'], { encoding: 'utf8' }).trim().split('\n');

/** "GET /healthz" …, sorted. */
export const servedRoutes = () => routes.map(({ method, path }) => `${method} ${path}`).sort();

export function routeOf(operation) {
  const route = routes.find((known) => known.operation === operation);
  if (!route) throw new Error(`the server has no operation ${operation}`);
  return route;
}

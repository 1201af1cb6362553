// Signed tokens of an embedding application, right ones and wrong ones.
import { createHmac, sign } from 'node:crypto';

export const KEY = 'a secret of at least thirty-two bytes';
export const ISSUER = 'https://app.example';
export const AUDIENCE = 'plenary';

const base64 = (value) => Buffer.from(value).toString('base64url');
const text = (header, claims) => `${base64(JSON.stringify(header))}.${base64(JSON.stringify(claims))}`;

export const inSeconds = (seconds) => Math.floor(Date.now() / 1000) + seconds;

/** Claims that hold; `others` add to them or take their place. */
export const claims = (papers, others = {}) => ({
  iss: ISSUER, aud: AUDIENCE, sub: 'visitor-7', name: 'Vera of the app', exp: inSeconds(600), papers, ...others,
});

export function signHs256(payload, { key = KEY, header = { alg: 'HS256', typ: 'JWT' } } = {}) {
  const signed = text(header, payload);
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** `privateKey`: a KeyObject of Ed25519. */
export function signEdDsa(payload, privateKey) {
  const signed = text({ alg: 'EdDSA', typ: 'JWT' }, payload);
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
}

/** Says of itself that nobody signed it. */
export const unsigned = (payload, alg = 'none') => `${text({ alg, typ: 'JWT' }, payload)}.`;

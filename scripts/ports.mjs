import { createServer } from 'node:net';

/**
 * @returns {Promise<boolean>} whether nothing listens on the port of the address
 * @throws {Error} one sentence when this user may not listen there at all
 */
export async function isPortFree(port, host = '127.0.0.1') {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (error.code !== 'EACCES') return resolve(error.code !== 'EADDRINUSE');
      reject(new Error(`Port ${port} may only be used with more rights: choose one above 1023.`));
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** @returns {Promise<number>} a port that was free a moment ago */
export async function freePort(host = '127.0.0.1') {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * The port for one part: one given by the environment must be free, another one may move.
 * @param {object} options
 * @param {string} options.variable the variable that names it, for the sentence
 * @param {string} options.part what listens there, for the sentence
 * @param {string | undefined} options.given the variable's value
 * @param {number} options.preferred the port of last time, or the usual one
 * @param {string} [options.host]
 * @returns {Promise<{ port: number, movedFrom?: number }>}
 * @throws {Error} one sentence when a given port is taken or is no port
 */
export async function choosePort({ variable, part, given, preferred, host }) {
  if (given) {
    const port = portOf(variable, given);
    if (await isPortFree(port, host)) return { port };
    throw new Error(portInUse(port, variable, part));
  }
  if (await isPortFree(preferred, host)) return { port: preferred };
  return { port: await freePort(host), movedFrom: preferred };
}

/** @throws {Error} one sentence when the text is no port */
export function portOf(variable, text) {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`${variable} must be a port from 1 to 65535.`);
}

/** The one sentence for a taken port. */
export function portInUse(port, variable, part) {
  return `Port ${port} is in use, so ${part} cannot start: end the program that uses it, or set ${variable} to a free port.`;
}

import { expect } from 'vitest';
import type { RunningSandbox } from '../server';
import { type ContractV2, loadContractV2 } from './contract-v2';

export interface CallV2 {
  path?: Record<string, string>;
  query?: Record<string, string>;
  json?: unknown;
  /** null = no key at all. */
  key?: string | null;
}

export interface MadeV2 {
  id: string;
  v2Id: string;
  providerId: string;
  chatIds: string[];
}

/** Calls v2 of a sandbox and judges each answer by the model there is for it. */
export class JudgeV2 {
  readonly contract: ContractV2 = loadContractV2();
  /** Operations of which an answer was judged. */
  readonly judged = new Set<string>();
  readonly sandbox: RunningSandbox;

  constructor(sandbox: RunningSandbox) {
    this.sandbox = sandbox;
  }

  makeAccount(type: string, login: string, extra: object = {}): Promise<MadeV2> {
    return this.sandbox.control<MadeV2>('POST', '/accounts', { type, login, ...extra });
  }

  /** Answers the parsed body after checking its status and its shape. */
  async call(operation: string, expected: number, options: CallV2 = {}) {
    const response = await this.send(operation, options);
    const body = await response.json();
    const got = `${operation} ${response.status}`;
    expect(got, JSON.stringify(body).slice(0, 300)).toBe(`${operation} ${expected}`);
    if (response.ok) {
      expect(this.contract.problems(operation, response.status, body), got).toEqual([]);
      this.judged.add(operation);
    } else expect(body).toEqual(errorShape(response.status));
    return body;
  }

  send(operation: string, { path = {}, query, json, key }: CallV2): Promise<Response> {
    const [method, template = ''] = operation.split(' ');
    const filled = template.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(path[name] ?? 'missing'),
    );
    const headers = new Headers();
    const usedKey = key === undefined ? this.sandbox.apiKeyV2 : key;
    if (usedKey !== null) headers.set('X-API-KEY', usedKey);
    if (json !== undefined) headers.set('Content-Type', 'application/json');
    const asked = query === undefined ? '' : `?${new URLSearchParams(query)}`;
    return fetch(`${this.sandbox.url}${filled}${asked}`, {
      method,
      headers,
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
  }
}

function errorShape(status: number) {
  return {
    object: 'Error',
    type: expect.stringMatching(/^(api|provider)\/[a-z_]+$/),
    status,
    title: expect.any(String),
    detail: expect.any(String),
    req_id: expect.stringMatching(/^req_/),
  };
}

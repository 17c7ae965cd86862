import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

interface Operation {
  responses: Record<string, { content?: Record<string, { schema?: unknown }> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
}

/** The v1 OpenAPI document as a judge of answers. */
export interface Contract {
  /** `GET /api/v1/accounts`, … */
  operations: string[];
  /** Statuses an operation declares. */
  statuses: (operation: string) => number[];
  /** What is wrong with an answer, per operation and status; empty when it fits. */
  problems: (operation: string, status: number, body: unknown) => string[];
}

export function loadContract(): Contract {
  const url = new URL('../fixtures/unipile-v1.in-scope.openapi.json', import.meta.url);
  const document: Document = JSON.parse(readFileSync(url, 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: false });
  addFormats.default(ajv);
  ajv.addFormat('emailLike', /@/);
  ajv.addFormat('binary', true);
  const operations = new Map<string, Operation>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      operations.set(`${method.toUpperCase()} ${path}`, operation);
    }
  }
  const compiled = new Map<string, ValidateFunction>();
  const validatorOf = (operation: string, status: number): ValidateFunction => {
    const key = `${operation} ${status}`;
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const schema =
      operations.get(operation)?.responses[status]?.content?.['application/json']?.schema;
    if (schema === undefined) throw new Error(`The document declares no body for ${key}`);
    const validator = ajv.compile(withRealNull(schema) as object);
    compiled.set(key, validator);
    return validator;
  };
  return {
    operations: [...operations.keys()],
    statuses: (operation) => Object.keys(operations.get(operation)?.responses ?? {}).map(Number),
    problems: (operation, status, body) => {
      const validate = validatorOf(operation, status);
      if (validate(body)) return [];
      return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
    },
  };
}

/** `{nullable: true}` without a type stands for null in this document, not for anything. */
function withRealNull(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withRealNull);
  if (typeof schema !== 'object' || schema === null) return schema;
  const isNull = 'nullable' in schema && schema.nullable === true;
  if (isNull && !('type' in schema) && !('anyOf' in schema)) return { type: 'null' };
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, withRealNull(value)]),
  );
}

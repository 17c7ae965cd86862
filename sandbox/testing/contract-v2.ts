import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

interface Field {
  name: string;
  required: boolean;
  type: string;
  enum?: unknown[];
  pattern?: string;
}
interface Model {
  fields?: Field[];
  anyOf?: string[];
}
interface Document {
  /** `GET /v2/accounts/` → status → model. */
  operations: Record<string, Record<string, string>>;
  models: Record<string, Model>;
}

// The models are of May 2026; the newer type definitions of the vendor's own SDK know more of these.
const newerFields: Record<string, string[]> = {
  Account1: ['is_locked', 'account_scope_id'],
  Account: ['is_locked', 'account_scope_id'],
  OneTimePassword: ['channel'],
  OTPOrInAppValidation: ['channel'],
};
const newerValues: Record<string, unknown[]> = {
  'Account1.status': ['degraded', 'partial'],
  'Account.status': ['degraded', 'partial'],
  trigger_events: [
    'account.locked',
    'account.unlocked',
    'account.status.partial',
    'account.status.degraded',
    'message.reaction.delete',
    'relation.new',
    'follower.new',
  ],
};
/** Objects in the newer definitions, or of LinkedIn alone where the model says of all. */
const looserTypes: Record<string, string> = {
  'Account1.metadata': 'Dict[str, Any]',
  'Account.metadata': 'Dict[str, Any]',
  'GetUserProfile200Response.specifics': 'Any',
};

/** Checkpoints that came later than the models. */
const newerCheckpoints: Record<string, Model> = {
  ContractSelection: checkpointOf('CONTRACT_SELECTION', 'contracts', 'Contract'),
  Contract: namedBy('id', 'name'),
  ChallengeSelection: checkpointOf('CHALLENGE_SELECTION', 'challenges', 'Challenge'),
  Challenge: namedBy('id', 'label', 'description'),
  Loading: checkpointOf('LOADING'),
};

function checkpointOf(type: string, list?: string, item?: string): Model {
  const word = { name: 'type', required: true, type: 'string', enum: [type] };
  if (list === undefined) return { fields: [word] };
  return { fields: [word, { name: list, required: true, type: `List[${item}]` }] };
}

function namedBy(...names: string[]): Model {
  return { fields: names.map((name) => ({ name, required: true, type: 'string' })) };
}

/** The models of v2 as a judge of answers. */
export interface ContractV2 {
  operations: string[];
  /** What is wrong with an answer; empty when it fits. */
  problems: (operation: string, status: number, body: unknown) => string[];
  /** The same for one object by the name of its model. */
  problemsOf: (model: string, value: unknown) => string[];
}

/** No field beyond those of the models passes, so a field that is spelled wrong does not either. */
export function loadContractV2(): ContractV2 {
  const url = new URL('../fixtures/unipile-v2.in-scope.models.json', import.meta.url);
  const document: Document = JSON.parse(readFileSync(url, 'utf8'));
  const models: Record<string, Model> = { ...document.models, ...newerCheckpoints };
  models.CheckpointCheckpoint?.anyOf?.push('ContractSelection', 'ChallengeSelection', 'Loading');
  const definitions = Object.fromEntries(
    Object.entries(models).map(([name, model]) => [name, schemaOf(name, model)]),
  );
  const ajv = new Ajv({ strict: false, allErrors: false });
  ajv.addSchema({ $id: 'v2', definitions });
  const problemsOf = (model: string, value: unknown) => {
    const validate = ajv.getSchema(`v2#/definitions/${model}`);
    if (validate === undefined) throw new Error(`There is no model ${model}`);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
  return {
    operations: Object.keys(document.operations),
    problemsOf,
    problems: (operation, status, body) => {
      const model = document.operations[operation]?.[status];
      if (model === undefined) throw new Error(`No model for ${operation} ${status}`);
      return problemsOf(model, body);
    },
  };
}

function schemaOf(name: string, model: Model): object {
  if (model.anyOf !== undefined) return { anyOf: model.anyOf.map((type) => typeSchema(type)) };
  const fields = model.fields ?? [];
  const properties = Object.fromEntries([
    ...fields.map((field) => [field.name, fieldSchema(name, field)]),
    ...(newerFields[name] ?? []).map((field) => [field, {}]),
  ]);
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return { type: 'object', properties, required, additionalProperties: false };
}

function fieldSchema(model: string, field: Field): object {
  const key = `${model}.${field.name}`;
  const more = newerValues[key] ?? newerValues[field.name] ?? [];
  const values = field.enum === undefined ? undefined : [...field.enum, ...more];
  return typeSchema(looserTypes[key] ?? field.type, {
    ...(values === undefined ? {} : { enum: values }),
    ...(field.pattern === undefined ? {} : { pattern: field.pattern }),
  });
}

/** A type as the models write it, e.g. `Optional[List[string]]`; `rules` are of its innermost value. */
function typeSchema(type: string, rules: object = {}): object {
  const [, name = type, inner = ''] = /^(\w+)\[(.*)\]$/.exec(type) ?? [];
  if (name === 'Optional') return { anyOf: [typeSchema(inner, rules), { type: 'null' }] };
  if (name === 'List') return { type: 'array', items: typeSchema(inner, rules) };
  if (name === 'Dict') {
    return { type: 'object', additionalProperties: typeSchema(inner.split(', ')[1] ?? 'Any') };
  }
  if (name === 'Union') return { type: 'number', ...rules, ...boundsOf(inner) };
  if (name === 'Annotated') {
    const isText = inner.startsWith('str');
    return { type: isText ? 'string' : 'number', ...rules, ...boundsOf(inner) };
  }
  if (type === 'string' || type === 'str') return { type: 'string', ...rules };
  if (type === 'boolean' || type === 'bool') return { type: 'boolean' };
  if (type === 'number' || type === 'integer') return { type: 'number', ...rules };
  return type === 'Any' ? {} : { $ref: `v2#/definitions/${type}` };
}

function boundsOf(text: string): object {
  const least = /ge=(-?\d+)/.exec(text)?.[1];
  const longest = /max_length=(\d+)/.exec(text)?.[1];
  return {
    ...(least === undefined ? {} : { minimum: Number(least) }),
    ...(longest === undefined ? {} : { maxLength: Number(longest) }),
  };
}

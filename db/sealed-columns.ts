/** A column of ciphertexts of lib/core/secrets; `rowId` is the column they are bound to. */
export interface SealedColumn {
  table: string;
  column: string;
  rowId: string;
  /** Its value is a list (jsonb) of ciphertexts instead of one. */
  isList?: boolean;
}

/** Every sealed column. One that is not here is not sealed anew with a new key; a test compares it with the schema. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'gateways', column: 'api_key_sealed', rowId: 'id' },
  { table: 'gateways', column: 'webhook_signing_secrets_sealed', rowId: 'id', isList: true },
  { table: 'auth_attempts', column: 'qr_sealed', rowId: 'id' },
  { table: 'extension_cookies', column: 'sealed', rowId: 'id' },
  { table: 'erasures', column: 'subject_sealed', rowId: 'id' },
  { table: 'erasure_keys', column: 'key_sealed', rowId: 'workspace_id' },
];

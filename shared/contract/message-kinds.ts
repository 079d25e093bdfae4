/** What people are told by their phone. */
export type MessageKind =
  | 'recovery_code'
  | 'phone_code'
  | 'account_exists'
  | 'account_recovered'
  | 'phone_changed'
  | 'cedula_changed'
  | 'claim_opened'
  | 'claim_decided'
  | 'request_incomplete'
  | 'retention_notice'
  | 'erased';

/** ok; a thing to know; a fault; or a server that does not answer. */
export type CheckState = 'ok' | 'notice' | 'fault' | 'away';

/** What one check found, and what to do about it. */
export interface Finding {
  name: string;
  state: CheckState;
  detail: string;
  /** Null when there is nothing to do. */
  remedy: string | null;
}

/** One thing that the portal needs. */
export interface Check {
  name: string;
  look(): Promise<Omit<Finding, 'name'>>;
}

export const ok = (detail: string): Omit<Finding, 'name'> => ({ state: 'ok', detail, remedy: null });
export const notice = (detail: string, remedy: string) => ({ state: 'notice', detail, remedy }) as const;
export const fault = (detail: string, remedy: string) => ({ state: 'fault', detail, remedy }) as const;
export const away = (detail: string, remedy: string) => ({ state: 'away', detail, remedy }) as const;

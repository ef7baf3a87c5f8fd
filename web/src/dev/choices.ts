import type { Kind, KeyType, LeafKind, PfxForm } from './protocol'

/** What can be chosen, as lists of what protocol.ts names. */
export const leafKinds = ['device', 'edge-ca', 'server'] as const satisfies readonly LeafKind[]
export const kinds = ['root', 'intermediate', ...leafKinds, 'verification'] as const satisfies readonly Kind[]
export const keyTypes = ['P-256', 'P-384', 'RSA-2048', 'RSA-3072', 'RSA-4096'] as const satisfies readonly KeyType[]
export const pfxForms = ['none', 'modern', 'old'] as const satisfies readonly PfxForm[]

import { text as textOfSigner } from '../../texts/catalogue'

/** What this page says in the words of the signer; only these of the signer's texts go into it. */
export const shared = [
    'pasted', 'choose', 'choose.other', 'file.reading', 'file.failed', 'said.error', 'copied', 'copy.short', 'service', 'valid.until', 'chain', 'key.rsa', 'key.ec',
    'fact.subject', 'fact.issuer', 'fact.issuer.itself', 'fact.valid', 'fact.until', 'fact.thumbprint',
] as const

export function pageText<K extends (typeof shared)[number]>(...given: Parameters<typeof textOfSigner<K>>): string {
    return textOfSigner(...given)
}

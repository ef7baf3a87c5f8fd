import { plainName } from '../../page/plain-name'

/** Names of certificate entries: 1 to 64 of A-Z a-z 0-9 - . _ (both kinds). */

export function isEntryName(name: string): boolean {
    return /^[A-Za-z0-9._-]{1,64}$/.test(name) && !/^\.+$/.test(name)
}

/** From the CA's name. Where it is taken a person decides, as the one that has it may be the CA's own of last year. */
export function suggestedName(subject: string): string {
    return plainName(subject) || 'ca'
}

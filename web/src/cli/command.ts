import type { Core } from '../core/api'
import type { ServiceId } from '../core/protocol'
import { serviceIds } from '../core/service-ids'
import type { Exit } from './exit'
import { usage } from './failure'
import type { Options, OptionText } from './options'
import type { Output } from './output'

/** What every command has: the core is loaded when it is first asked for. */
export interface Surroundings {
    readonly output: Output
    readonly core: () => Promise<Core>
}

export interface Command {
    /** Such as `dps verify`. */
    readonly name: string
    readonly summary: string
    /** What stands behind the name in the help's first line. */
    readonly usage: string
    /** What a person has to know to use it. */
    readonly help: string
    readonly examples: readonly string[]
    readonly options: readonly OptionText[]
    /** Arguments without a name. */
    readonly mostRest?: number
    /** Throws a Failure. */
    run(options: Options, surroundings: Surroundings): Promise<Exit>
}

export const passwordOptions: readonly OptionText[] = [
    { name: 'password-env', value: 'NAME', text: 'the environment variable with the password of the key’s file (POPCERT_PASSWORD where it is set)' },
    { name: 'password-fd', value: 'NUMBER', text: 'the open file descriptor whose first line is the password' },
]
export const jsonOption: OptionText = { name: 'json', text: 'one line of JSON on the standard output, also for a failure' }
export const keyOption: OptionText = { name: 'key', value: 'FILE', text: 'the CA’s private key: .pem, .key, .der, .pfx, .p12 or .jwk; - is the standard input', complete: 'file' }
export const caOption: OptionText = { name: 'ca', value: 'FILE', text: 'the CA certificate, or a chain; not needed where the key’s file holds it', complete: 'file' }
export const forceOption: OptionText = { name: 'force', text: 'write over files that exist' }
export const daysOption: OptionText = { name: 'days', value: 'NUMBER', text: 'how long it is valid from now on, 1 to 87; 30 where absent' }
export const thumbprintOption: OptionText = { name: 'ca-sha1', value: 'HEX', text: 'which CA of several in the file is meant: its thumbprint, as the service shows it' }
export const serviceOption: OptionText = {
    name: 'service', value: 'NAME', text: `the service that the code is from; as the code looks where absent: ${serviceIds.join(', ')}`, complete: serviceIds,
}

/** With the three days that the beginning lies back, 87 are within the 90 that the core allows. */
export function endOf(days: string | undefined): Date | undefined {
    if (days === undefined) return undefined
    if (!/^\d{1,2}$/.test(days) || Number(days) < 1 || Number(days) > 87) throw usage('--days wants a number from 1 to 87.', 'A service needs the certificate for minutes only.')
    return new Date(Date.now() + Number(days) * 86_400_000)
}

export function serviceIn(options: Options): ServiceId | undefined {
    const name = options.one('service')
    if (name === undefined) return undefined
    return serviceIds.find((id) => id === name) ?? refuse()
}

function refuse(): never {
    throw usage('--service is none that is known.', `It is one of: ${serviceIds.join(', ')}.`)
}

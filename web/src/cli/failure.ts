import type { CoreError, Finding } from '../core/protocol'
import { CloudError } from '../online/cloud/error'
import { exitOf, exitOfCloud, exitOfFinding, exits, type Exit } from './exit'

/** What went wrong, in the form in which it is told. Never holds octets of a key, a password or a token. */
export interface Told {
    /** Stable: of the core, of the cloud side, or of the command line itself. */
    readonly code: string
    readonly message: string
    readonly hint: string
    /** The service's own words. */
    readonly serviceCode?: string | null
    readonly serviceMessage?: string | null
}

/** Ends a command. findings: of the checklist, where it ran. */
export class Failure extends Error {
    override readonly name = 'Failure'
    readonly exit: Exit
    readonly told: Told
    readonly findings: readonly Finding[]

    constructor(exit: Exit, told: Told, findings: readonly Finding[] = []) {
        super(told.message)
        this.exit = exit
        this.told = told
        this.findings = findings
    }
}

export function usage(message: string, hint: string): Failure {
    return new Failure(exits.usage, { code: 'USAGE', message, hint })
}

export function ofCore(error: CoreError, findings: readonly Finding[] = []): Failure {
    const { code, message, hint } = error
    return new Failure(exitOf(error), { code, message, hint }, findings)
}

/** The first finding that fails says why. */
export function ofFindings(findings: readonly Finding[]): Failure {
    const failed = findings.find(({ status }) => status === 'fail')
    if (failed === undefined) return new Failure(exits.no, { code: 'NOT_READY', message: 'Something is missing before this can be signed.', hint: '' }, findings)
    const { code, text, message, hint } = failed
    return new Failure(exitOfFinding(failed), { code: code ?? text, message, hint }, findings)
}

export function ofCloud(error: CloudError): Failure {
    const { code, message, hint, serviceCode, serviceMessage } = error
    return new Failure(exitOfCloud(error), { code, message, hint, serviceCode, serviceMessage })
}

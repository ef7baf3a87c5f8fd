import { execFile } from 'node:child_process'
import { readToken, type AccessToken } from '../online/azure/token'
import type { CloudError } from '../online/cloud/error'
import type { Cloud } from '../online/cloud/model'
import { exits } from './exit'
import { Failure, ofCloud, usage } from './failure'
import type { Options } from './options'

/** Where the token comes from: a variable, or the Azure CLI, which can be asked again when it expires. */
export interface TokenSource {
    readonly get: () => Promise<AccessToken>
    readonly canRenew: boolean
}

export function tokenSource(options: Options, cloud: Cloud): TokenSource {
    const name = options.one('token-env') ?? (process.env['POPCERT_TOKEN'] === undefined ? undefined : 'POPCERT_TOKEN')
    if (name === undefined) return { get: () => fromAzureCli(cloud), canRenew: true }
    const text = process.env[name]
    if (text === undefined) throw usage('The variable that --token-env names is not set.', 'Export it, or leave the option out to have `az` asked.')
    return { get: () => taken(text, cloud), canRenew: false }
}

async function taken(text: string, cloud: Cloud): Promise<AccessToken> {
    const read = readToken(text, cloud)
    if (!read.ok) throw ofCloud(read.error satisfies CloudError)
    return read.value
}

/** Of what `az` says only the first error is told: its output may hold a token. */
async function fromAzureCli(cloud: Cloud): Promise<AccessToken> {
    // The endpoint holds letters, digits, dots, colons and slashes only; on Windows az is a script, which wants a shell.
    const args = ['account', 'get-access-token', '--resource', `${cloud.managementEndpoint}/`, '--output', 'json']
    const printed = await new Promise<string>((resolve, reject) => {
        execFile('az', args, { maxBuffer: 1 << 20, timeout: 120_000, shell: process.platform === 'win32', windowsHide: true }, (error, stdout, stderr) => {
            if (error === null) resolve(stdout)
            else reject(noToken('code' in error && error.code === 'ENOENT' ? null : stderr))
        })
    })
    return taken(printed, cloud)
}

function noToken(said: string | null): Failure {
    if (said === null) {
        return new Failure(exits.access, {
            code: 'SIGN_IN_UNAVAILABLE', message: 'There is no token: the Azure CLI, az, is not installed, and POPCERT_TOKEN is not set.',
            hint: 'Install az and run `az login`, or put a token into POPCERT_TOKEN.',
        })
    }
    const words = /^(?:ERROR: )?(.{1,300})/m.exec(said)?.[1] ?? null
    return new Failure(exits.access, {
        code: 'SIGN_IN_FAILED', message: 'The Azure CLI gave no token.', hint: 'Run `az login`, and choose the subscription with `az account set`.', serviceMessage: words,
    })
}

/** The logic of the online page, bundled from web/src for Node, and what tests hand to it. */
import { X509Certificate } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

import { loadCore } from './core.mjs'
import { fixture, repository } from './fixtures.mjs'
import { sha1, sha256 } from './openssl.mjs'

const MODULES = [
    'page/store', 'requests/decode', 'requests/encode', 'online/cloud/error', 'online/cloud/session', 'online/azure/certificates', 'online/azure/clouds',
    'online/azure/config', 'online/azure/decode', 'online/azure/http', 'online/azure/permissions', 'online/azure/pickers', 'online/azure/sign-in', 'online/azure/token',
    'online/run/expiry', 'online/run/inventory', 'online/run/offline', 'online/run/plan', 'online/run/report', 'online/run/run', 'online/run/state', 'signer/framed/inputs', 'online/actions', 'online/certificates', 'online/inventory', 'online/proof', 'online/state', 'online/texts/say',
]

const folder = join(repository, 'build', 'online-test')
const file = join(folder, `${process.pid}.mjs`)
mkdirSync(folder, { recursive: true })
await build({
    stdin: { contents: [...MODULES.map((name) => `export * from './${name}'`), "export * as decode from './decode/decode'"].join('\n'), resolveDir: join(repository, 'web/src'), loader: 'ts' },
    bundle: true, format: 'esm', platform: 'neutral', target: 'es2022', sourcemap: 'inline', outfile: file, logLevel: 'warning',
})
/** Everything that these modules export, in one object. */
export const online = await import(pathToFileURL(file).href)
rmSync(file)

export const NOW = new Date('2026-11-25T12:00:00Z')

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** A token of the form that Entra gives; nobody signed it. */
export function tokenOf(claims = {}) {
    const body = {
        aud: 'https://management.azure.com/', exp: Math.floor(NOW.getTime() / 1000) + 3600, nbf: Math.floor(NOW.getTime() / 1000) - 300,
        tid: 'aaaabbbb-0000-cccc-1111-dddd2222eeee', upn: 'ada@contoso.example', scp: 'user_impersonation', appid: '04b07795', ...claims,
    }
    return `${encoded({ typ: 'JWT', alg: 'RS256' })}.${encoded(body)}.c2VjcmV0LXNpZ25hdHVyZS1vZi10aGUtdG9rZW4`
}

/** A CA of the fixtures as the page holds it; the facts are OpenSSL's and Node's. */
export function caOf(name = 'p256') {
    const der = fixture(`certs/ca-${name}.der`)
    const { subject } = new X509Certificate(der)
    const text = subject.replaceAll('\n', ', ')
    return {
        name, der, pem: Buffer.from(fixture(`certs/ca-${name}.pem`)).toString(), sha1: sha1(der), sha256: sha256(der), subject: text,
        subjectShort: /CN=([^\n]*)/.exec(subject)?.[1] ?? 'CA',
    }
}

/** Signs as the framed signer does: the DER of one verification certificate. */
export async function signed(code, { ca = 'p256', key = ca } = {}) {
    const core = await loadCore()
    const result = core.createVerificationCertificate({
        verificationCode: code, caCertificate: fixture(`certs/ca-${ca}.pem`), privateKey: fixture(`keys/${key}-pkcs8.pem`),
    })
    if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
    return result.value.der
}

/** Everything that an object can show of itself, in every way that a program could print it. */
export function shownOf(value) {
    const seen = new Set()
    const texts = []
    const walk = (one) => {
        if (typeof one === 'string') return texts.push(one)
        if (typeof one !== 'object' || one === null || seen.has(one)) return undefined
        seen.add(one)
        texts.push(String(one))
        if (one instanceof Error) texts.push(one.message, one.stack ?? '')
        if (one instanceof Map) for (const [key, member] of one) walk(key), walk(member)
        for (const name of Reflect.ownKeys(one)) walk(Reflect.get(one, name))
        return undefined
    }
    walk(value)
    return `${texts.join('\n')}\n${JSON.stringify(value) ?? ''}`
}

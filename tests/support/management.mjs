/** The management API as a plain client calls it, and verification certificates that are not ours. */
import { rmSync } from 'node:fs'

import { fixturePath } from './fixtures.mjs'
import { openssl, temporaryFile } from './openssl.mjs'

const usualVersions = { DPS: '2022-12-12', IoTHub: '2023-06-30' }

/** The six operations on one service of the emulator. Nothing throws for a refusal. */
export class Management {
    /**
     * @param {object} emulator of startEmulator
     * @param {string} service its name
     * @param {{ apiVersion?: string, token?: string | null, observe?: (exchange: object) => void }} options token: null sends none
     */
    constructor(emulator, service, { apiVersion, token = emulator.token(), observe = () => {} } = {}) {
        this.service = emulator.state.service(service)
        this.apiVersion = apiVersion ?? usualVersions[this.service.kind]
        Object.assign(this, { emulator, token, observe })
    }

    /** @returns {Promise<{ status: number, headers: Headers, body: any, text: string }>} body: null where it is empty */
    async send(method, path, { body, ifMatch, headers = {}, apiVersion = this.apiVersion } = {}) {
        const query = apiVersion === null ? '' : `?api-version=${apiVersion}`
        const response = await fetch(`${this.emulator.url}${path}${query}`, {
            method,
            headers: {
                ...(this.token === null ? {} : { Authorization: `Bearer ${this.token}` }),
                ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
                ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
                ...headers,
            },
            ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        })
        const text = await response.text()
        const isJson = response.headers.get('content-type')?.startsWith('application/json')
        const answer = { status: response.status, headers: response.headers, text, body: text === '' ? null : isJson ? JSON.parse(text) : text }
        this.observe({ method, path, apiVersion, ...answer })
        return answer
    }

    entry(name = '', suffix = '') {
        return `${this.service.id}/certificates${name === '' ? '' : `/${name}`}${suffix}`
    }

    list(options) { return this.send('GET', this.entry(), options) }
    get(name, options) { return this.send('GET', this.entry(name), options) }
    remove(name, ifMatch) { return this.send('DELETE', this.entry(name), { ifMatch }) }
    generate(name, ifMatch) { return this.send('POST', this.entry(name, '/generateVerificationCode'), { ifMatch }) }

    /** certificate: as it goes over the wire, see the forms below */
    put(name, certificate, { ifMatch, isVerified } = {}) {
        const properties = { certificate, ...(isVerified === undefined ? {} : { isVerified }) }
        return this.send('PUT', this.entry(name), { ifMatch, body: { properties } })
    }

    verify(name, ifMatch, certificate) {
        return this.send('POST', this.entry(name, '/verify'), { ifMatch, body: { certificate } })
    }
}

const base64 = (octets) => Buffer.from(octets).toString('base64')

/** The forms in which the service was seen to take a certificate: PEM text in, what goes over the wire out. */
export const wireForms = {
    'base64 of DER': (pem) => base64(derOf(pem)),
    'base64 of PEM': (pem) => base64(pem),
    'PEM as it is': (pem) => pem,
    'base64 of base64 of PEM': (pem) => base64(base64(pem)),
    'base64 of base64 of DER': (pem) => base64(base64(derOf(pem))),
}

export const derOf = (pem) => openssl(['x509', '-outform', 'DER'], pem)

/**
 * A verification certificate made by the openssl command with a CA of the fixtures, as the vendor's scripts make it.
 * @param {string} ca such as `p256` or `rsa2048`
 * @param {{ code: string, subject?: string, days?: number, certificate?: string, key?: string }} wanted certificate, key: the paths
 *     of another CA's
 * @returns {string} PEM
 */
export function signedByOpenssl(ca, {
    code, subject = `/CN=${code}`, days = 30, certificate = fixturePath(`certs/ca-${ca}.pem`), key = fixturePath(`keys/${ca}-pkcs8.pem`),
}) {
    const leafKey = temporaryFile(openssl(['ecparam', '-name', 'prime256v1', '-genkey', '-noout']), '.pem')
    const request = temporaryFile(openssl(['req', '-new', '-key', leafKey, '-subj', subject]), '.csr')
    rmSync(leafKey)
    const extensions = temporaryFile('basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n')
    return openssl([
        'x509', '-req', '-in', request, '-CA', certificate, '-CAkey', key, '-set_serial', '0x1234567890',
        '-days', String(days), '-sha256', '-extfile', extensions,
    ]).toString()
}

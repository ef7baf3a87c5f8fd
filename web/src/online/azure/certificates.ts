import { malformedAnswer } from './answer'
import type { ApiVersions } from './config'
import { defaultApiVersions } from './config'
import { decodeCertificate, listOf } from './decode'
import { CloudError } from './error'
import type { CallOptions, ManagementHttp } from './http'
import type { CloudCertificate, Service } from './model'

/** An entry, and the state of it that a change starts from. */
export type Entry = Pick<CloudCertificate, 'name' | 'etag'>

/** The six operations on CA certificates, the same for both kinds. All reject with a CloudError only. */
export class Certificates {
    readonly #http: ManagementHttp
    readonly #versions: ApiVersions

    constructor(http: ManagementHttp, versions: ApiVersions = defaultApiVersions) {
        this.#http = http
        this.#versions = versions
    }

    async list(service: Service, options: CallOptions = {}): Promise<readonly CloudCertificate[]> {
        const answer = await this.#send('GET', service, '', options)
        return listOf(answer).values.map(decodeCertificate)
    }

    async get(service: Service, name: string, options: CallOptions = {}): Promise<CloudCertificate> {
        return decodeCertificate(await this.#send('GET', service, segment(name), options))
    }

    /**
     * Without etag only where no entry of this name exists. verified: the vendor's "set certificate status to verified on
     * upload", which asks for no proof.
     */
    async upload(
        service: Service, name: string, der: Uint8Array,
        { etag, verified = false, ...options }: CallOptions & { readonly etag?: string | undefined; readonly verified?: boolean } = {},
    ): Promise<CloudCertificate> {
        const properties = { certificate: base64(der), ...(verified ? { isVerified: true } : {}) }
        return decodeCertificate(await this.#send('PUT', service, segment(name), options, { properties }, etag))
    }

    async remove(service: Service, { name, etag }: Entry, options: CallOptions = {}): Promise<void> {
        await this.#send('DELETE', service, segment(name), options, undefined, etag)
    }

    /** With its verificationCode, and a new etag. */
    async generateVerificationCode(
        service: Service, { name, etag }: Entry, options: CallOptions = {},
    ): Promise<CloudCertificate & { readonly verificationCode: string }> {
        const path = `${segment(name)}/generateVerificationCode`
        const answer = decodeCertificate(await this.#send('POST', service, path, options, undefined, etag))
        const { verificationCode } = answer
        if (verificationCode === null) throw malformedAnswer('it holds no verification code')
        if (!isAzureCode(verificationCode)) throw unlikeAzure(verificationCode)
        return { ...answer, verificationCode }
    }

    async verify(service: Service, { name, etag }: Entry, der: Uint8Array, options: CallOptions = {}): Promise<CloudCertificate> {
        const path = `${segment(name)}/verify`
        return decodeCertificate(await this.#send('POST', service, path, options, { certificate: base64(der) }, etag))
    }

    #send(
        method: 'GET' | 'PUT' | 'POST' | 'DELETE', service: Service, path: string, options: CallOptions, body?: object, ifMatch?: string,
    ): Promise<unknown> {
        return this.#http.send({ method, path: `${service.id}/certificates${path}`, apiVersion: this.#versions[service.kind], body, ifMatch, ...options })
    }
}

/**
 * 48 upper-case hex digits: the form of every code that Azure was ever seen to give. What is signed here proves a CA to Azure; an
 * endpoint that names something else wants a certificate for another purpose. (Whose code it is the core will tell for any cloud.)
 */
function isAzureCode(code: string): boolean {
    return /^[0-9A-F]{48}$/.test(code)
}

/** The code is not shown: what it says is up to whoever answered. */
function unlikeAzure(code: string): CloudError {
    const form = code.length === 48 ? 'it holds other characters than 0-9 and A-F' : `it has ${code.length} characters, and not 48`
    return new CloudError({
        code: 'CODE_UNLIKE_CLOUD', message: `The service answered with a code that does not look like Azure’s: ${form}.`,
        hint: 'It was not given to the signer. Check the endpoint in step 1. If the portal shows such a code, too, sign it in signer.html by hand.',
    })
}

/** A name of dots would lead out of the entry, to the service itself. */
function segment(name: string): string {
    if (/^\.{0,2}$/.test(name)) throw malformedAnswer('a certificate has a name that is none')
    return `/${encodeURIComponent(name)}`
}

export function base64(octets: Uint8Array): string {
    let binary = ''
    for (const octet of octets) binary += String.fromCharCode(octet)
    return btoa(binary)
}

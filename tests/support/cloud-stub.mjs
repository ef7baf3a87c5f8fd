/**
 * A stand-in for the management API in one function, for faults that a real server can't make on command. It keeps the rules of
 * the certificate operations (states, etags, one code at a time) and lets Node's own X.509 code judge what is handed in. It
 * refuses in the emulator's words; tests/online/stub.test.mjs holds the one against the other.
 */
import { createHash, randomBytes, X509Certificate } from 'node:crypto'

import { refusals } from '../emulator/errors.mjs'
import { NOW } from './online-logic.mjs'

export const ORIGIN = 'https://management.azure.com'
const SUBSCRIPTION = '00000000-1111-2222-3333-444444444444'

export const json = (status, body, headers = {}) => new Response(body === undefined ? null : JSON.stringify(body), {
    status, headers: { 'content-type': 'application/json', ...headers },
})
const refused = ({ status, body }) => json(status, body)
const wrapped = (status, code, message) => json(status, { error: { code, message } })

export class CloudStub {
    /** Every request: method, path (with query), headers, body. */
    requests = []
    /** [pattern on "METHOD path", what answers in place of the service, how often]; the first that fits is used up. */
    faults = []
    /** Before any answer, for tests that hold the service up. */
    before = async () => {}
    /** After any answer, and before it arrives. */
    after = async () => {}
    now = new Date(NOW)
    slept = []
    validToken = null
    /** By a service's id: what Resource Manager says of one's roles there; where nothing stands, Contributor's. */
    permissions = new Map()
    #services = new Map()
    #etags = 0

    constructor(count = 1, kinds = ['DPS', 'IoTHub']) {
        this.services = Array.from({ length: count }, (_, index) => {
            const kind = kinds[index % kinds.length]
            const name = `${kind.toLowerCase()}-${index + 1}`
            const type = kind === 'DPS' ? 'provisioningServices' : 'IotHubs'
            const id = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-(${index % 3})/providers/Microsoft.Devices/${type}/${name}`
            this.#services.set(id, new Map())
            return { kind, id, name, resourceGroup: `rg-(${index % 3})`, subscriptionId: SUBSCRIPTION, region: 'westeurope', state: 'Active' }
        })
    }

    /** What ManagementHttp wants of its surroundings: no test waits, the clock goes on instead. */
    get surroundings() {
        return {
            fetch: (url, init) => this.fetch(url, init),
            now: () => this.now,
            sleep: async (milliseconds, signal) => {
                this.slept.push(milliseconds)
                this.now = new Date(this.now.getTime() + milliseconds)
                signal?.throwIfAborted()
            },
        }
    }

    fault(pattern, answer, times = 1) {
        this.faults.push({ pattern, answer, times })
    }

    count(pattern) {
        return this.requests.filter(({ method, path }) => pattern.test(`${method} ${path}`)).length
    }

    entries(service) {
        return this.#services.get(service.id)
    }

    /** An entry as if somebody else had made it; or, with `change`, changed it. */
    put(service, name, der, change = {}) {
        const entry = { name, der: Buffer.from(der), etag: this.#etag(), isVerified: false, code: null, ...change }
        this.entries(service).set(name, entry)
        return entry
    }

    /** Another session touches the entry: its etag changes, and nothing else. */
    touch(service, name) {
        this.entries(service).get(name).etag = this.#etag()
    }

    #etag() {
        return Buffer.from(`"etag-${++this.#etags}"`).toString('base64')
    }

    async fetch(url, init) {
        const answer = await this.#served(url, init)
        await this.after({ method: init.method })
        return answer
    }

    async #served(url, init) {
        const { pathname, search, origin } = new URL(url)
        const headers = new Headers(init.headers)
        const path = pathname + search
        this.requests.push({ method: init.method, origin, path, headers, body: init.body ?? null, init })
        await this.before({ method: init.method, path, init })
        if (init.signal?.aborted) throw new DOMException('Aborted', 'AbortError')
        const fault = this.faults.find(({ pattern }) => pattern.test(`${init.method} ${path}`))
        if (fault !== undefined) {
            if (--fault.times <= 0) this.faults.splice(this.faults.indexOf(fault), 1)
            return fault.answer(url, init)
        }
        if (this.validToken !== null && headers.get('authorization') !== `Bearer ${this.validToken}`) {
            return wrapped(401, 'ExpiredAuthenticationToken', 'The access token expiry UTC time is earlier than current UTC time.')
        }
        return this.#answer(init.method, decodeURIComponent(pathname), headers.get('if-match'), init.body)
    }

    #answer(method, path, ifMatch, body) {
        const [, of] = /^(.*)\/providers\/Microsoft\.Authorization\/permissions$/.exec(path) ?? []
        if (of !== undefined) return json(200, { value: this.permissions.get(of) ?? [{ actions: ['*'], notActions: ['Microsoft.Authorization/*/Write'] }] })
        const [, id, name, action] = /^(.*)\/certificates(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ?? []
        const entries = this.#services.get(id)
        if (entries === undefined) return wrapped(404, 'ResourceNotFound', 'The Resource was not found.')
        if (name === undefined) return json(200, { value: [...entries.values()].map((entry) => this.#shown(id, entry)) })
        const entry = entries.get(name)
        if (method === 'PUT') return this.#upload(id, entries, name, ifMatch, JSON.parse(body).properties)
        if (entry === undefined) return method === 'DELETE' ? new Response(null, { status: 204 }) : refused(refusals.noCertificate(name))
        if (method === 'GET') return json(200, this.#shown(id, entry))
        if (ifMatch !== entry.etag) return refused(refusals.staleEtag())
        if (method === 'DELETE') {
            entries.delete(name)
            return new Response(null, { status: 200 })
        }
        entry.etag = this.#etag()
        if (action === 'generateVerificationCode') {
            entry.code = randomBytes(24).toString('hex').toUpperCase()
            return json(200, this.#shown(id, entry, { verificationCode: entry.code, certificate: entry.der.toString('base64') }))
        }
        return this.#verify(id, entry, Buffer.from(JSON.parse(body).certificate, 'base64'))
    }

    #upload(id, entries, name, ifMatch, { certificate, isVerified = false }) {
        const entry = entries.get(name)
        if (entry !== undefined && ifMatch !== entry.etag) return refused(refusals.staleEtag())
        const der = Buffer.from(certificate, 'base64')
        new X509Certificate(der)
        entries.set(name, { name, der, etag: this.#etag(), isVerified, code: null })
        return json(200, this.#shown(id, entries.get(name)))
    }

    #verify(id, entry, der) {
        const given = new X509Certificate(der)
        const ca = new X509Certificate(entry.der)
        if (entry.code === null) return refused(refusals.noCode())
        if (!given.verify(ca.publicKey)) return refused(refusals.wrongIssuer(given.issuer))
        if (given.subject !== `CN=${entry.code}`) return refused(refusals.wrongCode())
        entry.isVerified = true
        entry.code = null
        return json(200, this.#shown(id, entry))
    }

    #shown(id, { name, der, etag, isVerified }, more = {}) {
        return {
            id: `${id}/certificates/${name}`, name, type: 'Microsoft.Devices/provisioningServices/Certificates', etag,
            properties: {
                subject: new X509Certificate(der).subject, expiry: new Date(new X509Certificate(der).validTo).toUTCString(),
                thumbprint: createHash('sha1').update(der).digest('hex').toUpperCase(), isVerified,
                created: 'Mon, 01 Jan 0001 00:00:00 GMT', updated: NOW.toUTCString(), certificate: null, ...more,
            },
        }
    }
}

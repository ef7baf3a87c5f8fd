/** What the cloud holds: subscriptions, services, and their certificate entries. */
import { randomBytes } from 'node:crypto'

import { decodeUpload, httpDate, subjectOf, thumbprintOf } from './certificates.mjs'
import { refusals } from './errors.mjs'
import { formOf, usualVersions } from './versions.mjs'

const mostCertificates = 25
const certificateName = /^[A-Za-z0-9\-._]{1,64}$/

/** The paths of the two kinds are alike; these are their words. */
export const kinds = {
    DPS: {
        collection: 'provisioningServices', type: 'Microsoft.Devices/ProvisioningServices',
        entryType: 'Microsoft.Devices/provisioningServices/Certificates',
    },
    IoTHub: { collection: 'IotHubs', type: 'Microsoft.Devices/IotHubs', entryType: 'Microsoft.Devices/IotHubs/Certificates' },
}

const demoSubscription = '11111111-2222-3333-4444-555555555555'
export const tenant = '99999999-8888-7777-6666-555555555555'

let etags = 0

/** Opaque to clients, and of both forms that were recorded. */
function freshEtag(form) {
    etags++
    if (form === 'octets') return Buffer.from([0, 0, 0, 12, ...randomBytes(3), etags & 255]).toString('base64')
    return Buffer.from(`"${etags.toString(16).padStart(8, '0')}-0000-0700-0000-${randomBytes(6).toString('hex')}"`).toString('base64')
}

export class Service {
    /**
     * @param {{ kind?: 'DPS' | 'IoTHub', name: string, resourceGroup?: string, subscriptionId?: string, region?: string,
     *     state?: string, readOnly?: boolean, locked?: boolean, hidden?: boolean, form?: Partial<import('./versions.mjs').Form>,
     *     entries?: { name: string, certificate: string, isVerified?: boolean }[] }} options
     * certificate: as it may be uploaded, PEM for example. readOnly: writing answers 403. locked: writing answers 409.
     * hidden: listed, but every entry answers 404, as after it was deleted. form: what this one answers otherwise than usual
     */
    constructor(options, clock) {
        const { kind = 'DPS', name, resourceGroup = 'demo', subscriptionId = demoSubscription, region = 'westeurope' } = options
        Object.assign(this, {
            kind, name, resourceGroup, subscriptionId, region, state: options.state ?? 'Active', readOnly: options.readOnly ?? false,
            locked: options.locked ?? false, hidden: options.hidden ?? false, ownForm: options.form ?? {},
        })
        this.clock = clock
        this.entries = new Map()
        for (const entry of options.entries ?? []) this.put(entry.name, undefined, entry)
    }

    get id() {
        const group = `/subscriptions/${this.subscriptionId}/resourceGroups/${this.resourceGroup}`
        return `${group}/providers/Microsoft.Devices/${kinds[this.kind].collection}/${this.name}`
    }

    /** How it answers under a version of the API. */
    form(version = usualVersions[this.kind]) {
        return { ...formOf(this.kind, version), ...this.ownForm }
    }

    list() {
        return [...this.entries.values()]
    }

    find(name) {
        const entry = this.entries.get(name.toLowerCase())
        if (entry === undefined) throw refusals.noCertificate(name)
        return entry
    }

    /**
     * The entry, if the client knows how it stands, or says that any will do (RFC 9110, 13.1.1). `*` was recorded for DELETE;
     * that it goes for the other changes too is assumed.
     */
    match(name, etag) {
        const entry = this.find(name)
        if (etag !== entry.etag && etag !== '*') throw refusals.staleEtag()
        return entry
    }

    /** @returns {{ entry: object, created: boolean }} */
    put(name, etag, { certificate, isVerified = false }, form = this.form()) {
        if (!certificateName.test(name)) throw refusals.badCertificateName()
        if (typeof isVerified !== 'boolean') throw refusals.badBody()
        const before = this.entries.get(name.toLowerCase())
        // RFC 9110, 13.1.1: of what does not exist no etag is the current one, and `*` is not true either.
        if (before !== undefined) this.match(name, etag)
        else if (etag !== undefined) throw refusals.staleEtag()
        // Recorded of an IoT hub; DPS is assumed to know no such difference.
        if (this.kind === 'IoTHub' && (certificate ?? '') === '') throw refusals.noNewCertificate(name)
        const x509 = decodeUpload(certificate)
        if (before === undefined && this.entries.size >= mostCertificates) throw refusals.tooMany()
        const entry = before ?? { name, created: this.clock() }
        Object.assign(entry, { x509, uploaded: certificate, isVerified, code: null })
        this.entries.set(name.toLowerCase(), entry)
        this.touch(entry, form)
        return { entry, created: before === undefined }
    }

    remove(name) {
        this.entries.delete(name.toLowerCase())
    }

    /** Assumed: a code makes the one before it worthless, and what is verified stays so. */
    generate(entry, form) {
        entry.code = randomBytes(24).toString('hex').toUpperCase()
        this.touch(entry, form)
    }

    touch(entry, form = this.form()) {
        entry.etag = freshEtag(form.etag)
        entry.updated = this.clock()
    }

    /** As the service shows it. uploadedNow: in answer to the upload itself */
    shown(entry, { form = this.form(), withCode = false, uploadedNow = false } = {}) {
        const { x509 } = entry
        const certificate = form.certificateAs === 'uploaded' || uploadedNow ? entry.uploaded : x509.raw.toString('base64')
        const properties = {
            ...(withCode ? { verificationCode: entry.code } : {}),
            subject: subjectOf(x509),
            expiry: httpDate(x509.validTo),
            thumbprint: thumbprintOf(x509),
            isVerified: entry.isVerified,
            created: form.created === 'never' ? 'Mon, 01 Jan 0001 00:00:00 GMT' : httpDate(entry.created),
            updated: httpDate(entry.updated),
            certificate: withCode || form.certificate === 'always' ? certificate : null,
        }
        return { properties, id: `${this.id}/certificates/${entry.name}`, name: entry.name, type: kinds[this.kind].entryType, etag: entry.etag }
    }

    description() {
        const common = {
            id: this.id, name: this.name, type: kinds[this.kind].type, location: this.region, tags: {}, etag: 'AAAADEqHziw=',
            resourcegroup: this.resourceGroup, subscriptionid: this.subscriptionId,
        }
        if (this.kind === 'IoTHub') {
            return {
                ...common, sku: { name: 'S1', tier: 'Standard', capacity: 1 },
                properties: { state: this.state, provisioningState: 'Succeeded', hostName: `${this.name}.example` },
            }
        }
        return {
            ...common, sku: { name: 'S1', tier: 'Standard', capacity: 1 },
            properties: {
                state: this.state, provisioningState: 'Succeeded', serviceOperationsHostName: `${this.name}.example`,
                deviceProvisioningHostName: 'devices.example', idScope: '0ne00000001', allocationPolicy: 'Hashed', iotHubs: [],
            },
        }
    }
}

export class World {
    constructor({ subscriptions, services = [], clock }) {
        this.clock = clock
        this.subscriptions = subscriptions ?? [{ id: demoSubscription, name: 'popcert demo', state: 'Enabled' }]
        this.services = services.map((options) => new Service(options, clock))
    }

    add(options) {
        const service = new Service(options, this.clock)
        this.services.push(service)
        return service
    }

    /** By name alone: names are the world's own, for tests. */
    service(name) {
        return this.services.find((service) => service.name === name)
    }

    subscription(id) {
        const found = this.subscriptions.find((each) => each.id.toLowerCase() === id.toLowerCase())
        if (found === undefined) throw refusals.noSubscription(id)
        return found
    }

    /** Those of a subscription, or of one resource group of it. */
    servicesAt({ subscriptionId, resourceGroup }) {
        const { id } = this.subscription(subscriptionId)
        const found = this.services.filter((service) => service.subscriptionId === id
            && (resourceGroup === undefined || same(service.resourceGroup, resourceGroup)))
        if (resourceGroup !== undefined && found.length === 0) throw refusals.noResourceGroup(resourceGroup)
        return found
    }

    serviceAt({ subscriptionId, resourceGroup, kind, name }) {
        const found = this.servicesAt({ subscriptionId, resourceGroup }).find((service) => service.kind === kind && same(service.name, name))
        if (found === undefined || found.hidden) throw refusals.noResource(kinds[kind].type, name, resourceGroup)
        return found
    }
}

/** Resource Manager reads names without case. */
const same = (one, other) => one.toLowerCase() === other.toLowerCase()

/** The six operations on certificates, the same for both kinds of service but for what was recorded to differ. */
import { readUpload, refusalOf } from './certificates.mjs'
import {
    authorizationFailed, certificateNotFound, invalidCertificate, invalidContent, invalidEtag, invalidName, issuerNotFound, proofFailed,
    resourceGroupNotFound, resourceNotFound, scopeLocked, tooManyCertificates,
} from './errors.mjs'
import { subscriptionOf } from './pickers.mjs'
import { mostCertificates, same } from './state.mjs'
import { userName } from './tokens.mjs'

/** Before 2022-02-05 the certificate was at the top of a PUT's body; since then it is under `properties`. */
const topLevelBody = new Set(['2020-03-01', '2021-10-15', '2021-03-31'])

export function list(call) {
    return { status: 200, body: { value: [...serviceOf(call).certificates.values()].map((entry) => described(call, entry)) } }
}

export function get(call) {
    return { status: 200, body: described(call, entryOf(call)) }
}

export function createOrUpdate(call) {
    const { state, body, apiVersion, names } = call
    const service = serviceOf(call)
    if (!/^[A-Za-z0-9._-]{1,64}$/.test(names.certificate)) throw invalidName(state.clock.now())
    const existing = service.certificates.get(names.certificate.toLowerCase())
    // RFC 9110 13.1.1: If-Match on what does not exist is false as well.
    if (existing === undefined ? call.ifMatch !== undefined : call.ifMatch !== existing.etag) throw invalidEtag(state.clock.now())
    const wanted = topLevelBody.has(apiVersion) ? body : body?.properties
    if (typeof wanted !== 'object' || wanted === null) throw invalidContent("Required property 'properties' not found in JSON.")
    const { certificate, isVerified = false } = wanted
    if (typeof isVerified !== 'boolean') throw invalidContent("'isVerified' is not a boolean.")
    const x509 = readUpload(certificate)
    if (x509 === null) throw invalidCertificate('It could not be read.', state.clock.now())
    if (existing === undefined && service.certificates.size >= mostCertificates) throw tooManyCertificates(mostCertificates, state.clock.now())
    const entry = state.store(service, existing?.name ?? names.certificate, { x509, uploaded: certificate, isVerified })
    const created = existing === undefined && service.kind === 'IoTHub' ? call.options.hubCreateStatus : 200
    return { status: created, body: described(call, entry) }
}

export function remove(call) {
    const service = serviceOf(call)
    const entry = service.certificates.get(call.names.certificate.toLowerCase())
    if (entry === undefined) return { status: 204, body: null }
    checkEtag(call, entry)
    service.certificates.delete(entry.name.toLowerCase())
    return { status: 200, body: null }
}

export function generateVerificationCode(call) {
    const service = serviceOf(call)
    const entry = entryOf(call)
    checkEtag(call, entry)
    call.state.newCode(service, entry)
    const answer = described(call, entry)
    answer.properties = { verificationCode: entry.code, ...answer.properties }
    // Of DPS's answers only this one has the certificate, exactly as it was uploaded.
    if (service.kind === 'DPS') answer.properties.certificate = entry.uploaded
    return { status: 200, body: answer }
}

export function verify(call) {
    const { state, body } = call
    const service = serviceOf(call)
    const entry = entryOf(call)
    checkEtag(call, entry)
    const now = state.clock.now()
    const leaf = readUpload(body?.certificate)
    if (leaf === null) throw invalidCertificate('It could not be read.', now)
    if (entry.code === null) throw proofFailed('No verification code was generated for this certificate.', now)
    const refusal = refusalOf({ ca: entry.x509, leaf, code: entry.code, now })
    if (refusal?.issuer !== undefined) throw issuerNotFound(refusal.issuer, now)
    if (refusal !== null) throw proofFailed(refusal.why, now)
    entry.isVerified = true
    entry.code = null
    state.touch(service, entry)
    return { status: 200, body: described(call, entry) }
}

/** The service of the path, after asking whether the token's owner may do this there. */
function serviceOf({ state, names, kind, action }) {
    const { subscription, group, service: name } = names
    subscriptionOf(state, subscription)
    const inGroup = state.services.filter((one) => same(one.subscriptionId, subscription) && same(one.resourceGroup, group))
    if (inGroup.length === 0) throw resourceGroupNotFound(group)
    const service = inGroup.find((one) => one.kind === kind && same(one.name, name))
    if (service === undefined) throw resourceNotFound(`Microsoft.Devices/${kind === 'DPS' ? 'ProvisioningServices' : 'IotHubs'}`, name, group)
    const allowed = service.access === 'write' || (service.access === 'read' && action === 'read')
    if (!allowed) {
        const right = `Microsoft.Devices/${kind === 'DPS' ? 'provisioningServices' : 'iotHubs'}/certificates/${action}`
        throw authorizationFailed(userName, right, `${service.id}${names.certificate === undefined ? '' : `/certificates/${names.certificate}`}`)
    }
    if (service.locked && action !== 'read') throw scopeLocked(service.id)
    return service
}

function entryOf(call) {
    const entry = serviceOf(call).certificates.get(call.names.certificate.toLowerCase())
    if (entry === undefined) throw certificateNotFound(call.names.certificate, call.state.clock.now())
    return entry
}

function checkEtag({ ifMatch, state }, entry) {
    if (ifMatch !== entry.etag) throw invalidEtag(state.clock.now())
}

/**
 * As the services were seen to answer: DPS gives the subject's CN alone and no certificate, IoT Hub `CN=` and the DER. `created`
 * is never filled in.
 */
function described({ kind, options }, entry) {
    const { commonName, x509 } = entry
    const withPrefix = options.subjectPrefix ?? kind === 'IoTHub'
    const subject = commonName === null ? x509.subject.split('\n').join(', ') : `${withPrefix ? 'CN=' : ''}${commonName}`
    return {
        properties: {
            subject,
            expiry: new Date(x509.validTo).toUTCString(),
            thumbprint: entry.thumbprint,
            isVerified: entry.isVerified,
            created: 'Mon, 01 Jan 0001 00:00:00 GMT',
            updated: entry.updated.toUTCString(),
            certificate: kind === 'DPS' ? null : x509.raw.toString('base64'),
        },
        id: entry.id,
        name: entry.name,
        type: kind === 'DPS' ? 'Microsoft.Devices/provisioningServices/Certificates' : 'Microsoft.Devices/IotHubs/Certificates',
        etag: entry.etag,
    }
}
